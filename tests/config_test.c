/* The configuration: what is taken, what is refused with its line, and the files made from the
 * rows.
 *
 * FENLIU_UPDATE=1 build/release/unit config writes deploy/fenliu.conf and the table in
 * docs/operations.md anew instead of comparing them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/config.h"
#include "engine/base/lang.h"
#include "tests/throwaway.h"

#define BEGIN_TABLE "<!-- generated from CONFIG_KEYS: begin -->\n"
#define END_TABLE   "<!-- generated from CONFIG_KEYS: end -->\n"

static struct config config;
static struct fl_error err;

static int
read_text(const char *text)
{
    char *folder = folder_make(), path[4200];
    snprintf(path, sizeof path, "%s/fenliu.conf", folder);
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    config_init(&config);
    memset(&err, 0, sizeof err);
    int code = config_read(&config, path, &err);
    folder_remove(folder);
    return code;
}

static void
refused(const char *text, const char *line, const char *why)
{
    int code = read_text(text);
    ck_assert_msg(code == FL_E_CONFIG, "taken: %s", text);
    ck_assert_msg(strstr(err.detail, line) && strstr(err.detail, why), "%s: says %s", text,
                  err.detail);
    config_done(&config);
}

START_TEST(an_empty_file_is_the_defaults)
{
    ck_assert_msg(!read_text(""), "%s", err.detail);
    ck_assert_str_eq(config.intake, "tcp://127.0.0.1:7401");
    ck_assert_str_eq(config.database, "");
    ck_assert_int_eq(config.batch_max, 500);
    ck_assert(!config.synthetic);
    config_done(&config);
}
END_TEST

START_TEST(every_type_of_key_is_read)
{
    ck_assert_msg(
        !read_text(
            "# comment\n[fenliu]\ndatabase = host=db password=x\nsynthetic = yes\n\nworkers=8\n"),
        "%s", err.detail);
    ck_assert_str_eq(config.database, "host=db password=x");
    ck_assert(config.synthetic);
    ck_assert_int_eq(config.workers, 8);
    config_done(&config);
}
END_TEST

START_TEST(a_value_goes_on_in_indented_lines)
{
    ck_assert_msg(
        !read_text("database = host=a,b\n    port=5432,5433\n  target_session_attrs=read-write\n"),
        "%s", err.detail);
    ck_assert_str_eq(config.database, "host=a,b port=5432,5433 target_session_attrs=read-write");
    config_done(&config);
}
END_TEST

START_TEST(what_is_wrong_is_refused_with_its_line)
{
    refused("workers = 4\nworkerz = 4\n", "line 2", "workerz");
    refused("workers = 0\n", "line 1", "outside 1 to 64");
    refused("workers = 65\n", "line 1", "outside 1 to 64");
    refused("workers = many\n", "line 1", "integer");
    refused("workers = 4x\n", "line 1", "integer");
    refused("\n\nworkers =\n", "line 3", "integer");
    refused("synthetic = maybe\n", "line 1", "yes or no");
    refused("clock = sundial\n", "line 1", "system, or manual");
    refused("log_level = loud\n", "line 1", "error, warn");
    refused("court = 1\ncourt = 2\n", "line 2", "twice");
    refused("[web]\nport = 1\n", "line 2", "[web]");
    refused("workers = 4\njust words\n", "line 2", "key = value");
    refused("database = "
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            "xxxxxxxxxxxxxx"
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            "xxxxxxxxxxxxxx"
            "\n",
            "line 1", "too long");
}
END_TEST

START_TEST(both_ends_of_a_range_are_inside)
{
    ck_assert_int_eq(read_text("workers = 1\n"), 0);
    config_done(&config);
    ck_assert_int_eq(read_text("workers = 64\n"), 0);
    config_done(&config);
}
END_TEST

START_TEST(a_refused_file_changes_nothing)
{
    ck_assert_int_eq(read_text("workers = 9\ncourt = 430203\nnonsense = 1\n"), FL_E_CONFIG);
    ck_assert_int_eq(config.workers, 4);
    ck_assert_str_eq(config.court, "430204");
    config_done(&config);
}
END_TEST

START_TEST(an_assignment_from_the_command_line_is_held_to_the_same_rules)
{
    config_init(&config);
    ck_assert_int_eq(config_set(&config, "database=host=/x dbname=y", &err), 0);
    ck_assert_str_eq(config.database, "host=/x dbname=y");
    ck_assert_int_eq(config_set(&config, "workers=100", &err), FL_E_CONFIG);
    ck_assert_int_eq(config_set(&config, "nothing=1", &err), FL_E_CONFIG);
    ck_assert_int_eq(config_set(&config, "workers", &err), FL_E_CONFIG);
    ck_assert_int_eq(config.workers, 4);
    config_done(&config);
}
END_TEST

START_TEST(the_state_folder_is_never_empty)
{
    config_init(&config);
    setenv("XDG_STATE_HOME", "/x/state", 1);
    char *dir = config_state_dir(&config);
    ck_assert_str_eq(dir, geteuid() ? "/x/state/fenliu" : "/var/lib/fenliu");
    free(dir);
    ck_assert_int_eq(config_set(&config, "state_dir=/y", &err), 0);
    dir = config_state_dir(&config);
    ck_assert_str_eq(dir, "/y");
    free(dir);
    config_done(&config);
}
END_TEST

static char *
slurp(const char *path)
{
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s is missing", path);
    char *text = calloc(1, 1 << 20);
    size_t n = fread(text, 1, (1 << 20) - 1, file);
    text[n] = 0;
    fclose(file);
    return text;
}

static char *
written(void (*write)(FILE *out))
{
    char *text = NULL;
    size_t len;
    FILE *file = open_memstream(&text, &len);
    write(file);
    fclose(file);
    return text;
}

static bool
updating(void)
{
    return getenv("FENLIU_UPDATE") != NULL;
}

START_TEST(the_example_file_is_made_from_the_rows_and_can_be_read)
{
    const char *path = FENLIU_SOURCE "/deploy/fenliu.conf";
    char *made = written(config_example);
    if (updating()) {
        FILE *file = fopen(path, "w");
        fputs(made, file);
        fclose(file);
    }
    char *there = slurp(path);
    ck_assert_msg(!strcmp(made, there), "%s is out of date: see tests/config_test.c", path);
    ck_assert_msg(!read_text(made), "%s", err.detail);
    for (char *at = made; (at = strstr(at, "\n#"));) /* with every default given, the same again */
        if (strncmp(at, "\n# ", 3) != 0)
            memmove(at + 1, at + 2, strlen(at + 2) + 1);
        else
            at += 2;
    config_done(&config);
    ck_assert_msg(!read_text(made), "%s", err.detail);
    ck_assert_str_eq(config.desk[FL_CHANNEL_UNION], "tcp://127.0.0.1:7414");
    config_done(&config);
    free(made);
    free(there);
}
END_TEST

