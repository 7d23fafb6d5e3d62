/* The paragraph in official wording, and nothing in it that the tables do not say. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/report/annual.h"

static int64_t
now(const struct annual *a, const char *name)
{
    return annual_figure(a->now, name);
}

/* "，同比上升12.34%"; nothing where there is no last year. */
static void
put_change(const struct annual *a, const char *name, struct buf *out)
{
    int64_t is = now(a, name), was = annual_figure(a->was, name);
    if (!a->has_before || !was)
        return;
    double change = 100.0 * (double)(is - was) / (double)was;
    if (is == was)
        buf_text(out, say("，与上年同期持平", ", as many as a year before"));
    else
        buf_print(out, say("，同比%s%.2f%%", ", %s %.2f%% on the year"),
                  is > was ? say("上升", "up") : say("下降", "down"),
                  change < 0 ? -change : change);
}

/* "，成功率56.11%（257件÷458件）" */
static void
put_rate(const struct annual *a, const char *zh, const char *en, int64_t numerator,
         int64_t denominator, struct buf *out)
{
    (void)a;
    if (denominator <= 0)
        return;
    int64_t hundredths = (numerator * 20000 + denominator) / (2 * denominator);
    buf_print(out,
              say("，%s%" PRId64 ".%02" PRId64 "%%（%" PRId64 "÷%" PRId64 "）",
                  ", %s %" PRId64 ".%02" PRId64 "%% (%" PRId64 " ÷ %" PRId64 ")"),
              say(zh, en), hundredths / 100, hundredths % 100, numerator, denominator);
}

static void
put_mean(const char *days, struct buf *out)
{
    if (days)
        buf_print(out, say("，平均用时%s天", ", %s days on average"), days);
}

static void
put_mediation(const struct annual *a, const char *series, const char *zh, const char *en,
              const char *mean, struct buf *out)
{
    char accepted[64], concluded[64], succeeded[64];
    snprintf(accepted, sizeof accepted, "%s_accepted", series);
    snprintf(concluded, sizeof concluded, "%s_mediations", series);
    snprintf(succeeded, sizeof succeeded, "%s_succeeded", series);
    if (!now(a, accepted) && !now(a, concluded))
        return;
    buf_print(out,
              say("受理%s案件%" PRId64 "件，办结%" PRId64 "件",
                  "%s: %" PRId64 " accepted, %" PRId64 " concluded"),
              say(zh, en), now(a, accepted), now(a, concluded));
    put_change(a, concluded, out);
    buf_print(out, say("，其中调解成功%" PRId64 "件", ", %" PRId64 " of them with success"),
              now(a, succeeded));
    put_rate(a, "成功率", "success rate of those accepted", now(a, succeeded), now(a, accepted),
             out);
    put_mean(mean, out);
    buf_text(out, say("；", "; "));
}

static void
put_fast_track(const struct annual *a, struct buf *out)
{
    buf_print(out, say("办结速裁案件%" PRId64 "件", "fast track: %" PRId64 " cases completed"),
              now(a, "fast_track_cases"));
    put_change(a, "fast_track_cases", out);
    if (now(a, "fast_track_not_civil"))
        buf_print(out,
                  say("，其中司法确认、支付令%" PRId64 "件（不计入民事案件数）",
                      ", %" PRId64 " of them confirmations and payment orders (no civil cases)"),
                  now(a, "fast_track_not_civil"));
    put_mean(a->mean_days_fast_track, out);
    if (now(a, "fast_track_converted") || now(a, "fast_track_transferred"))
        buf_print(out,
                  say("；另有转换程序%" PRId64 "件、移送%" PRId64 "件，不计入速裁",
                      "; beside them %" PRId64 " converted and %" PRId64
                      " transferred, which do not count"),
                  now(a, "fast_track_converted"), now(a, "fast_track_transferred"));
    buf_text(out, say("。", ". "));
}

static void
put_civil(const struct annual *a, struct buf *out)
{
    if (!now(a, "civil_concluded"))
        return;
    buf_print(out,
              say("一审民事案件结案%" PRId64 "件，其中判决%" PRId64 "件、调解%" PRId64
                  "件、撤诉%" PRId64 "件",
                  "Civil suits at first instance concluded: %" PRId64 ", of which %" PRId64
                  " by judgment, %" PRId64 " mediated, %" PRId64 " withdrawn"),
              now(a, "civil_concluded"), now(a, "civil_judged"), now(a, "civil_mediated"),
              now(a, "civil_withdrawn"));
    put_rate(a, "调撤率", "mediated or withdrawn",
             now(a, "civil_mediated") + now(a, "civil_withdrawn"), now(a, "civil_concluded"), out);
    put_rate(a, "小额诉讼程序适用率", "under small claims", now(a, "small_claims_concluded"),
             now(a, "civil_concluded"), out);
    buf_text(out, say("。", ". "));
}

static void
put_all(const struct annual *a, struct buf *out)
{
    buf_print(out,
              say("各类调解共办结%" PRId64 "件，涉及纠纷%" PRId64 "件，成功%" PRId64 "件",
                  "All mediations: %" PRId64 " concluded, of %" PRId64 " disputes, %" PRId64
                  " with success"),
              now(a, "all_mediations"), now(a, "all_mediated_disputes"),
              now(a, "mediations_succeeded"));
    if (now(a, "union_mediations") || now(a, "people_mediations"))
        buf_print(out,
                  say("（其中工会调解%" PRId64 "件、基层调解组织调解劳动争议%" PRId64 "件）",
                      " (%" PRId64 " by the union, %" PRId64
                      " labour disputes by people's bodies)"),
                  now(a, "union_mediations"), now(a, "people_mediations"));
    buf_print(out,
              say("。各渠道合计旧存%" PRId64 "件、收案%" PRId64 "件、办结%" PRId64
                  "件，期末未结%" PRId64 "件。",
                  ". In all: %" PRId64 " carried over, %" PRId64 " received, %" PRId64
                  " concluded, %" PRId64 " open at the end."),
              now(a, "carried_over"), now(a, "received"), now(a, "concluded"),
              now(a, "open_at_end"));
}

const char *
annual_paragraph(const struct annual *a)
{
    struct buf out = {0};
    stats_put_period(&a->query, &out);
    buf_print(&out, say("，%s", ", %s. "), a->court_name);
    put_mediation(a, "pre_litigation", "诉前调解", "Pre-litigation mediation",
                  a->mean_days_pre_litigation, &out);
    put_mediation(a, "entrusted", "先行调解", "Entrusted mediation", a->mean_days_entrusted, &out);
    put_fast_track(a, &out);
    put_civil(a, &out);
    put_all(a, &out);
    return buf_keep(&out, a->arena);
}
