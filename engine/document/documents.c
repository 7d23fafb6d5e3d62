/* The folder of documents, read and checked. */
#include "engine/document/documents.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/share.h"
#include "fenliu/limits.h"

enum { LANGUAGES = 2, ROUTE_COLUMNS = 9 };
static const char *const languages[LANGUAGES] = {"zh", "en"};

/* What a notice may say, and what it must. */
static const struct template_field notice_fields[] = {
    {"court",           true },
    {"case_id",         false},
    {"source",          false},
    {"ref",             false},
    {"today",           true },
    {"filed_on",        true },
    {"claimants",       true },
    {"respondents",     false},
    {"cause",           false},
    {"docket",          false},
    {"state",           false},
    {"channel",         true },
    {"procedure",       true },
    {"fast_track",      false},
    {"by_clerk",        false},
    {"objected",        false},
    {"outside",         false},
    {"reasons",         true },
    {"reasons.text",    true },
    {"reasons.basis",   true },
    {"next",            true },
    {"body",            true },
    {"phone",           true },
    {"address",         false},
    {"court_phone",     false},
    {"accept_by",       false},
    {"due_on",          false},
    {"limits",          true },
    {"limits.what",     true },
    {"limits.length",   true },
    {"limits.from",     false},
    {"limits.until",    false},
    {"limits.basis",    false},
    {"flags",           false},
    {"flags.text",      false},
    {"flags.basis",     false},
    {"missing",         false},
    {"missing.what",    false},
    {"fails_channel",   false},
    {"fails_procedure", false},
    {"rule",            false},
    {"policy",          false},
    {NULL,              false},
};

/* 人民调解法 art 29: the parties; the main facts, what is in dispute, what each party answers for; what was agreed, how and
 * by when it is performed; and what makes it take effect (arts 29, 33). */
static const struct template_field agreement_fields[] = {
    {"court",             false},
    {"body",              true },
    {"number",            false},
    {"docket",            false},
    {"case_id",           false},
    {"mediator",          false},
    {"cause",             false},
    {"claims",            false},
    {"amount",            false},
    {"parties",           true },
    {"parties.side",      true },
    {"parties.name",      true },
    {"parties.kind",      false},
    {"parties.id_no",     true },
    {"parties.phone",     false},
    {"parties.address",   true },
    {"facts",             true },
    {"matters",           true },
    {"liability",         true },
    {"content",           true },
    {"performance",       true },
    {"perform_by",        true },
    {"agreed_on",         false},
    {"today",             false},
    {"confirmation_days", false},
    {"copies",            false},
    {NULL,                false},
};

static const struct {
    const char *name;
    const struct template_field *fields;
} kinds[DOCUMENT_KIND__COUNT] = {
    [DOCUMENT_NOTICE] = {"notice",    notice_fields   },
    [DOCUMENT_AGREEMENT] = {"agreement", agreement_fields},
};

struct documents {
    struct arena arena;
    const char *dir; /* while it is read */
    const struct template *templates[DOCUMENT_KIND__COUNT][LANGUAGES];
    const char *style;
    struct document_route *routes;
    int n_routes;
};

/* --- reading --- */

/* A file of the folder as text of UTF-8 in the arena. */
static int
read_text(struct documents *d, const char *path, char **ret, struct fl_error *err)
{
    char whole[PATH_MAX];
    snprintf(whole, sizeof whole, "%s/%s", d->dir, path);
    FILE *in = fopen(whole, "re");
    if (!in)
        return fl_fail(err, FL_E_CONFIG, "%s: %s", whole, strerror(errno));
    char *text = arena_take(&d->arena, FL_MAX_TEMPLATE + 2);
    size_t len = fread(text, 1, FL_MAX_TEMPLATE + 1, in);
    bool failed = ferror(in) != 0;
    fclose(in);
    if (failed)
        return fl_fail(err, FL_E_CONFIG, "%s: cannot be read", whole);
    if (len > FL_MAX_TEMPLATE)
        return fl_fail(err, FL_E_CONFIG, "%s: larger than %d bytes", whole, FL_MAX_TEMPLATE);
    if (utf8_valid(text, len) != len || memchr(text, 0, len))
        return fl_fail(err, FL_E_CONFIG, "%s: is not UTF-8 text", whole);
    *ret = text;
    return 0;
}

static int
read_templates(struct documents *d, struct fl_error *err)
{
    char path[64], *text;
    for (int kind = 0; kind < DOCUMENT_KIND__COUNT; kind++)
        for (int lang = 0; lang < LANGUAGES; lang++) {
            snprintf(path, sizeof path, "%s.%s.txt", kinds[kind].name, languages[lang]);
            if (read_text(d, path, &text, err) ||
                template_parse(path, text, kinds[kind].fields, &d->arena, &d->templates[kind][lang],
                               err))
                return err->code;
        }
    return 0;
}

