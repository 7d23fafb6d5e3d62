/* Options by table, and how a command complains. */
#include "engine/cli/options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/base/sentence.h"

enum { HELP_COLUMN = 28 };

int
text_columns(const char *text)
{
    int columns = 0;

    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if ((*c & 0xC0) != 0x80) /* three and four bytes: CJK, shown two columns wide */
            columns += *c >= 0xE0 ? 2 : 1;
    return columns;
}

static void
help_row(const char *name, const char *value, const char *zh, const char *en)
{
    int used = printf("  --%s%s%s", name, value ? " " : "", value ? value : "");

    printf("%*s%s\n", used < HELP_COLUMN ? HELP_COLUMN - used : 1, "", say(zh, en));
}

static void
help(const struct usage *usage)
{
    printf("%s fenliu %s%s%s%s\n\n%s\n\n%s\n", say("用法：", "usage:"), usage->command,
           usage->options ? say(" [选项]", " [options]") : "", usage->arguments[0] ? " " : "",
           usage->arguments, say(usage->zh, usage->en), say("选项：", "options:"));
    for (const struct option_row *o = usage->options; o && o->name; o++)
        help_row(o->name, o->value, o->zh, o->en);
    help_row("lang", "zh|en", "提示所用的语言", "language of what people read");
    help_row("help", NULL, "显示本说明", "show this");
}

static int misused_list(const char *command, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static int
misused_list(const char *command, const char *format, va_list args)
{
    fprintf(stderr, "fenliu%s%s: ", command[0] ? " " : "", command);
    vfprintf(stderr, format, args);
    fprintf(stderr, say("（参见 fenliu%s%s --help）\n", " (see fenliu%s%s --help)\n"),
            command[0] ? " " : "", command);
    return EXIT_USAGE;
}

int
command_misused(const char *command, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    misused_list(command, format, args);
    va_end(args);
    return EXIT_USAGE;
}

/* Where nothing is kept anyway, nobody need be told that nothing was. */
static bool
only_reads(const char *command)
{
    static const char *const commands[] = {"decide", "explain", "list",  "search",
                                           "show",   "stats",   "verify"};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(commands[i], command))
            return true;
    return false;
}

int
command_failed(const char *command, const struct fl_error *err)
{
    if (err->code == FL_E_USAGE)
        return command_misused(command, "%s", err->detail);
    const char *title = say(fl_codes[err->code].zh, fl_codes[err->code].title);
    if (err->code == FL_E_UNAVAILABLE && only_reads(command))
        title = say("数据库不可用", "the database is away");
    struct buf text = {0};
    buf_print(&text, "fenliu %s: ", command);
    size_t before = text.len;
    sentence_put(&text, err->detail);
    /* which file, socket or program failed, and how, is the whole of it */
    bool alone = err->code == FL_E_IO || !strcmp(title, text.data + before);
    fprintf(stderr, "%.*s%s%s%s\n", (int)before, text.data, alone ? "" : title,
            alone ? "" : say("：", ": "), text.data + before);
    for (int i = 1; i < err->n_faults; i++) { /* the detail quotes the first */
        buf_reset(&text);
        sentence_put(&text, err->faults[i].detail);
        fprintf(stderr, "  %s: %s\n", err->faults[i].pointer, text.data ? text.data : "");
    }
    buf_done(&text);
    return EXIT_REFUSED;
}

int
command_done(const char *command, int exit_code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return exit_code;
    if (errno != EPIPE) /* a reader that has seen enough is no fault */
        fprintf(stderr, "fenliu %s: %s: %s\n", command,
                say("无法写出结果", "the output cannot be written"), strerror(errno));
    return EXIT_REFUSED;
}

static int
store_flag(const struct option_row *o, const char *text)
{
    (void)text;
    *(bool *)o->into = true;
    return 0;
}

static int
store_text(const struct option_row *o, const char *text)
{
    *(const char **)o->into = text;
    return 0;
}

static int
store_int(const struct option_row *o, const char *text)
{
    char *end;
    long long n;

    errno = 0;
    n = strtoll(text, &end, 10);
    if (errno || end == text || *end || n < o->min || n > o->max)
        return -1;
    *(int64_t *)o->into = n;
    return 0;
}

