/* Causes whose names are like one that the list does not have: what a clerk probably meant. */
#include <string.h>

#include "engine/case/case_read_walk.h"

enum { LONGEST_NAME = 64, CANDIDATES = 5, ENOUGH_PERCENT = 50, LONGEST_STEM = 256 };

/* A name as the pairs of neighbouring characters; a pair of characters sorts and compares as one
 * number. */
struct pairs {
    uint64_t pair[LONGEST_NAME];
    int n;
};

static uint32_t
next_character(const unsigned char **at)
{
    uint32_t c = *(*at)++;

    while ((**at & 0xC0) == 0x80)
        c = c << 8 | *(*at)++;
    return c;
}

static void
pairs_of(const char *name, struct pairs *ret)
{
    const unsigned char *at = (const unsigned char *)name;
    uint32_t before = 0;

    ret->n = 0;
    while (*at && ret->n < LONGEST_NAME) {
        uint32_t c = next_character(&at);

        if (before)
            ret->pair[ret->n++] = (uint64_t)before << 32 | c;
        before = c;
    }
}

/* Sørensen–Dice in percent. */
static int
likeness(const struct pairs *a, const struct pairs *b)
{
    bool used[LONGEST_NAME] = {false};
    int common = 0;

    for (int i = 0; i < a->n; i++)
        for (int j = 0; j < b->n; j++)
            if (!used[j] && a->pair[i] == b->pair[j]) {
                used[j] = true;
                common++;
                break;
            }
    return a->n + b->n ? 200 * common / (a->n + b->n) : 0;
}

/* The name without 纠纷 at its end, which nearly all of them carry. */
static const char *
stem_of(const char *name, char ret[LONGEST_STEM])
{
    static const char end[] = "纠纷";
    size_t len = strlen(name), tail = sizeof end - 1;

    if (len > tail && strcmp(name + len - tail, end) == 0)
        len -= tail;
    if (len >= LONGEST_STEM)
        return NULL;
    memcpy(ret, name, len);
    ret[len] = 0;
    return ret;
}

void
causes_near(const struct policy *policy, int list, const char *name, struct buf *ret)
{
    int best[CANDIDATES], score[CANDIDATES], n = 0;
    struct pairs given, other;
    char room[LONGEST_STEM];
    const char *stem = stem_of(name, room);

    pairs_of(name, &given);
    for (int i = 0; i < policy_cause_count(policy, list); i++) {
        int like, at;

        pairs_of(policy_cause(policy, list, i)->name, &other);
        like = likeness(&given, &other);
        if (stem && strstr(policy_cause(policy, list, i)->name, stem))
            like = ENOUGH_PERCENT + like / 2;
        if (like < ENOUGH_PERCENT || (n == CANDIDATES && like <= score[n - 1]))
            continue;
        at = n < CANDIDATES ? n++ : n - 1;
        for (; at > 0 && score[at - 1] < like; at--) {
            score[at] = score[at - 1];
            best[at] = best[at - 1];
        }
        score[at] = like;
        best[at] = i;
    }
    for (int i = 0; i < n; i++)
        buf_print(ret, "%s%s %s", i ? "、" : "", policy_cause(policy, list, best[i])->code,
                  policy_cause(policy, list, best[i])->name);
}
