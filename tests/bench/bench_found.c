/* How long it takes to find the facts of a narrative: one of 400 characters, and the worst that 64 KiB can
 * hold. Usage: bench_found [ROUNDS]; one "name value unit" a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/day.h"
#include "engine/policy/policy.h"
#include "engine/text/found.h"
#include "engine/text/text.h"
#include "fenliu/limits.h"

static struct policy *policy;
static struct arena arena;

static double
now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double
one(const char *narrative, size_t len, int rounds)
{
    struct fl_error err = {0};
    struct text text;
    double begin = now_us();
    for (int i = 0; i < rounds; i++) {
        arena_reset(&arena);
        if (text_read(narrative, len, &arena, &text, &err))
            exit(1);
        found_read(policy_phrases(policy), &text, day_of_civil(2021, 6, 1), &arena);
    }
    return (now_us() - begin) / rounds;
}

/* As much of `piece` as fits. */
static double
filled(const char *piece, size_t size, int rounds)
{
    struct buf buf = {0};
    while (buf.len + strlen(piece) <= size)
        buf_text(&buf, piece);
    double us = one(buf.data, buf.len, rounds);
    buf_done(&buf);
    return us;
}

int
main(int argc, char **argv)
{
    static const char story[] = "我于2019年4月1日进入某机械公司上班，担任操作工，双方签订了劳动合同"
                                "，约定每月工资5000元。2020年11月起"
                                "公司以效益不好为由一直拖欠工资，至2021年3月15日我被公司口头辞退时"
                                "，共拖欠四个月工资两万元，加班费"
                                "3600元也没有给。我多次找厂长讨要，他写了一张工资欠条，答应春节前付"
                                "清，到期后又反悔。我在车间干活时"
                                "手指被机器压伤，公司没有给我申报工伤，医药费1200元是我自己垫付的。"
                                "社区和街道调解委员会组织调解过两次，"
                                "双方没有达成一致。我于2021年4月20日向区劳动人事争议仲裁委员会申请"
                                "仲裁，仲裁委以超过时效为由作出"
                                "不予受理通知书，我不服，现起诉到法院，请求判令被告支付拖欠工资2000"
                                "0元、加班费3600元、违法解除劳动合同"
                                "赔偿金20000元，共计43600元，诉讼费由被告承担。我愿意接受调解。";
    static const struct {
        const char *name, *piece;
    } worst[] = {
        {"found_64k_digits",   "1"                                      },
        {"found_64k_numerals", "三万二千"                           },
        {"found_64k_dates",    "2020.3.5至"                            },
        {"found_64k_amounts",  "欠1元"                                },
        {"found_64k_cues",     "不如果没有"                        },
        {"found_64k_phrases",  "仲裁不予受理拖欠工资"         },
        {"found_64k_plain",    "某某来信说了这样那样的事情"},
    };
    int rounds = argc > 1 ? atoi(argv[1]) : 20000;
    struct fl_error err = {0};
    if (policy_load_dir(policy_default_dir(), &policy, &err)) {
        fprintf(stderr, "%s\n", err.detail);
        return 1;
    }
    arena_init(&arena);
    double us = one(story, sizeof story - 1, rounds);
    printf("found_story_chars %zu characters\n", utf8_count(story, sizeof story - 1));
    printf("found_story %.1f us\n", us);
    printf("found_400 %.1f us\n", us * 400 / (double)utf8_count(story, sizeof story - 1));
    for (size_t i = 0; i < sizeof worst / sizeof *worst; i++)
        printf("%s %.2f ms\n", worst[i].name,
               filled(worst[i].piece, FL_MAX_NARRATIVE, rounds / 1000 + 1) / 1000);
    arena_done(&arena);
    policy_release(policy);
    return 0;
}
