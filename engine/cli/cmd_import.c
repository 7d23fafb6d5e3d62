/* fenliu import: disputes of past years out of an older system's export. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/clock.h"
#include "engine/base/hash.h"
#include "engine/base/lang.h"
#include "engine/base/sentence.h"
#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/cli/options.h"
#include "engine/import/bring.h"

enum { REFUSALS_SHOWN = 20, BATCH_MS = 60000 };

struct import_options {
    const char *database, *config, *state, *keys, *mapping, *rejects, *court, *source, *file;
    bool dry, json;
};

struct importing {
    const struct import_options *options;
    struct engine engine;
    struct mapping mapping;
    struct import_rows rows;
    struct bringing to;
    struct arena arena; /* of the run */
    struct arena batch_arena;
    struct brought list[IMPORT_BATCH];
    int n;
    FILE *rejects;
    int64_t disputes, rows_read, stored, open, duplicates, refused;
};

/* --- what is refused --- */

/* One line a fault: {"line", "member", "column", "value", "rule"}. */
static void
write_reject(FILE *out, const struct import_fault *f)
{
    struct buf buf = {0};
    json_object(&buf);
    json_put_int(&buf, "line", f->line);
    json_put_text(&buf, "member", f->member);
    json_put_text(&buf, "column", f->column);
    json_put_text(&buf, "value", f->value);
    json_put_text(&buf, "rule", f->rule);
    json_object_end(&buf);
    fprintf(out, "%s\n", buf.data);
    buf_done(&buf);
}

static void
tell_fault(void *data, const struct import_fault *f)
{
    struct importing *im = data;
    if (im->rejects) {
        write_reject(im->rejects, f);
        return;
    }
    if (im->refused > REFUSALS_SHOWN)
        return;
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    fprintf(stderr, say("第%ld行", "line %ld"), f->line);
    if (f->member)
        fprintf(stderr, ", %s", f->member);
    if (f->column && strcmp(f->column, f->member) != 0)
        fprintf(stderr, say("（列“%s”）", " (column \"%s\")"), f->column);
    if (f->value)
        fprintf(stderr, ": \"%s\"", f->value);
    struct buf rule = {0};
    sentence_put(&rule, f->rule);
    fprintf(stderr, ": %s\n", rule.data);
    buf_done(&rule);
}

static void
count_refused(void *data, const struct import_fault *f)
{
    struct importing *im = data;
    im->refused++;
    tell_fault(im, f);
    if (!im->rejects && im->refused == REFUSALS_SHOWN)
        fprintf(stderr, "%s\n",
                say("……其余用 --rejects FILE 保存", "… keep the rest with --rejects FILE"));
}

/* --- batches --- */

static void
show_progress(const struct importing *im)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, say("\r已读纠纷%lld件，已存%lld件", "\rdisputes read: %lld, stored: %lld"),
                (long long)im->disputes, (long long)im->stored);
}

/* Stores what is gathered; what it was read from stays. */
static int
store_list(struct importing *im, struct fl_error *err)
{
    int code = 0;
    if (im->n && !im->options->dry)
        code = bring_batch(&im->to, im->list, im->n, count_refused, im, err);
    for (int i = 0; i < im->n; i++) {
        bool stored = !code && (im->options->dry || im->list[i].stored);
        im->stored += stored;
        im->open += stored && im->list[i].state == FL_DISPUTE_OPEN;
        brought_done(&im->list[i]);
    }
    im->n = 0;
    show_progress(im);
    return code;
}

/* A batch is full, or ends since the next dispute is of another court. */
static int
take_dispute(struct importing *im, const struct import_row *rows, int n, struct fl_error *err)
{
    struct import_faults faults;
    struct brought d;
    im->disputes++;
    im->rows_read += n;
    if (!brought_read(im->to.policy, im->engine.keys, &im->mapping, clock_now(), rows, n,
                      &im->batch_arena, &d, &faults)) {
        brought_done(&d);
        im->refused++;
        for (int i = 0; i < faults.n; i++)
            tell_fault(im, &faults.list[i]);
        return 0;
    }
    int code = im->n && strcmp(d.court, im->list[0].court) != 0 ? store_list(im, err) : 0;
    im->list[im->n++] = d;
    if (code || im->n < IMPORT_BATCH)
        return code;
    code = store_list(im, err);
    arena_reset(&im->batch_arena);
    return code;
}

