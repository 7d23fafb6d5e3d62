/* A script for gnuplot with its data inline; its SVG comes back over a pipe. */
#include "engine/report/chart.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#define FONT                                                                                       \
    "Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,PingFang SC,WenQuanYi Micro "             \
    "Hei,sans-serif"

extern char **environ;

static const char *const colours[] = {"#1f4e79", "#c55a11", "#a6a6a6", "#7f6000"};

/* Text within double quotes of gnuplot: in enhanced mode nothing else is special, since it is off. */
static void
put_quoted(struct buf *script, const char *text)
{
    buf_char(script, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            buf_char(script, '\\');
        buf_char(script, *text);
    }
    buf_char(script, '"');
}

static void
put_data(const struct chart *chart, int first, int step, int n, struct buf *script)
{
    int label = grid_column(chart->grid, chart->label);
    buf_text(script, "$data << END\n");
    for (int i = 0, r = first; i < n; i++, r += step) {
        put_quoted(script, grid_get(chart->grid, r, label) ? grid_get(chart->grid, r, label) : "");
        for (const char *const *s = chart->series; *s; s++) {
            const char *value = grid_get(chart->grid, r, grid_column(chart->grid, *s));
            buf_print(script, " %s", value ? value : "0");
        }
        buf_char(script, '\n');
    }
    buf_text(script, "END\n");
}

/* Where the axis of the values ends: with the highest one, or at 1 where all are zero, which gnuplot would complain of. */
static const char *
axis_end(const struct chart *chart, int n)
{
    for (int r = 0; r < n; r++)
        for (const char *const *s = chart->series; *s; s++) {
            const char *value = grid_get(chart->grid, r, grid_column(chart->grid, *s));
            if (value && strtod(value, NULL) > 0)
                return "*";
        }
    return "1";
}

static void
put_columns(const struct chart *chart, struct buf *script)
{
    put_data(chart, 0, 1, chart->grid->n_rows, script);
    buf_text(script,
             "set style data histograms\nset style histogram clustered gap 1\n"
             "set style fill solid noborder\nset boxwidth 0.9\nset key above left horizontal "
             "samplen 2 textcolor rgb '#333333'\n"
             "set grid ytics lc rgb '#dddddd'\nset border 3 lc rgb '#888888'\n"
             "set xtics nomirror scale 0 textcolor rgb '#333333'\nset ytics nomirror textcolor rgb "
             "'#333333'\n");
    buf_print(script, "set yrange [0:%s]\nplot ", axis_end(chart, chart->grid->n_rows));
    int i = 0;
    for (const char *const *s = chart->series; *s; s++, i++) {
        int column = grid_column(chart->grid, *s);
        buf_print(script, "%s$data using %d:xtic(1) lc rgb '%s' title ", i ? ", " : "", i + 2,
                  colours[i]);
        const char *label = chart->grid->columns[column].label;
        while (*label == ' ')
            label++;
        put_quoted(script, label);
    }
    buf_char(script, '\n');
}

/* From below: the first row of the grid is drawn on top. */
static int
put_bars(const struct chart *chart, struct buf *script)
{
    int n = chart->grid->n_rows < chart->rows ? chart->grid->n_rows : chart->rows;
    put_data(chart, n - 1, -1, n, script);
    buf_print(
        script,
        "set style fill solid noborder\nset key off\nset xrange [0:%s]\nset offsets 0, 0, 0, 0\n"
        "set yrange [-0.6:%d.6]\nset border 1 lc rgb '#888888'\nset ytics nomirror scale 0\n"
        "set xtics nomirror\nset grid xtics lc rgb '#dddddd'\nset boxwidth 0.7\n"
        "set lmargin 36\nset rmargin 6\n"
        "plot $data using ($2*0.5):0:($2*0.5):(0.35):ytic(1) with boxxyerror lc rgb '%s', "
        "$data using 2:0:(sprintf(' %%d',$2)) with labels left offset 0.4,0 font ',11'\n",
        axis_end(chart, n), n - 1, colours[0]);
    return n;
}

static void
write_script(const struct chart *chart, struct buf *script)
{
    int bars = chart->grid->n_rows < chart->rows ? chart->grid->n_rows : chart->rows;
    int height = chart->kind == CHART_BARS ? 60 + 28 * bars : 320;
    buf_print(script,
              "set encoding utf8\nset terminal svg noenhanced size 720,%d dynamic font '" FONT
              ",12' name 'fl_%s' background rgb 'white'\n",
              height, chart->id);
    if (chart->kind == CHART_COLUMNS)
        put_columns(chart, script);
    else
        put_bars(chart, script);
}

/* --- the program --- */

struct running {
    pid_t pid;
    int in, out;
};

static int
start(struct running *run, struct fl_error *err)
{
    const char *named = getenv("FENLIU_GNUPLOT");
    char *const argv[] = {(char *)(size_t) "gnuplot", NULL};
    int in[2], out[2];
    posix_spawn_file_actions_t actions;
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC))
        return fl_fail(err, FL_E_IO, "a pipe: %s", strerror(errno));
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    int code = posix_spawnp(&run->pid, named ? named : "gnuplot", &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    run->in = in[1];
    run->out = out[0];
    if (code) {
        close(in[1]);
        close(out[0]);
        run->pid = 0;
    }
    return 0;
}

/* Writes the script and reads the picture, whichever is ready. */
static void
converse(struct running *run, const struct buf *script, struct buf *out)
{
    size_t sent = 0;
    char piece[16384];
    ssize_t n = 1;
    while (n > 0 || errno == EINTR) {
        struct pollfd fds[] = {
            {run->out, POLLIN,  0},
            {run->in,  POLLOUT, 0}
        };
        if (poll(fds, run->in < 0 ? 1 : 2, -1) < 0 && errno != EINTR)
            return;
        if (run->in >= 0 && fds[1].revents) {
            ssize_t w = write(run->in, script->data + sent, script->len - sent);
            sent += w > 0 ? (size_t)w : 0;
            if (w < 0 || sent == script->len) {
                close(run->in);
                run->in = -1;
            }
        }
        if (!fds[0].revents)
            continue;
        errno = 0;
        n = read(run->out, piece, sizeof piece);
        if (n > 0)
            buf_put(out, piece, (size_t)n);
    }
}

int
chart_draw(const struct chart *chart, struct buf *out, bool *ret_drawn, struct fl_error *err)
{
    struct running run = {0};
    struct buf script = {0}, svg = {0};
    int ended = 0;
    *ret_drawn = false;
    if (chart->grid->n_rows == 0)
        return 0;
    int code = start(&run, err);
    if (code || !run.pid)
        return code;
    write_script(chart, &script);
    converse(&run, &script, &svg);
    if (run.in >= 0)
        close(run.in);
    close(run.out);
    while (waitpid(run.pid, &ended, 0) < 0 && errno == EINTR) {
    }
    const char *from = svg.len ? strstr(svg.data, "<svg") : NULL;
    if (WIFEXITED(ended) && WEXITSTATUS(ended) == 127)
        code = 0; /* there is none */
    else if (ended || !from)
        code = fl_fail(err, FL_E_IO, "gnuplot ended with status %d", ended);
    else {
        buf_text(out, from);
        *ret_drawn = true;
    }
    buf_done(&script);
    buf_done(&svg);
    return code;
}
