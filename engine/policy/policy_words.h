/* Conditions and outcomes of rules in words, Chinese or English by lang.h: for `policy show`,
 * `policy diff` and explain. Deterministic. */
#ifndef ENGINE_POLICY_WORDS_H
#define ENGINE_POLICY_WORDS_H

#include "engine/decide/decide_view.h"

/* "用人单位是否建有工会＝是" for one member of `when`. */
void words_condition(const char *member, const char *json, struct buf *buf);
/* The same for people who ask about one case: parameters with their value on the view's day, sets of
 * causes by the names of the causes, words without underscores. */
void words_condition_of(const struct view *view, const char *member, const char *json,
                        struct buf *buf);
/* A value that found_write wrote for a member, in words; null is unknown. */
void words_found(const struct view *view, const char *member, const char *json, struct buf *buf);
/* All parts of a rule, joined; "无条件" without any. */
void words_when(const struct rule *rule, struct buf *buf);
/* "工会 工会调解", "速裁", "提示 legal_aid", "15日（自进入之日起）" */
void words_then(const struct standing *rule, struct buf *buf);
/* What people call a member: "用人单位是否建有工会". */
const char *words_member(const char *member);
/* The same, and a word of a list, for people: in English without underscores. */
void words_name(const char *member, struct buf *buf);
void words_word(const struct fl_vocab *words, const char *word, struct buf *buf);
/* The list from which the words of a member come (NULL: it has none), into ret. False, and ret as it was: no
 * member is called so. */
bool words_list(const char *member, const struct fl_vocab **ret);
/* What a period of a decision is for ("mediate"): in Chinese as the courts call it, in English without underscores. */
void words_limit(const char *what, struct buf *buf);
/* The value that a view has for a member, as JSON (null: unknown). */
void found_write(const struct view *view, const char *member, struct buf *buf);
/* The same for a part of a rule, whose condition is `json`: any, all and not give an object with the
 * value of each member inside. */
void found_write_part(const struct view *view, const char *member, const char *json,
                      struct buf *buf);
bool words_compound(const char *member); /* any, all, not */

#endif
