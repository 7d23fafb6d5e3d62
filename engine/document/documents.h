/* The folder of documents (deploy/documents): templates by kind and language, the style sheet of printed pages, and the
 * table that says of each route in plain words what happens next and whom to ask. Read and checked whole at start: the
 * error names file, line and field. Never changes afterwards; any number of threads may read it. */
#ifndef ENGINE_DOCUMENTS_H
#define ENGINE_DOCUMENTS_H

#include "engine/document/template.h"
#include "fenliu/vocab.h"

enum document_kind { DOCUMENT_NOTICE, DOCUMENT_AGREEMENT, DOCUMENT_KIND__COUNT };

/* A row of routes.tsv. Text is never NULL. */
struct document_route {
    const char *court, *channel, *procedure; /* "*": any */
    const char *name, *name_en;              /* of the body that a citizen turns to */
    const char *phone, *address;
    const char *next, *next_en; /* what happens next, in plain words */
};

struct documents;

int documents_load(const char *dir, struct documents **ret, struct fl_error *err);
void documents_free(struct documents *documents); /* NULL is nothing */

/* $FENLIU_DOCUMENTS, else <prefix>/share/fenliu/documents, else deploy/documents beside the program's source. */
const char *documents_default_dir(void);

/* The document of a kind, in Chinese or English. */
void documents_write(const struct documents *documents, enum document_kind kind, bool chinese,
                     enum document_form form, const cJSON *values, struct buf *buf);

/* The first row that fits; the last fits everything. */
const struct document_route *documents_route(const struct documents *documents, const char *court,
                                             const char *channel, const char *procedure);

#endif