/* It stands inside the page: a tag in it could end the sheet. */
static int
read_style(struct documents *d, struct fl_error *err)
{
    char *text;
    if (read_text(d, "style.css", &text, err))
        return err->code;
    d->style = text;
    return strchr(text, '<') ? fl_fail(err, FL_E_CONFIG, "%s/style.css: must be without <", d->dir)
                             : 0;
}

static int
read_route(struct documents *d, char *line, int number, struct fl_error *err)
{
    struct document_route *route = &d->routes[d->n_routes++];
    const char **cells[ROUTE_COLUMNS] = {&route->court,   &route->channel, &route->procedure,
                                         &route->name,    &route->name_en, &route->phone,
                                         &route->address, &route->next,    &route->next_en};
    int n = 0;
    for (char *cell = line; cell; n++) {
        char *tab = strchr(cell, '\t');
        if (tab)
            *tab++ = 0;
        if (n < ROUTE_COLUMNS)
            *cells[n] = cell;
        cell = tab;
    }
    if (n != ROUTE_COLUMNS)
        return fl_fail(err, FL_E_CONFIG, "routes.tsv line %d: has %d columns, not %d", number, n,
                       ROUTE_COLUMNS);
    if (strcmp(route->channel, "*") != 0 &&
        fl_word_find(&fl_channels, route->channel, strlen(route->channel)) < 0)
        return fl_fail(err, FL_E_CONFIG, "routes.tsv line %d: there is no channel %s", number,
                       route->channel);
    if (strcmp(route->procedure, "*") != 0 &&
        fl_word_find(&fl_procedures, route->procedure, strlen(route->procedure)) < 0)
        return fl_fail(err, FL_E_CONFIG, "routes.tsv line %d: there is no procedure %s", number,
                       route->procedure);
    if (!*route->name || !*route->name_en || !*route->phone || !*route->next || !*route->next_en)
        return fl_fail(err, FL_E_CONFIG,
                       "routes.tsv line %d: names, phone and what happens next are required",
                       number);
    return 0;
}

static int
read_routes(struct documents *d, struct fl_error *err)
{
    char *line;
    if (read_text(d, "routes.tsv", &line, err))
        return err->code;
    int lines = 1, number = 0;
    for (const char *at = line; (at = strchr(at, '\n')); at++)
        lines++;
    d->routes = arena_take(&d->arena, (size_t)lines * sizeof *d->routes);
    for (char *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        line[strcspn(line, "\r")] = 0;
        if (++number > 1 && *line && read_route(d, line, number, err)) /* the first names columns */
            return err->code;
    }
    if (!documents_route(d, NULL, NULL, NULL))
        return fl_fail(err, FL_E_CONFIG,
                       "routes.tsv: has no row for any court, channel and procedure");
    return 0;
}

int
documents_load(const char *dir, struct documents **ret, struct fl_error *err)
{
    struct documents *d = calloc(1, sizeof *d);
    if (!d)
        return fl_fail(err, FL_E_MEMORY, "no memory for documents");
    arena_init(&d->arena);
    d->dir = dir;
    if (read_templates(d, err) || read_style(d, err) || read_routes(d, err)) {
        documents_free(d);
        return err->code;
    }
    *ret = d;
    return 0;
}

void
documents_free(struct documents *d)
{
    if (!d)
        return;
    arena_done(&d->arena);
    free(d);
}

static char default_dir[PATH_MAX];

static void
find_default_dir(void)
{
    share_dir("FENLIU_DOCUMENTS", "documents", default_dir);
}

const char *
documents_default_dir(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_default_dir);
    return default_dir;
}

/* --- what is asked of it --- */

void
documents_write(const struct documents *d, enum document_kind kind, bool chinese,
                enum document_form form, const cJSON *values, struct buf *buf)
{
    template_write(d->templates[kind][chinese ? 0 : 1], values, form, chinese, d->style, buf);
}

static bool
fits(const char *cell, const char *word)
{
    return strcmp(cell, "*") == 0 || (word && strcmp(cell, word) == 0);
}

const struct document_route *
documents_route(const struct documents *d, const char *court, const char *channel,
                const char *procedure)
{
    for (int i = 0; i < d->n_routes; i++)
        if (fits(d->routes[i].court, court) && fits(d->routes[i].channel, channel) &&
            fits(d->routes[i].procedure, procedure))
            return &d->routes[i];
    return NULL;
}
