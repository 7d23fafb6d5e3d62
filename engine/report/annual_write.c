/* The report as a document: Markdown, and one HTML page that needs nothing beside it. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/report/annual.h"

/* clang-format off */
static const struct {
    const char *zh, *en;
} notes[] = {
    {"计数日为结果生效之日（进入、接受以当日计），时区Asia/Shanghai，与记录时间无关；单位为件次（一件纠纷到一渠道一次），标明“纠纷”者一件只计一次。",
     "Counted by the day the outcome took effect (entries and acceptances by their own day), Asia/Shanghai, whenever recorded; in referrals (one visit of a dispute to one channel), and in disputes, each once, where it says so."},
    {"诉前调解案件：法院委派的诉前调解在本期办结者，不论结果；工会调解、基层调解组织调解劳动争议另列。2025年起该系列延续为先行调解。",
     "Pre-litigation mediations: delegated by the court before filing and concluded in the period, whatever the outcome; those of the union and of labour disputes are series of their own. From 2025 the series goes on as entrusted mediation."},
    {"速裁案件：以判决、调解、撤诉、驳回、确认（含驳回确认申请）办结者；转换程序、移送另列，不计入。",
     "Fast-track cases: completed by judgment, mediation, withdrawal, dismissal or confirmation, granted or refused; converted and transferred ones stand beside them."},
    {"调解成功：达成调解协议，以及当事人自行和解后撤回（在线调解规则第二十五条第二项）。调撤率含按撤诉处理。",
     "Succeeded: agreed, and withdrawn after the parties settled (在线调解规则 art 25 (2)). Mediated or withdrawn includes deemed withdrawals."},
    {"每一数字均可追溯到案件：fenliu stats --cases。口径全文见 docs/statistics.md 与各视图注释。",
     "Each figure can be traced to its cases: fenliu stats --cases. Definitions in full: docs/statistics.md and the comments of the views."},
};
/* clang-format on */
enum { N_NOTES = sizeof notes / sizeof *notes };

static const char *
no_charts(void)
{
    return say("（本机没有gnuplot，故无图。）",
               "(There is no gnuplot on this machine: no charts.)");
}

void
annual_write_markdown(const struct annual *a, struct buf *out)
{
    buf_print(out, "# %s\n\n%s\n\n", a->title, a->paragraph);
    if (a->closed)
        buf_print(out, "> %s\n\n", a->closed);
    for (int i = 0; i < a->n_sections; i++) {
        const struct annual_section *s = &a->sections[i];
        if (!s->grid->n_rows)
            continue;
        buf_print(out, "## %s\n\n", s->grid->title);
        grid_write_markdown(s->grid, out);
        buf_char(out, '\n');
        if (s->note)
            buf_print(out, "%s\n\n", s->note);
    }
    buf_print(out, "## %s\n\n", say("说明", "Notes"));
    for (int i = 0; i < N_NOTES; i++)
        buf_print(out, "%d. %s\n", i + 1, say(notes[i].zh, notes[i].en));
}

/* What prints well: A4, a table's head on each page, no row torn apart, serif for the paragraph as in official papers. */
static const char style[] =
    "@page{size:A4;margin:20mm 17mm}\n"
    "body{font:14px/1.6 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang "
    "SC\",\"WenQuanYi Micro Hei\",sans-serif;"
    "color:#222;max-width:760px;margin:2em auto;padding:0 1em}\n"
    "h1{font-size:21px;text-align:center;margin:0 0 1.2em}\n"
    "h2{font-size:16px;border-bottom:1px solid "
    "#1f4e79;color:#1f4e79;padding-bottom:3px;margin:1.8em 0 .7em;break-after:avoid}\n"
    "p.lead{text-indent:2em;text-align:justify;font-family:\"Noto Serif CJK SC\",\"Source Han "
    "Serif SC\",FangSong,SimSun,serif;font-size:15.5px;line-height:1.9}\n"
    "p.lead.en{text-indent:0}\n"
    "p.closed{border-left:4px solid #c55a11;background:#fdf3ec;padding:.6em 1em}\n"
    "p.note,ol{color:#555;font-size:12.5px}\n"
    "table{border-collapse:collapse;width:100%;font-size:12.5px;break-inside:auto}\n"
    "thead{display:table-header-group}\ntr{break-inside:avoid}\n"
    "th,td{border-bottom:1px solid #d9d9d9;padding:3px 7px;text-align:left;vertical-align:top}\n"
    "th{background:#eef3f8;border-bottom:1px solid #1f4e79;font-weight:600}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\nth.n{white-space:"
    "normal}\n"
    "td:first-child{white-space:pre-wrap}\n"
    "figure{margin:.8em 0 1em;break-inside:avoid}\nfigure svg{width:100%;height:auto}\n"
    "@media print{body{margin:0;max-width:none;padding:0}}\n";

void
annual_write_html(const struct annual *a, struct buf *out)
{
    buf_print(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
              say("zh-CN", "en"));
    html_text(out, a->title);
    buf_print(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", style);
    html_text(out, a->title);
    buf_print(out, "</h1>\n<p class=\"lead %s\">", say("zh", "en"));
    html_text(out, a->paragraph);
    buf_text(out, "</p>\n");
    if (a->closed) {
        buf_text(out, "<p class=\"closed\">");
        html_text(out, a->closed);
        buf_text(out, "</p>\n");
    }
    for (int i = 0; i < a->n_sections; i++) {
        const struct annual_section *s = &a->sections[i];
        if (!s->grid->n_rows)
            continue;
        buf_text(out, "<h2>");
        html_text(out, s->grid->title);
        buf_text(out, "</h2>\n");
        if (s->svg.len)
            buf_print(out, "<figure>\n%s</figure>\n", s->svg.data);
        grid_write_html(s->grid, out);
        if (s->note) {
            buf_text(out, "<p class=\"note\">");
            html_text(out, s->note);
            buf_text(out, "</p>\n");
        }
    }
    buf_print(out, "<h2>%s</h2>\n<ol>\n", say("说明", "Notes"));
    for (int i = 0; i < N_NOTES; i++) {
        buf_text(out, "<li>");
        html_text(out, say(notes[i].zh, notes[i].en));
        buf_text(out, "</li>\n");
    }
    buf_text(out, "</ol>\n");
    if (a->undrawn)
        buf_print(out, "<p class=\"note\">%s</p>\n", no_charts());
    buf_text(out, "</body>\n</html>\n");
}
