/* What all who mediate share: the tables that mediation.c and union.c put into their channels. */
#ifndef ADAPTERS_MEDIATES_H
#define ADAPTERS_MEDIATES_H

#include "fenliu/adapter.h"

/* The first rows of `outcomes`; a row `expired` follows, in the wording of the channel. A macro and no array: the
 * registry writes into the rows. */
/* clang-format off */
#define FL_MEDIATION_OUTCOMES \
    {.name = "agreed", .follow = FL_FOLLOW_CLOSE, .succeeded = true, .counts = true, .zh = "达成调解协议"}, \
    {.name = "failed", .follow = FL_FOLLOW_DECIDE, .counts = true, .needs_reason = true, .zh = "调解不成"}, \
    {.name = "withdrawn", .follow = FL_FOLLOW_CLOSE, .counts = true, .zh = "撤回调解申请"}, \
    {.name = "refused", .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "当事人拒绝调解"}, \
    {.name = "unreachable", .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "无法联系当事人"}, \
    {.name = "unsuitable", .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "不宜调解"}
/* clang-format on */

/* Why a mediation ends; ends with code NULL. */
extern struct fl_end_reason fl_mediation_reasons[];

/* What stops the clocks of a mediation; ends with code NULL. */
extern const struct fl_pause_row fl_mediation_pauses[];

#endif
