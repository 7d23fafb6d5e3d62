/* What was found in the narrative of a case, as rows: the member, its value, and the words that show it. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/show.h"
#include "engine/policy/policy_words.h"
#include "engine/text/found.h"

static void
tell(const struct found_item *item, const char *narrative, struct buf *text)
{
    struct buf member = {0}, value = {0};

    found_member(item, &member);
    found_put_value(item, &value);
    if (item->kind == FOUND_AMOUNT) { /* the rules reckon in fen, people in yuan */
        buf_text(text, say("标的额 = ", "amount = "));
        show_fen(text, item->value);
    } else {
        words_name(member.data, text);
        buf_text(text, " = ");
        words_found(NULL, member.data, value.data, text);
    }
    if (narrative && (size_t)item->at + item->len <= strlen(narrative))
        buf_print(text, say("（“%.*s”）", " (“%.*s”)"), (int)found_shown(item, narrative),
                  narrative + item->at);
    buf_done(&member);
    buf_done(&value);
}

void
show_found(struct buf *buf, const cJSON *doc)
{
    const char *narrative = json_str(json_get(doc, "narrative"));
    struct found found;

    if (!found_take(json_get(json_get(doc, "read"), "facts"), &found))
        return;
    for (int i = 0; i < found.n; i++) {
        struct buf text = {0};
        if (found.items[i].kind > FOUND_RESPONDENT_KIND)
            break;
        tell(&found.items[i], narrative, &text);
        show_row(buf, i ? "" : say("陈述所见", "found in it"), text.data);
        buf_done(&text);
    }
}
