/* fenliu mediator and fenliu body: what their verbs share. They work on the database itself, as `fenliu token` does:
 * whoever may write the roster is who may write the database as its owner. */
#ifndef ENGINE_ROSTER_CLI_H
#define ENGINE_ROSTER_CLI_H

#include "engine/cli/database.h"
#include "engine/roster/roster_put.h"

struct roster_options {
    enum roster_kind kind;
    const char *database, *config, *state, *keys, *court;
    bool json, partial, dry_run, history;
    fl_day from, until;
    const char *reason, *relation, *whom;
    const char *subject, *second; /* the arguments behind the verb; NULL: none */
    struct roster_row row;
};

/* The database opened, with policy and keys; act stands outside a transaction. */
struct roster_cli {
    const struct roster_options *options;
    struct database database;
    struct engine engine;
    struct policy *policy;
    struct arena arena;
    struct act act;
};

int roster_open(const struct roster_options *options, struct roster_cli *ret, struct fl_error *err);
void roster_close(struct roster_cli *cli);

/* Verbs. *ret_exit is the exit code of a command whose work was done; set it for what was refused. */
typedef int roster_verb(struct roster_cli *cli, int *ret_exit, struct fl_error *err);
roster_verb roster_list, roster_import;

/* What became of one of them, in order; of a mediator also the declared relations. */
int roster_history(struct roster_cli *cli, struct fl_error *err);

#endif
