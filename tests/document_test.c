/* Documents: templates are checked whole when they are read, values are escaped for the form they go to, and the notice and the
 * agreement say what they must. */
#include <stdlib.h>
#include <string.h>

#include "engine/document/documents.h"
#include "fenliu/limits.h"
#include "tests/desk_world.h"

static const struct template_field fields[] = {
    {"name",       true },
    {"list",       false},
    {"list.item",  false},
    {"never_used", false},
    {NULL,         false},
};

static struct arena templates;

static int
parse(const char *text, const struct template **ret)
{
    return template_parse("t.txt", text, fields, &templates, ret, &world_err);
}

static char *
written(const char *text, const char *values, enum document_form form)
{
    const struct template *template;
    struct buf buf = {0};
    JSON_AUTO parsed = NULL;
    ck_assert_msg(!parse(text, &template), "%s", world_err.detail);
    ck_assert_int_eq(json_parse(values, strlen(values), &parsed, &world_err), 0);
    template_write(template, parsed, form, true, "p{}", &buf);
    return buf.data;
}

START_TEST(a_template_that_is_wrong_is_refused_with_file_line_and_field)
{
    static const struct {
        const char *text, *said;
    } rows[] = {
        {"{name}\n{nam}",                        "t.txt line 2: there is no field nam" },
        {"{name}\n{item}",                       "t.txt line 2: there is no field item"},
        {"{name}\n{name",                        "t.txt line 2: a field has no }"      },
        {"text",                                 "t.txt: the field name is missing"    },
        {"{name}\n@each list\n- {item}",         "@each list has no @end"              },
        {"{name}\n@end",                         "line 2: @end without a beginning"    },
        {"{name}\n@if nothing\n@end",            "line 2: there is no field nothing"   },
        {"{name}\n@each list\n@each list\n@end", "line 3: a list inside a list"        },
        {"{name}\n| no value",                   "line 2: a row is | label | value |"  },
    };
    const struct template *template;
    arena_init(&templates);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_msg(parse(rows[i].text, &template) == FL_E_CONFIG, "taken: %s", rows[i].text);
        ck_assert_msg(strstr(world_err.detail, rows[i].said) != NULL, "%s: %s", rows[i].text,
                      world_err.detail);
    }
    arena_done(&templates);
}
END_TEST

START_TEST(fields_lists_conditions_and_blanks_are_filled_in)
{
    arena_init(&templates);
    char *text =
        written("% not shown\n# {name}\n@each list\n- {item}{name|}\n@end\n@if list\nsome\n"
                "@end\n@unless list\nnone\n@end\n{never_used|____}",
                "{\"name\":\"甲\",\"list\":[{\"item\":\"一\"},{\"item\":2}]}", DOCUMENT_TEXT);
    ck_assert_str_eq(text, "        甲\n\n  - 一甲\n  - 2甲\nsome\n____\n");
    free(text);
    text = written("{name|nobody}\n@unless list\nnone\n@end", "{\"list\":[]}", DOCUMENT_TEXT);
    ck_assert_str_eq(text, "nobody\nnone\n");
    free(text);
    arena_done(&templates);
}
END_TEST

START_TEST(no_value_becomes_markup_or_steers_a_terminal)
{
    const char *values = "{\"name\":\"<b>&\\\"x\\\"</b> # *a* | b\\u001b[31m\\n# second\"}";
    arena_init(&templates);
    char *html = written("{name}", values, DOCUMENT_HTML);
    ck_assert_ptr_null(strstr(html, "<b>"));
    ck_assert_ptr_nonnull(strstr(html, "&lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;"));
    ck_assert_ptr_null(strchr(html, 0x1b));
    ck_assert_ptr_null(strstr(html, "<h1>"));
    char *markdown = written("{name}", values, DOCUMENT_MARKDOWN);
    ck_assert_ptr_nonnull(strstr(markdown, "\\<b\\>"));
    ck_assert_ptr_nonnull(strstr(markdown, "\\*a\\* \\| b"));
    ck_assert_ptr_nonnull(strstr(markdown, "\\# second"));
    char *row = written("| 姓名 | {name} |", values, DOCUMENT_HTML);
    ck_assert_ptr_nonnull(strstr(row, "<tr><th>姓名</th><td>&lt;b&gt;"));
    free(html);
    free(markdown);
    free(row);
    arena_done(&templates);
}
END_TEST

