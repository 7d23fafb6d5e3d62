/* The findings of a narrative as inputs of a decision: for programs, and for people in the same words. */
#include "engine/base/lang.h"
#include "engine/policy/policy_words.h"
#include "engine/text/found.h"

enum { ITEMS = 64 };

/* What stands for a member of the document, and what tells that there is no dispute; amounts and dates as
 * such do not. */
static bool
is_input(const struct found_item *item)
{
    return item->kind <= FOUND_RESPONDENT_KIND || item->kind == FOUND_NO_DISPUTE;
}

void
findings_write(const struct findings *findings, uint64_t set, struct buf *buf)
{
    const struct found *found = findings->found;
    json_key(buf, "found");
    json_array(buf);
    for (int i = 0; found && i < found->n && i < ITEMS; i++) {
        const struct found_item *item = &found->items[i];
        if (!is_input(item) || !(set >> i & 1))
            continue;
        json_object(buf);
        found_put_member(item, buf);
        json_put_text(buf, "from", "found");
        json_put_bool(buf, "used", findings->used >> i & 1);
        found_put_item_members(item, findings->narrative, buf);
        json_object_end(buf);
    }
    json_array_end(buf);
}

/* "  工资欠条 = 是（陈述：“打了欠条”） 已采用" */
static void
tell(const struct findings *findings, int i, struct buf *buf)
{
    const struct found_item *item = &findings->found->items[i];
    struct buf member = {0}, value = {0};
    found_member(item, &member);
    found_put_value(item, &value);
    buf_text(buf, "  ");
    words_name(member.data, buf);
    buf_text(buf, " = ");
    words_found(NULL, member.data, value.data, buf);
    if (findings->narrative)
        buf_print(buf, say("（陈述：“%.*s”）", " (narrative: “%.*s”)"),
                  (int)found_shown(item, findings->narrative), findings->narrative + item->at);
    buf_text(buf, findings->used >> i & 1
                      ? say(" 已采用\n", " used\n")
                      : say(" 未采用，只供核对\n", " not used, to be checked\n"));
    buf_done(&member);
    buf_done(&value);
}

void
findings_tell(const struct findings *findings, struct buf *buf)
{
    const struct found *found = findings->found;
    bool any = false;
    for (int i = 0; found && i < found->n && i < ITEMS; i++) {
        if (!is_input(&found->items[i]))
            continue;
        if (!any)
            buf_print(buf, "%s\n", say("陈述中看出来的：", "found in the narrative:"));
        any = true;
        tell(findings, i, buf);
    }
}
