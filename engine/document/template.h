/* Texts for people as data: a template of plain lines with named fields, and what it becomes as text, Markdown or a page that
 * prints. The format is docs/documents.md.
 *
 *   % a comment            # the title         ## a heading       - a bullet
 *   | label | value |      > signed, dated     @if name / @unless name / @each list … @end
 *   {name}, {name|what stands there without}
 *
 * What kind a line is, the template says; no value can change it, and every value is escaped for the form it goes to. */
#ifndef ENGINE_TEMPLATE_H
#define ENGINE_TEMPLATE_H

#include "engine/base/arena.h"
#include "engine/base/json.h"

enum document_form { DOCUMENT_TEXT, DOCUMENT_MARKDOWN, DOCUMENT_HTML, DOCUMENT__COUNT };
extern const char *const document_forms[DOCUMENT__COUNT]; /* "text", "markdown", "html" */

/* A field that a template may name; one of the items of a list as "list.name". A template without a required one is
 * refused: the law asks for it. */
struct template_field {
    const char *name;
    bool required;
};

struct template;

/* `name` is the file's, for messages; `fields` end with a NULL name and outlive the template, as does the arena. FL_E_CONFIG names file, line and field. */
int template_parse(const char *name, const char *text, const struct template_field *fields,
                   struct arena *arena, const struct template **ret, struct fl_error *err);

/* The document, appended. `values` is an object of texts, integers, true or false, and lists of such objects. `style`
 * is the style sheet of a page (DOCUMENT_HTML). */
void template_write(const struct template *template, const cJSON *values, enum document_form form,
                    bool chinese, const char *style, struct buf *buf);

#endif