START_TEST(a_folder_of_documents_is_read_whole_or_refused)
{
    struct documents *documents = NULL;
    ck_assert_int_eq(documents_load("/no/such/folder", &documents, &world_err), FL_E_CONFIG);
    char *folder = folder_make(), command[1024];
    snprintf(command, sizeof command, "cp '%s'/deploy/documents/* %s/", FENLIU_SOURCE, folder);
    ck_assert_int_eq(system(command), 0);
    ck_assert_msg(!documents_load(folder, &documents, &world_err), "%s", world_err.detail);
    ck_assert_str_eq(documents_route(documents, "430204", "court", "summary")->phone, "12368");
    ck_assert_ptr_nonnull(documents_route(documents, "999999", "notary", "notarisation"));
    documents_free(documents);
    static const struct {
        const char *change, *said;
    } rows[] = {
        {"sed -i '/perform_by/d' %s/agreement.zh.txt",            "the field perform_by is missing"        },
        {"sed -i 's/{channel}/{chanel}/' %s/notice.en.txt",       "there is no field chanel"               },
        {"sed -i '3s/\\t/ /' %s/routes.tsv",                      "routes.tsv line 3: has 8 columns, not 9"},
        {"sed -i '$d' %s/routes.tsv",                             "no row for any court"                   },
        {"echo '</style>' >> %s/style.css",                       "must be without <"                      },
        {"head -c 65537 /dev/zero | tr '\\0' 'x' > %s/style.css", "larger than 65536 bytes"                },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char change[2048];
        snprintf(command, sizeof command, "cp '%s'/deploy/documents/* %s/", FENLIU_SOURCE, folder);
        ck_assert_int_eq(system(command), 0);
        snprintf(change, sizeof change, "d=%s; cd $d && %s", folder, rows[i].change);
        char *at = strstr(change, "%s");
        memmove(at + 1, at + 2, strlen(at + 2) + 1);
        *at = '.';
        ck_assert_int_eq(system(change), 0);
        ck_assert_msg(documents_load(folder, &documents, &world_err) == FL_E_CONFIG, "taken: %s",
                      rows[i].change);
        ck_assert_msg(strstr(world_err.detail, rows[i].said) != NULL, "%s", world_err.detail);
    }
    /* at the limit it is read */
    snprintf(
        command, sizeof command,
        "cp '%s'/deploy/documents/* %s/; head -c 65536 /dev/zero | tr '\\0' 'x' > %s/style.css",
        FENLIU_SOURCE, folder, folder);
    ck_assert_int_eq(system(command), 0);
    ck_assert_msg(!documents_load(folder, &documents, &world_err), "%s", world_err.detail);
    documents_free(documents);
    folder_remove(folder);
}
END_TEST

/* --- the notice --- */

static const char *
notice(int64_t id, const char *more)
{
    ck_assert_msg(
        !world_call(AT_INTAKE, "case.notice", "{\"case_id\":\"%lld\"%s}", (long long)id, more),
        "%s", world_err.detail);
    return world_got("document");
}

START_TEST(the_notice_says_where_why_how_long_whom_to_ask_and_how_to_object)
{
    int64_t id = world_case(WORLD_LOAN);
    static const char *const said[] = {
        "赵一",   "钱二", "2021年3月1日", "民间借贷纠纷", "人民调解", "诉前委派调解",
        "为什么", "第",   "30日",         "12348",        "异议",     "石峰区人民法院"};
    const char *text = notice(id, "");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        ck_assert_msg(strstr(text, said[i]) != NULL, "no %s in %s", said[i], text);
    ck_assert_str_eq(throwaway_ask("SELECT data ->> 'why' FROM event WHERE type = 'person.read'"),
                     "case.notice");
    text = notice(id, ",\"lang\":\"en\",\"format\":\"html\"");
    ck_assert_ptr_nonnull(strstr(text, "<!DOCTYPE html>"));
    ck_assert_ptr_nonnull(strstr(text, "@page"));
    ck_assert_ptr_nonnull(strstr(text, "If you do not agree"));
    ck_assert_ptr_null(strstr(text, "http"));
    ck_assert_int_eq(world_call(AT_INTAKE, "case.notice",
                                "{\"case_id\":\"%lld\",\"format\":\"pdf\"}", (long long)id),
                     FL_E_INVALID_PARAMS);
    ck_assert_int_eq(world_call(AT_INTAKE, "case.notice", "{\"case_id\":\"%lld\",\"lang\":\"fr\"}",
                                (long long)id),
                     FL_E_INVALID_PARAMS);
    ck_assert_ptr_null(strstr(notice(id, ",\"masked\":true"), "赵一"));
}
END_TEST

START_TEST(the_notice_of_an_objection_says_that_a_person_looks_at_it)
{
    int64_t id = world_case(WORLD_LOAN);
    ck_assert_ptr_nonnull(strstr(notice(id, ""), "提出异议，口头、书面都可以"));
    ck_assert_int_eq(world_call(AT_INTAKE, "case.object",
                                "{\"case_id\":\"%lld\",\"by\":\"claimant\",\"reason\":\"不愿\"}",
                                (long long)id),
                     0);
    ck_assert_ptr_nonnull(strstr(notice(id, ""), "正由程序分流员复核"));
}
END_TEST

