/* What fills a document, out of the file of a case (the answer of case.get): an object for template_write(). Text is in
 * the language of lang.h. */
#ifndef ENGINE_DOCUMENT_VALUES_H
#define ENGINE_DOCUMENT_VALUES_H

#include "engine/document/documents.h"
#include "engine/policy/policy.h"

struct document_source {
    const struct documents *documents;
    const struct policy *policy;
    const char *court;
    const cJSON *file; /* as case.get answers it, whole or masked */
    fl_day today;
};

/* The notice for the parties: where the case went and why, with the articles, the periods, whom to ask. */
void notice_values(const struct document_source *source, struct buf *buf);

/* The agreement of one referral. `draft` has content, facts, matters, liability, performance, perform_by (each may be
 * absent); what it leaves out comes from the file where the file says it, else stays to be filled in by hand. */
void agreement_values(const struct document_source *source, const char *referral_id,
                      const cJSON *draft, struct buf *buf);

/* Pieces that both have. A day as a person writes it; the names of a side; "民间借贷纠纷". */
void put_written_day(struct buf *buf, const char *key, const char *day);
void put_side(struct buf *buf, const char *key, const cJSON *parties);
const cJSON *last_of(const cJSON *list); /* NULL when it has none */
const char *text_of(const cJSON *object, const char *key);
void put_word(struct buf *buf, const char *key, const struct fl_vocab *words, const char *word);
const struct document_route *court_route(const struct document_source *source);

#endif