START_TEST(the_table_in_the_document_is_made_from_the_rows)
{
    const char *path = FENLIU_SOURCE "/docs/operations.md";
    char *text = slurp(path), *made = written(config_table);
    char *from = strstr(text, BEGIN_TABLE), *to = strstr(text, END_TABLE);
    ck_assert_msg(from && to, "%s has lost the marks of its table", path);
    from += strlen(BEGIN_TABLE);
    bool same = (size_t)(to - from) == strlen(made) && !strncmp(from, made, strlen(made));
    if (!same && updating()) {
        FILE *file = fopen(path, "w");
        fprintf(file, "%.*s%s%s", (int)(from - text), text, made, to);
        fclose(file);
        same = true;
    }
    ck_assert_msg(same, "the table in %s is out of date: see tests/config_test.c", path);
    free(text);
    free(made);
}
END_TEST

SUITE(config, "config", an_empty_file_is_the_defaults, every_type_of_key_is_read,
      a_value_goes_on_in_indented_lines, what_is_wrong_is_refused_with_its_line,
      both_ends_of_a_range_are_inside, a_refused_file_changes_nothing,
      an_assignment_from_the_command_line_is_held_to_the_same_rules,
      the_state_folder_is_never_empty, the_example_file_is_made_from_the_rows_and_can_be_read,
      the_table_in_the_document_is_made_from_the_rows)