/* --- the agreement --- */

static int
agreement(const char *more)
{
    return world_call(AT_MEDIATION, "desk.agreement", "{\"referral_id\":\"%s\"%s}", world_referral,
                      more);
}

static const char *
with_claim(const char *more)
{
    static char text[4096];
    snprintf(text, sizeof text, ",\"claim\":\"%s\"%s", world_claim, more);
    return text;
}

START_TEST(the_agreement_has_the_members_of_the_law_and_blanks_for_what_nobody_said)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(agreement(with_claim("")), 0);
    static const char *const said[] = {
        "当事人的基本情况",     "主要事实", "争议事项", "各方责任",     "履行的方式", "履行的期限",
        "签名、盖章或者按指印", "赵一",     "钱二",     "被告没有付钱", "30000.00元", "____"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        ck_assert_msg(strstr(world_got("document"), said[i]) != NULL, "no %s in %s", said[i],
                      world_got("document"));
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM agreement"), "0");
}
END_TEST

START_TEST(what_is_drafted_is_kept_sealed_and_becomes_the_agreement_of_the_report)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(agreement(with_claim(",\"content\":\"钱二分三期还清\",\"perform_by\":"
                                          "\"2021-09-01\"")),
                     0);
    ck_assert_int_eq(agreement(with_claim(",\"performance\":\"银行转账\"")), 0);
    ck_assert_ptr_nonnull(strstr(world_got("document"), "钱二分三期还清"));
    ck_assert_ptr_nonnull(strstr(world_got("document"), "2021年9月1日"));
    ck_assert_ptr_nonnull(strstr(world_got("document"), "银行转账"));
    ck_assert_str_eq(throwaway_ask("SELECT perform_by FROM agreement"), "2021-09-01");
    ck_assert_ptr_nonnull(
        strstr(world_unsealed(place_of_agreement, "SELECT court, dispute_id, referral_id, sealed "
                                                  "FROM agreement"),
               "银行转账"));
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'agreement.drafted'"),
                     "2");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"outcome\":\"agreed\"}",
                                world_referral, world_claim),
                     0);
    ck_assert_str_eq(world_unsealed(place_of_referral,
                                    "SELECT court, dispute_id, referral_id, sealed FROM referral"),
                     "钱二分三期还清");
    /* a clerk prints it again, and nothing is changed any more */
    ck_assert_int_eq(agreement(",\"format\":\"html\""), 0);
    ck_assert_ptr_nonnull(strstr(world_got("document"), "<td>"));
    ck_assert_int_eq(agreement(with_claim(",\"content\":\"别的\"")), FL_E_CONFLICT);
}
END_TEST

START_TEST(an_agreement_is_refused_where_it_is_not_ones_own_too_long_or_not_made)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(agreement(",\"claim\":\"1\""), FL_E_CONFLICT);
    ck_assert_int_eq(agreement(with_claim(",\"perform_by\":\"2021-02-30\"")), FL_E_INVALID_PARAMS);
    char *half = world_text(FL_MAX_AGREEMENT / 6);
    char params[2 * FL_MAX_AGREEMENT];
    snprintf(params, sizeof params, ",\"claim\":\"%s\",\"content\":\"%s\",\"facts\":\"%s\"",
             world_claim, half, half);
    ck_assert_int_eq(agreement(params), 0);
    snprintf(params, sizeof params, ",\"claim\":\"%s\",\"content\":\"%s\",\"facts\":\"%sxxxx\"",
             world_claim, half, half);
    ck_assert_int_eq(agreement(params), FL_E_INVALID_PARAMS);
    free(half);
    ck_assert_int_eq(agreement(with_claim(",\"facts\":\"\",\"content\":\"短\"")), 0);
    world_case("{\"respondents\":[{\"kind\":\"person\",\"name\":\"某甲\"}],\"claims\":[\"wages\"],"
               "\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"}}");
    world_take(AT_TRIAGE, "c1");
    ck_assert_int_eq(
        world_call(AT_TRIAGE, "desk.agreement", "{\"referral_id\":\"%s\"}", world_referral),
        FL_E_CONFLICT);
}
END_TEST

WORLD_SUITE(document, "documents", a_template_that_is_wrong_is_refused_with_file_line_and_field,
            fields_lists_conditions_and_blanks_are_filled_in,
            no_value_becomes_markup_or_steers_a_terminal,
            a_folder_of_documents_is_read_whole_or_refused,
            the_notice_says_where_why_how_long_whom_to_ask_and_how_to_object,
            the_notice_of_an_objection_says_that_a_person_looks_at_it,
            the_agreement_has_the_members_of_the_law_and_blanks_for_what_nobody_said,
            what_is_drafted_is_kept_sealed_and_becomes_the_agreement_of_the_report,
            an_agreement_is_refused_where_it_is_not_ones_own_too_long_or_not_made)
