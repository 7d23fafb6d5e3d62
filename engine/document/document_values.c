/* Pieces of values that every document has. */
#include "engine/document/document_values.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_words.h"

const char *
text_of(const cJSON *object, const char *key)
{
    return json_str(json_get(object, key));
}

const cJSON *
last_of(const cJSON *list)
{
    const cJSON *last = list ? list->child : NULL;
    while (last && last->next)
        last = last->next;
    return last;
}

/* 2021年3月5日 of a day or a moment. */
void
put_written_day(struct buf *buf, const char *key, const char *day)
{
    char text[32];
    fl_day n;
    if (!day || strlen(day) < 10 || !day_parse(day, 10, &n)) {
        json_put_text(buf, key, NULL);
        return;
    }
    struct civil c = day_civil(n);
    snprintf(text, sizeof text, say("%d年%d月%d日", "%04d-%02d-%02d"), c.year, c.month, c.day);
    json_put_text(buf, key, text);
}

void
put_side(struct buf *buf, const char *key, const cJSON *parties)
{
    struct buf names = {0};
    const cJSON *party;
    cJSON_ArrayForEach(party, parties)
    {
        const char *name = text_of(party, "name");
        if (name)
            buf_print(&names, "%s%s", names.len ? say("、", ", ") : "", name);
    }
    json_put_text(buf, key, names.data);
    buf_done(&names);
}

void
put_word(struct buf *buf, const char *key, const struct fl_vocab *words, const char *word)
{
    struct buf text = {0};
    if (word)
        words_word(words, word, &text);
    json_put_text(buf, key, text.data);
    buf_done(&text);
}

const struct document_route *
court_route(const struct document_source *source)
{
    return documents_route(source->documents, source->court,
                           fl_word(&fl_channels, FL_CHANNEL_COURT), NULL);
}
