/* JSON behind the strict scan (engine/base/json.c, json_scan.c) and the writer (engine/base/buf.c). */
#include <stdlib.h>
#include <string.h>

#include "engine/base/json.h"
#include "fenliu/limits.h"
#include "tests/suite.h"

static char text_out[4096];

static const char *
canonical(const char *text)
{
    JSON_AUTO tree = NULL;
    struct fl_error err;
    if (json_parse(text, strlen(text), &tree, &err))
        return err.detail[0] ? strcpy(text_out, err.detail) : "refused";
    struct buf buf = {0};
    json_canonical(tree, &buf);
    strcpy(text_out, buf.data);
    buf_done(&buf);
    return text_out;
}

START_TEST(what_cjson_lets_pass_is_refused)
{
    static const char *const bad[] = {
        "",
        "{",
        "{\"a\":1} x",
        "{\"a\":1,\"a\":2}",
        "[01]",
        "[1.]",
        "[+1]",
        "[.5]",
        "[1e]",
        "[--1]",
        "\"\\u0000\"",
        "\"a\x01\"",
        "[1]\x0c",
        "\"\xff\"",
        "\"\xc0\xaf\"",
        "\"\xed\xa0\x80\"",
        "[1e999]",
        "'a'",
        "[1,]",
        "nul",
        "\"\\ud800\"",
        "\xef\xbb\xbf{}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        JSON_AUTO tree = NULL;
        struct fl_error err;
        ck_assert_msg(json_parse(bad[i], strlen(bad[i]), &tree, &err) == FL_E_PARSE,
                      "row %zu was taken: %s", i, bad[i]);
    }
}
END_TEST

START_TEST(a_fault_names_its_byte)
{
    ck_assert_str_eq(canonical("{\"a\":\"\xff\"}"), "invalid UTF-8 at byte 6");
    ck_assert_str_eq(canonical("{} {}"), "more after the document at byte 3");
}
END_TEST

START_TEST(depth_and_members_are_limited_on_both_sides)
{
    for (int over = 0; over < 2; over++) {
        struct buf deep = {0}, wide = {0};
        for (int i = 0; i < FL_MAX_DEPTH + over; i++)
            buf_char(&deep, '[');
        for (int i = 0; i < FL_MAX_DEPTH + over; i++)
            buf_char(&deep, ']');
        buf_char(&wide, '{');
        for (int i = 0; i < FL_MAX_MEMBERS + over; i++)
            buf_print(&wide, "%s\"k%d\":1", i ? "," : "", i);
        buf_char(&wide, '}');
        JSON_AUTO a = NULL;
        JSON_AUTO b = NULL;
        ck_assert_int_eq(json_parse(deep.data, deep.len, &a, NULL), over ? FL_E_PARSE : 0);
        ck_assert_int_eq(json_parse(wide.data, wide.len, &b, NULL), over ? FL_E_PARSE : 0);
        buf_done(&deep);
        buf_done(&wide);
    }
}
END_TEST

START_TEST(canonical_form_is_that_of_rfc_8785)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"{ \"b\" : 1 , \"a\" : [ true , null ] }",                     "{\"a\":[true,null],\"b\":1}"        },
        {"[1.0, 1e2, -0, 0.000001, 1e-7, 1e21, 123456789012345680000]",
         "[1,100,0,0.000001,1e-7,1e+21,123456789012345680000]"                                               },
        {"[333333333.33333329, 4.50, 2e-3, 1E30]",                      "[333333333.3333333,4.5,0.002,1e+30]"},
        {"\"\\u20ac$\\u000f\\nA'\\u0042\\u0022\\\\\\\"\\/\"",           "\"€$\\u000f\\nA'B\\\"\\\\\\\"/\"" },
        {"{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"1\":3}",
         "{\"1\":3,\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}"                                               },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_str_eq(canonical(rows[i].in), rows[i].out);
}
END_TEST

START_TEST(integers_are_exact_up_to_two_to_the_53)
{
    static const struct {
        const char *text;
        bool is_int;
    } rows[] = {
        {"9007199254740992",  true },
        {"9007199254740993",  false},
        {"-9007199254740992", true },
        {"-9007199254740993", false},
        {"3000000.0",         true },
        {"3000000.5",         false},
        {"\"3\"",             false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf text = {0};
        buf_print(&text, "{\"x\":\"1\",\"n\":%s,\"m\":9007199254740993}", rows[i].text);
        JSON_AUTO tree = NULL;
        int64_t n;
        ck_assert_int_eq(json_parse(text.data, text.len, &tree, NULL), 0);
        ck_assert_msg(json_is_int(json_get(tree, "n"), &n) == rows[i].is_int, "%s", rows[i].text);
        ck_assert(!json_is_int(json_get(tree, "m"), &n));
        buf_done(&text);
    }
}
END_TEST

START_TEST(names_are_looked_up_with_their_case)
{
    JSON_AUTO tree = NULL;
    ck_assert_int_eq(json_parse("{\"Ref\":1}", 9, &tree, NULL), 0);
    ck_assert_ptr_null(json_get(tree, "ref"));
    ck_assert_ptr_nonnull(json_get(tree, "Ref"));
}
END_TEST

START_TEST(the_writer_puts_its_commas_and_escapes)
{
    struct buf buf = {0};
    json_object(&buf);
    json_put_text(&buf, "a", "x\"\n\x01,");
    json_key(&buf, "b");
    json_array(&buf);
    json_int(&buf, -5);
    json_id(&buf, 7);
    json_null(&buf);
    json_object(&buf);
    json_object_end(&buf);
    json_text(&buf, "[");
    json_num(&buf, 0.1);
    json_array_end(&buf);
    json_put_bool(&buf, "c", false);
    json_object_end(&buf);
    ck_assert_str_eq(buf.data,
                     "{\"a\":\"x\\\"\\n\\u0001,\",\"b\":[-5,\"7\",null,{},\"[\",0.1],\"c\":false}");
    buf_done(&buf);
}
END_TEST

START_TEST(faults_are_all_kept_up_to_the_limit_and_then_counted)
{
    struct arena arena;
    struct faults faults;
    struct fl_error err;
    arena_init(&arena);
    faults_init(&faults, &arena);
    ck_assert_int_eq(faults_result(&faults, &err), 0);
    for (int i = 0; i < FL_MAX_FAULTS + 3; i++)
        faults_add(&faults, "/a", "fault %d", i);
    ck_assert_int_eq(faults_result(&faults, &err), FL_E_INVALID_PARAMS);
    ck_assert_int_eq(err.n_faults, FL_MAX_FAULTS);
    ck_assert_int_eq(err.n_faults_more, 3);
    ck_assert_str_eq(err.faults[99].detail, "fault 99");
    ck_assert_str_eq(err.detail, "/a: fault 0 (and more)");
    arena_done(&arena);
}
END_TEST

SUITE(json, "JSON", what_cjson_lets_pass_is_refused, a_fault_names_its_byte,
      depth_and_members_are_limited_on_both_sides, canonical_form_is_that_of_rfc_8785,
      integers_are_exact_up_to_two_to_the_53, names_are_looked_up_with_their_case,
      the_writer_puts_its_commas_and_escapes, faults_are_all_kept_up_to_the_limit_and_then_counted)
