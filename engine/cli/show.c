/* Documents of the wire as rows of text. */
#include "engine/cli/show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/policy/policy_words.h"

enum { LABEL_COLUMNS = 12, NARRATIVE_SHOWN = 600 };

void
show_safe(struct buf *buf, const char *text)
{
    const unsigned char *c = (const unsigned char *)text;

    for (; c && *c; c++) {
        bool c1 = *c == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0;

        if (*c < 0x20 || *c == 0x7F || c1)
            buf_char(buf, ' ');
        else
            buf_char(buf, (char)*c);
        c += c1;
    }
}

void
show_moment(struct buf *buf, const char *moment)
{
    if (!moment)
        return;
    if (strlen(moment) < 16 || moment[10] != 'T') {
        show_safe(buf, moment);
        return;
    }
    buf_put(buf, moment, 10);
    buf_char(buf, ' ');
    buf_put(buf, moment + 11, 5);
}

void
show_fen(struct buf *buf, int64_t fen)
{
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%" PRId64, fen / 100);

    for (int i = 0; i < n; i++) {
        buf_char(buf, digits[i]);
        if (i + 1 < n && (n - i - 1) % 3 == 0)
            buf_char(buf, ',');
    }
    buf_print(buf, ".%02d %s", (int)(fen % 100), say("元", "yuan"));
}

const char *
show_word(const struct fl_vocab *vocab, const char *word)
{
    int n = word ? fl_word_find(vocab, word, strlen(word)) : -1;
    const char *zh = fl_word_zh(vocab, n);

    return zh && lang_is_chinese() ? zh : word;
}

void
show_row(struct buf *buf, const char *label, const char *value)
{
    int gap = LABEL_COLUMNS - text_columns(label);

    if (!value || !*value)
        return;
    buf_print(buf, "  %s%*s", label, gap > 0 ? gap : 1, "");
    show_safe(buf, value);
    buf_char(buf, '\n');
}

static void
show_side(struct buf *buf, const char *label, const cJSON *side)
{
    struct buf names = {0};

    for (const cJSON *party = side ? side->child : NULL; party; party = party->next) {
        const char *name = json_str(json_get(party, "name")),
                   *kind = json_str(json_get(party, "kind"));
        const cJSON *tags = json_get(party, "tags");

        buf_print(&names, "%s%s", names.len ? say("；", "; ") : "",
                  name ? name : show_word(&fl_kinds, kind ? kind : ""));
        for (const cJSON *tag = tags ? tags->child : NULL; tag; tag = tag->next)
            buf_print(&names, " [%s]", show_word(&fl_tags, json_str(tag) ? json_str(tag) : ""));
        if (json_str(json_get(party, "phone")))
            buf_print(&names, " %s", json_str(json_get(party, "phone")));
    }
    show_row(buf, label, names.data);
    buf_done(&names);
}

static void
show_claims(struct buf *buf, const cJSON *claims)
{
    struct buf list = {0};

    for (const cJSON *claim = claims ? claims->child : NULL; claim; claim = claim->next)
        buf_print(&list, "%s%s", list.len ? say("、", ", ") : "",
                  show_word(&fl_claims, json_str(claim) ? json_str(claim) : ""));
    show_row(buf, say("请求", "claims"), list.data);
    buf_done(&list);
}

static void
show_amount(struct buf *buf, const cJSON *node)
{
    struct buf text = {0};
    int64_t fen;

    if (json_is_int(node, &fen))
        show_fen(&text, fen);
    show_row(buf, say("金额", "amount"), text.data);
    buf_done(&text);
}

static void
show_narrative(struct buf *buf, const char *narrative)
{
    size_t len = narrative ? strlen(narrative) : 0;
    struct buf text = {0};

    if (len > NARRATIVE_SHOWN)
        for (len = NARRATIVE_SHOWN; ((unsigned char)narrative[len] & 0xC0) == 0x80;)
            len--;
    if (narrative)
        buf_print(&text, "%.*s%s", (int)len, narrative, narrative[len] ? "…" : "");
    show_row(buf, say("陈述", "narrative"), text.data);
    buf_done(&text);
}

