/* What a period is for, in words. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/policy/policy_words.h"

static const struct {
    const char *what, *zh;
} limit_words[] = {
    {"accept",              "受理"            },
    {"appoint",             "指定调解员"   },
    {"arbitrate",           "仲裁"            },
    {"arbitrate_extension", "仲裁延长"      },
    {"choose",              "选定调解员"   },
    {"confirm",             "司法确认"      },
    {"confirm_extension",   "司法确认延长"},
    {"contact",             "联系对方"      },
    {"fast_track",          "速裁"            },
    {"fast_track_max",      "速裁最长"      },
    {"mediate",             "调解"            },
    {"mediate_extension",   "调解延长"      },
    {"register",            "登记立案"      },
    {"route",               "分流决定"      },
    {"try",                 "审理"            },
    {"try_extension",       "审理延长"      },
};

void
words_limit(const char *what, struct buf *buf)
{
    for (size_t i = 0; what && lang_is_chinese() && i < sizeof limit_words / sizeof *limit_words;
         i++)
        if (strcmp(limit_words[i].what, what) == 0) {
            buf_text(buf, limit_words[i].zh);
            return;
        }
    for (; what && *what; what++)
        buf_char(buf, *what == '_' ? ' ' : *what);
}