static int
store_day(const struct option_row *o, const char *text)
{
    return day_parse(text, strlen(text), o->into) ? 0 : -1;
}

static int (*const store[])(const struct option_row *, const char *) = {
    [OPTION_FLAG] = store_flag,
    [OPTION_TEXT] = store_text,
    [OPTION_INT] = store_int,
    [OPTION_DAY] = store_day,
};

static int
wrong_value(const struct usage *usage, const struct option_row *o, const char *text)
{
    if (o->type == OPTION_INT)
        return command_misused(usage->command,
                               say("--%s 应为 %lld 到 %lld 的整数，不是“%s”",
                                   "--%s takes a number from %lld to %lld, not \"%s\""),
                               o->name, (long long)o->min, (long long)o->max, text);
    return command_misused(usage->command,
                           say("--%s 应为存在的日期 YYYY-MM-DD，不是“%s”",
                               "--%s takes a day that exists, YYYY-MM-DD, not \"%s\""),
                           o->name, text);
}

static const struct option_row *
option_find(const struct usage *usage, const struct option_row *common, const char *name,
            size_t len)
{
    for (const struct option_row *o = usage->options; o && o->name; o++)
        if (strlen(o->name) == len && memcmp(o->name, name, len) == 0)
            return o;
    for (const struct option_row *o = common; o->name; o++)
        if (strlen(o->name) == len && memcmp(o->name, name, len) == 0)
            return o;
    return NULL;
}

/* One option at argv[*at]; takes the next word too when it is the value. */
static int
parse_one(const struct usage *usage, const struct option_row *common, int argc, char **argv,
          int *at)
{
    const char *name = argv[*at] + 2, *equals = strchr(name, '='), *value = NULL;
    size_t len = equals ? (size_t)(equals - name) : strlen(name);
    const struct option_row *o = option_find(usage, common, name, len);

    if (!o)
        return command_misused(usage->command, say("没有选项 --%.*s", "there is no option --%.*s"),
                               (int)len, name);
    if (o->type == OPTION_FLAG && equals)
        return command_misused(usage->command, say("--%s 不带值", "--%s takes no value"), o->name);
    if (o->type != OPTION_FLAG) {
        if (!equals && *at + 1 >= argc)
            return command_misused(usage->command, say("--%s 需要 %s", "--%s needs %s"), o->name,
                                   o->value);
        value = equals ? equals + 1 : argv[++*at];
    }
    if (store[o->type](o, value))
        return wrong_value(usage, o, value);
    return GO_ON;
}

int
options_parse(const struct usage *usage, int argc, char **argv, int *ret_n)
{
    bool wants_help = false, ended = false;
    const char *lang = NULL;
    const struct option_row common[] = {
        {"help",       NULL, OPTION_FLAG, &wants_help, 0, 0, "", ""},
        {"lang", "zh|en", OPTION_TEXT, &lang, 0, 0, "", ""},
        {0          },
    };
    int n = 0;

    for (int i = 1; i < argc; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
        } else if (!ended && strcmp(argv[i], "-h") == 0) {
            wants_help = true;
        } else if (!ended && strncmp(argv[i], "--", 2) == 0) {
            int code = parse_one(usage, common, argc, argv, &i);
            if (code != GO_ON)
                return code;
        } else if (!ended && argv[i][0] == '-' && argv[i][1]) {
            return command_misused(usage->command, say("没有选项 %s", "there is no option %s"),
                                   argv[i]);
        } else {
            argv[++n] = argv[i];
        }
    }
    if (lang && strncmp(lang, "zh", 2) != 0 && strncmp(lang, "en", 2) != 0)
        return command_misused(usage->command, "%s",
                               say("--lang 只能是 zh 或 en", "--lang is zh or en"));
    if (lang)
        lang_set(lang);
    if (wants_help) {
        help(usage);
        return command_done(usage->command, EXIT_DONE);
    }
    if (n < usage->min)
        return command_misused(usage->command, say("缺少 %s", "%s is missing"), usage->arguments);
    if (n > usage->max)
        return command_misused(usage->command, say("多余的“%s”", "one word too many: \"%s\""),
                               argv[usage->max + 1]);
    *ret_n = n;
    return GO_ON;
}