static int
import_all(struct importing *im, struct fl_error *err)
{
    static struct import_row rows[FL_MAX_IMPORT_VISITS];
    for (;;) {
        struct import_fault fault;
        bool is_fault;
        int n;
        if (rows_next(&im->rows, &im->batch_arena, rows, &n, &fault, &is_fault, err))
            return err->code;
        if (is_fault)
            count_refused(im, &fault);
        if (!n && !is_fault)
            return store_list(im, err);
        if (n && take_dispute(im, rows, n, err))
            return err->code;
    }
}

/* --- the run --- */

static int
hash_file(struct importing *im, const char *path, struct fl_error *err)
{
    struct buf data = {0};
    uint8_t hash[HASH_SIZE];
    char piece[65536];
    FILE *file = strcmp(path, "-") == 0 ? NULL : fopen(path, "rb");
    size_t n;
    static char hex[65];
    if (!file && strcmp(path, "-") != 0)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    /* the hash of hashes of pieces: a file of any size in little memory */
    while (file && (n = fread(piece, 1, sizeof piece, file)) > 0) {
        buf_put(&data, piece, n);
        hash_bytes(data.data, data.len, hash);
        buf_reset(&data);
        buf_put(&data, hash, sizeof hash);
    }
    if (file)
        fclose(file);
    hash_bytes(data.data ? data.data : "", data.len, hash);
    buf_done(&data);
    for (int i = 0; i < HASH_SIZE; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash[i]);
    const char *name = strrchr(path, '/');
    im->to.sha256 = hex;
    im->to.file = name ? name + 1 : path;
    im->to.mapping = im->mapping.sha256;
    return 0;
}

static int
begin(struct importing *im, struct pg *pg, const char *keys_dir, struct policy **policy,
      struct fl_error *err)
{
    const struct import_options *o = im->options;
    pthread_mutex_init(&im->engine.lock, NULL);
    im->to.engine = &im->engine;
    im->to.pg = pg;
    if (mapping_read(o->mapping, o->file, &im->arena, &im->mapping, err) ||
        hash_file(im, o->file, err))
        return err->code;
    if (o->court)
        im->mapping.constants[IMPORT_COURT] = o->court;
    if (o->source)
        im->mapping.constants[IMPORT_SOURCE] = o->source;
    if (database_clock(pg, err) || keys_settle(keys_dir, pg, &im->engine.keys, err) ||
        policy_store_load(pg, policy, err) || engine_id(&im->engine, pg, &im->to.import_id, err) ||
        rows_open(&im->rows, o->file, &im->mapping, err))
        return err->code;
    im->to.policy = *policy;
    pg_deadline(pg, BATCH_MS);
    if (o->rejects && !(im->rejects = fopen(o->rejects, "w")))
        return fl_fail(err, FL_E_IO, "%s: %s", o->rejects, strerror(errno));
    return 0;
}

static void
report(const struct importing *im, double seconds)
{
    int64_t duplicates = im->disputes - im->stored - im->refused;
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    if (im->options->json) {
        struct buf out = {0};
        json_object(&out);
        json_put_id(&out, "import_id", im->to.import_id);
        json_put_int(&out, "disputes", im->disputes);
        json_put_int(&out, "referrals", im->rows_read);
        json_put_int(&out, "stored", im->stored);
        json_put_int(&out, "open", im->open);
        json_put_int(&out, "duplicates", duplicates < 0 ? 0 : duplicates);
        json_put_int(&out, "refused", im->refused);
        json_put_bool(&out, "dry_run", im->options->dry);
        json_object_end(&out);
        printf("%s\n", out.data);
        buf_done(&out);
        return;
    }
    printf(say("%s读入%lld件纠纷（%lld件次）：存入%lld件（其中未结%lld件），已有%lld件，拒绝%"
               "lld件；每秒%.0f件次\n",
               "%sread %lld disputes (%lld referrals): %lld stored (%lld of them open), %lld known "
               "already, %lld refused; %.0f referrals a second\n"),
           im->options->dry ? say("（试运行，未存入）", "(dry run, nothing was stored) ") : "",
           (long long)im->disputes, (long long)im->rows_read, (long long)im->stored,
           (long long)im->open, (long long)(duplicates < 0 ? 0 : duplicates),
           (long long)im->refused, (double)im->rows_read / (seconds > 0.001 ? seconds : 0.001));
}