void
show_case(struct buf *buf, const cJSON *doc)
{
    struct buf filed = {0};

    show_moment(&filed, json_str(json_get(doc, "filed_at")));
    show_row(buf, say("收到", "filed"), filed.data);
    show_side(buf, say("申请人", "claimants"), json_get(doc, "claimants"));
    show_side(buf, say("被申请人", "respondents"), json_get(doc, "respondents"));
    show_claims(buf, json_get(doc, "claims"));
    show_amount(buf, json_get(doc, "amount_fen"));
    show_narrative(buf, json_str(json_get(doc, "narrative")));
    show_found(buf, doc);
    buf_done(&filed);
}

static void
show_limit(struct buf *buf, const cJSON *limit)
{
    static const struct {
        const char *member, *zh, *en;
    } units[] = {
        {"days",         "日",          "days"        },
        {"working_days", "个工作日", "working days"},
        {"months",       "个月",       "months"      }
    };
    const char *what = json_str(json_get(limit, "what")),
               *until = json_str(json_get(limit, "until")),
               *basis = json_str(json_get(limit, "basis"));
    struct buf text = {0};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        int64_t n;
        if (json_is_int(json_get(limit, units[i].member), &n)) {
            words_limit(what, &text);
            buf_print(&text, " %" PRId64 " %s", n, say(units[i].zh, units[i].en));
        }
    }
    if (until)
        buf_print(&text, say("，至 %s", ", until %s"), until);
    if (basis)
        buf_print(&text, say("（%s）", " (%s)"), basis);
    show_row(buf, say("期限", "limit"), text.data);
    buf_done(&text);
}

/* Reasons and flags: a sentence and the article it rests on. */
static void
show_sentences(struct buf *buf, const char *label, const cJSON *list)
{
    for (const cJSON *one = list ? list->child : NULL; one; one = one->next) {
        const char *text = json_str(json_get(one, "text")),
                   *basis = json_str(json_get(one, "basis"));
        struct buf sentence = {0};

        buf_print(&sentence, "%s", text ? text : "");
        if (basis && *basis)
            buf_print(&sentence, say("（%s）", " (%s)"), basis);
        show_row(buf, label, sentence.data);
        buf_done(&sentence);
    }
}

void
show_decision(struct buf *buf, const cJSON *decision)
{
    const char *channel = json_str(json_get(decision, "channel")),
               *procedure = json_str(json_get(decision, "procedure"));
    const cJSON *cause = json_get(decision, "cause"), *missing = json_get(decision, "missing"),
                *limits = json_get(decision, "limits");
    struct buf text = {0};

    if (!channel)
        return;
    buf_print(&text, "%s · %s%s", show_word(&fl_channels, channel),
              procedure ? show_word(&fl_procedures, procedure) : "",
              cJSON_IsTrue(json_get(decision, "fast_track")) ? say(" · 速裁", " · fast track")
                                                             : "");
    show_row(buf, say("去向", "goes to"), text.data);
    show_row(buf, say("案由", "cause"), json_str(json_get(cause, "name")));
    show_sentences(buf, say("理由", "reason"), json_get(decision, "reasons"));
    show_sentences(buf, say("提示", "flag"), json_get(decision, "flags"));
    for (const cJSON *limit = limits ? limits->child : NULL; limit; limit = limit->next)
        show_limit(buf, limit);
    buf_reset(&text);
    for (const cJSON *member = missing ? missing->child : NULL; member; member = member->next)
        buf_print(&text, "%s%s", text.len ? say("、", ", ") : "",
                  words_member(json_str(member) ? json_str(member) : ""));
    show_row(buf, say("尚需了解", "to ask"), text.len ? text.data : NULL);
    buf_reset(&text);
    buf_print(&text, say("规则 %s，%s，依 %s 的法律", "rule %s, %s, law of %s"),
              json_str(json_get(decision, "rule")) ? json_str(json_get(decision, "rule")) : "",
              json_str(json_get(decision, "policy")) ? json_str(json_get(decision, "policy")) : "",
              json_str(json_get(decision, "as_of")) ? json_str(json_get(decision, "as_of")) : "");
    show_row(buf, say("依据", "by"), text.data);
    buf_done(&text);
}
