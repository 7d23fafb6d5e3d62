/* How many people claim: 我们十二名工人, 原告等12人, 张某等三人. */
#include "engine/text/find.h"

enum { MOST_PEOPLE = 100000, BEFORE = 3 };

/* 三人、五个人、12名: but not 三个月, 两个孩子. */
static bool
counts_people(const struct text *text, int at)
{
    if (text->ch[at] == u'个')
        return at + 1 < text->n && char_in(text->ch[at + 1], u"人工");
    return char_in(text->ch[at], u"人名位户");
}

/* 我们, or 原告 in the clause before 等: else 某某等三人 may be anybody. 我们两人 is most often a couple. */
static bool
claims(const struct find *find, int we)
{
    const struct cue *claimant = cue_before(find, we, CUE(CLAIMANT));
    if (cue_here(find, we, CUE(CLAIMANT)) ||
        (claimant && find->clause[claimant->from] == find->clause[we]))
        return true;
    return we < FIND_REACH && find->clause[we] == 0; /* the story begins with them */
}

void
find_people(struct find *find)
{
    const struct text *text = find->text;
    for (int k = 0; k < find->n_numbers; k++) {
        const struct number number = find->numbers[k];
        int i = number.from, to = number.to;
        bool fits = number.whole && !number.loose && to < text->n &&
                    number.value >= 2 * NUMBER_ONE &&
                    number.value <= (int64_t)MOST_PEOPLE * NUMBER_ONE;
        if (fits) {
            const struct cue *we = cue_before(find, i, CUE(WE)),
                             *people = cue_here(find, to, CUE(PEOPLE)),
                             *others = cue_before(find, i, CUE(OTHERS)),
                             *kind = cue_here(find, to, CUE(OTHERS));
            bool near = we && we->to + BEFORE >= i && find->clause[we->from] == find->clause[i];
            bool foreign = kind || (others && find->clause[others->from] == find->clause[i] &&
                                    (!we || others->from > we->from || we->to - we->from == 1));
            if (!foreign && ((near && counts_people(text, to)) || people))
                find_add(find,
                         (struct found_item){
                             .kind = FOUND_CLAIMANTS,
                             .sure = near && people                                            ? 95
                                     : people                                                  ? 70
                                     : claims(find, we->from) && number.value > 2 * NUMBER_ONE ? 85
                                                                                               : 55,
                             .value = number.value / NUMBER_ONE},
                         near ? we->from : i, people ? people->to : to + 1);
        }
    }
}
