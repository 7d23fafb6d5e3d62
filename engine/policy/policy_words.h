/* Conditions and outcomes of rules in words, Chinese or English by lang.h: for `policy show`,
 * `policy diff` and explain. Deterministic. */
#ifndef ENGINE_POLICY_WORDS_H
#define ENGINE_POLICY_WORDS_H

#include "engine/decide/decide_view.h"

/* "用人单位是否建有工会＝是" for one member of `when`. */
void words_condition(const char *member, const char *json, struct buf *buf);
/* All parts of a rule, joined; "无条件" without any. */
void words_when(const struct rule *rule, struct buf *buf);
/* "工会 工会调解", "速裁", "提示 legal_aid", "15日（自进入之日起）" */
void words_then(const struct standing *rule, struct buf *buf);
/* What people call a member: "用人单位是否建有工会". */
const char *words_member(const char *member);
/* The value that a view has for a member, as JSON (null: unknown). */
void found_write(const struct view *view, const char *member, struct buf *buf);

#endif
