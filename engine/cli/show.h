/* Documents of the wire as a person reads them, in the language of lang.h. What came from outside
 * is printed without control characters, so that no name can steer a terminal. */
#ifndef ENGINE_SHOW_H
#define ENGINE_SHOW_H

#include "engine/base/json.h"
#include "fenliu/vocab.h"

/* Appends text without control characters; NULL appends nothing. */
void show_safe(struct buf *buf, const char *text);
/* "2021-03-05 09:12" of a moment; a day stays as it is. */
void show_moment(struct buf *buf, const char *moment);
/* "30,000.00 元" */
void show_fen(struct buf *buf, int64_t fen);
/* The term of a wire word in the language of the reader; an unknown word as it is. */
const char *show_word(const struct fl_vocab *vocab, const char *word);

/* "  label  value\n" with the labels in one column; nothing when the value is NULL or empty. */
void show_row(struct buf *buf, const char *label, const char *value);

/* What was found in its narrative (member `read`), with its words where the narrative is shown. */
void show_found(struct buf *buf, const cJSON *doc);
/* Rows of a case document: parties, cause or claims, amount, narrative. */
void show_case(struct buf *buf, const cJSON *doc);
/* Rows of a decision: where to, the reasons with their articles, limits, flags, what to ask. */
void show_decision(struct buf *buf, const cJSON *decision);

/* What a desk answers: an offer, a state, a file, a conclusion and what follows it. */
void show_referral(struct buf *buf, const cJSON *referral);
/* Why a referral (or its event) ended so: the term of the channel for a code, else the words as
 * they are. */
const char *show_reason(const cJSON *referral);
/* One line of a list of referrals. */
void show_referral_line(struct buf *buf, const cJSON *referral);

/* What a mediator has in hand (rows of desk.list), due soonest first: a line each where `columns` allow it (0: any
 * number), else two or three. With `colours` what is overdue is red, what is near yellow. */
void show_list(struct buf *buf, const cJSON *rows, int columns, bool colours);

/* The clocks of one referral out of all of its case (`clocks` of case.get): until when, and what came of each. */
void show_clocks(struct buf *out, const cJSON *clocks, const char *referral_id);
/* What went along to who came next: `handed_on` of a referral. */
void show_handed_on(struct buf *out, const cJSON *handed_on);
/* What a step with a case, or with many referrals, answers. */
void show_case_answer(struct buf *out, const cJSON *answer);

/* One event of a file as a line: when, what, and what its data says to a person. */
void show_event_line(struct buf *out, const cJSON *event);
extern const struct fl_vocab show_link_words; /* what two disputes are to each other */
/* The file of a case (case.get): what it is, all that happened in its order, its referrals. */
void show_file(struct buf *buf, const cJSON *file);

/* The member `triage` of an offer at the triage desk. */
void show_triage(struct buf *buf, const cJSON *triage);

#endif