static double
monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
run(const struct import_options *options)
{
    static struct importing im;
    struct database database = {0};
    struct fl_error err = {0};
    struct policy *policy = NULL;
    char *state = NULL, *keys_dir = NULL;
    double start = monotonic();
    im.options = options;
    arena_init(&im.arena);
    arena_init(&im.batch_arena);
    int code =
        database_places(options->config, options->state, options->keys, &state, &keys_dir, &err);
    if (!code)
        code = database_open(options->database, options->config, options->state, true,
                             "fenliu import", &database, &err);
    if (!code)
        code = begin(&im, database.pg, keys_dir, &policy, &err);
    if (!code)
        code = import_all(&im, &err);
    if (!code && !options->dry)
        code = bring_end(&im.to, im.refused, &err);
    if (!code)
        report(&im, monotonic() - start);
    if (im.rejects && fclose(im.rejects) && !code)
        code = fl_fail(&err, FL_E_IO, "%s: %s", options->rejects, strerror(errno));
    rows_close(&im.rows);
    keys_close(im.engine.keys);
    if (policy)
        policy_release(policy);
    arena_done(&im.batch_arena);
    arena_done(&im.arena);
    database_close(&database);
    free(state);
    free(keys_dir);
    if (code)
        return command_failed("import", &err);
    return command_done("import", im.refused ? EXIT_REFUSED : EXIT_DONE);
}

int
cmd_import(int argc, char **argv)
{
    struct import_options options = {0};
    const struct option_row rows[] = {
        {"mapping",  "FILE",     OPTION_TEXT, &options.mapping,  0, 0,
         "对照文件：列名、用语、日期格式（见docs/import.md）",                                     "what columns and words mean (docs/import.md)"},
        {"rejects",  "FILE",     OPTION_TEXT, &options.rejects,  0, 0, "被拒绝的行写入该文件",
         "refused lines go here, one fault a line"                                                                                                                 },
        {"court",    "CODE",     OPTION_TEXT, &options.court,    0, 0, "法院，行中未写明时",
         "court of rows that name none"                                                                                                                            },
        {"source",   "NAME",     OPTION_TEXT, &options.source,   0, 0, "来源系统，行中未写明时",
         "old system, of rows that name none"                                                                                                                      },
        {"dry-run",  NULL,       OPTION_FLAG, &options.dry,      0, 0, "只检查，不存入",
         "check only, store nothing"                                                                                                                               },
        {"json",     NULL,       OPTION_FLAG, &options.json,     0, 0, "以JSON输出结果",
         "print the result as JSON"                                                                                                                                },
        {"database", "CONNINFO", OPTION_TEXT, &options.database, 0, 0, "libpq连接串",
         "libpq connection string"                                                                                                                                 },
        {"config",   "FILE",     OPTION_TEXT, &options.config,   0, 0, "fenliud的配置文件",
         "configuration file of fenliud"                                                                                                                           },
        {"state",    "DIR",      OPTION_TEXT, &options.state,    0, 0, "状态目录（内嵌数据库、密钥）",
         "state folder: embedded database, keys"                                                                                                                   },
        {"keys",     "DIR",      OPTION_TEXT, &options.keys,     0, 0, "密钥目录",                               "folder of the key files"                     },
        {NULL,       NULL,       OPTION_FLAG, NULL,              0, 0, NULL,                                         NULL                                          }
    };
    const struct usage usage = {
        "import",
        "FILE",
        1,
        1,
        "导入以往年度的纠纷及其经过（CSV或JSON "
        "Lines；-为标准输入）：如同当年发生一样计入统计，案号接续原有号码。再次导入不会重复。",
        "Brings in disputes of past years with their history, from CSV or JSON Lines (-: standard "
        "input): they count as if they had "
        "happened then, and docket numbers go on behind theirs. Bringing a file again stores "
        "nothing twice.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    options.file = argv[1];
    return run(&options);
}
