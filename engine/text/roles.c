/* Who stands on which side, as the text says: a word for the role, then within a few characters the name of
 * a body, which its last characters give away. */
#include "engine/text/roles.h"

#include <stdbool.h>

enum { NAME_REACH = 26, SHORT_NAME = 4 };

static const struct {
    const char16_t *word;
    enum role role;
} roles[] = {
    {u"被告",       ROLE_RESPONDENT},
    {u"被申请人", ROLE_RESPONDENT},
    {u"被诉人",    ROLE_RESPONDENT},
    {u"原告",       ROLE_CLAIMANT  },
    {u"申请人",    ROLE_CLAIMANT  },
    {u"第三人",    ROLE_THIRD     },
};

/* Longer endings first: 保险公司 is no mere 公司. */
static const struct {
    const char16_t *word;
    enum body body;
} bodies[] = {
    {u"社会保障局", BODY_GOVERNMENT},
    {u"保险公司",    BODY_INSURER   },
    {u"财产保险",    BODY_INSURER   },
    {u"人寿保险",    BODY_INSURER   },
    {u"人民政府",    BODY_GOVERNMENT},
    {u"办事处",       BODY_GOVERNMENT},
    {u"管委会",       BODY_GOVERNMENT},
    {u"管理局",       BODY_GOVERNMENT},
    {u"派出所",       BODY_GOVERNMENT},
    {u"人社局",       BODY_GOVERNMENT},
    {u"公安局",       BODY_GOVERNMENT},
    {u"社保局",       BODY_GOVERNMENT},
    {u"分局",          BODY_GOVERNMENT},
    {u"支队",          BODY_GOVERNMENT},
    {u"大队",          BODY_GOVERNMENT},
    {u"政府",          BODY_GOVERNMENT},
    {u"村民委",       BODY_VILLAGE   },
    {u"村委会",       BODY_VILLAGE   },
    {u"村民小组",    BODY_VILLAGE   },
    {u"银行",          BODY_BANK      },
    {u"信用社",       BODY_BANK      },
    {u"农商行",       BODY_BANK      },
    {u"医院",          BODY_HOSPITAL  },
    {u"卫生院",       BODY_HOSPITAL  },
    {u"诊所",          BODY_HOSPITAL  },
    {u"学校",          BODY_SCHOOL    },
    {u"幼儿园",       BODY_SCHOOL    },
    {u"中学",          BODY_SCHOOL    },
    {u"小学",          BODY_SCHOOL    },
    {u"大学",          BODY_SCHOOL    },
    {u"公司",          BODY_COMPANY   },
    {u"集团",          BODY_COMPANY   },
    {u"工厂",          BODY_COMPANY   },
    {u"企业",          BODY_COMPANY   },
    {u"经营部",       BODY_COMPANY   },
    {u"合作社",       BODY_COMPANY   },
    {u"商行",          BODY_COMPANY   },
    {u"厂",             BODY_COMPANY   },
    {u"局",             BODY_GOVERNMENT},
    {u"店",             BODY_COMPANY   },
};

/* Words after which it is no longer the name that is spoken of. */
static bool
ends_name(char16_t c)
{
    return c == u',' || c == u'。' || c == u';' || c == u':' || c == u'、' || c == u'(' ||
           c == u'与' || c == u'系' || c == u'于' || c == u'因' || c == u'向' || c == u'在' ||
           c == u'诉' || c == u'辩' || c == u'应' || c == u'支' || c == u'作' || c == u'\n';
}

/* The body whose sign ends the name that begins at `from`, or a person, or -1 for no name at all. */
static int
body_at(const struct text *text, int from)
{
    int end = from + NAME_REACH < text->n ? from + NAME_REACH : text->n, i;

    for (i = from; i < end && !ends_name(text->ch[i]); i++)
        for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++)
            if (text->ch[i] == *bodies[k].word && text_is(text, i, bodies[k].word))
                return (int)bodies[k].body;
    return i > from + 1 && i <= from + SHORT_NAME ? BODY_PERSON : -1;
}

/* 被告人 is a word of criminal law, but where 被告 is followed by the short name of an insurer (人保, 人寿, 人民财险). */
static bool
is_accused(const struct text *text, int i)
{
    char16_t next = i + 3 < text->n ? text->ch[i + 3] : 0;

    return text_is(text, i, u"被告人") && next != u'保' && next != u'寿' && next != u'民' &&
           next != u'财';
}

/* The 申请人 of 被申请人 was seen already. */
static bool
is_other(const struct text *text, int i)
{
    return is_accused(text, i) || (i && text->ch[i - 1] == u'被' && text->ch[i] == u'申');
}

uint32_t
roles_find(const struct text *text)
{
    uint32_t found = 0;

    for (int i = 0; i < text->n; i++) {
        char16_t c = text->ch[i];
        if (c != u'被' && c != u'原' && c != u'申' && c != u'第')
            continue;
        if (is_accused(text, i) || text_is(text, i, u"被告单位"))
            found |= 1u << (ROLE_ACCUSED * BODY__COUNT + BODY_PERSON);
        for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
            int len = 0, body;
            if (*roles[k].word != c || !text_is(text, i, roles[k].word) || is_other(text, i))
                continue;
            while (roles[k].word[len])
                len++;
            body = body_at(text, i + len);
            if (body >= 0)
                found |= 1u << (roles[k].role * BODY__COUNT + (unsigned)body);
        }
    }
    return found;
}
