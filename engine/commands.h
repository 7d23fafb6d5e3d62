/* The commands of fenliu: one function each, listed with their help in engine/fenliu.c. */
#ifndef ENGINE_COMMANDS_H
#define ENGINE_COMMANDS_H

typedef int command_run(int argc, char **argv);

command_run cmd_decide, cmd_submit, cmd_call, cmd_show, cmd_explain;
command_run cmd_withdraw, cmd_amend;
command_run cmd_pull, cmd_accept, cmd_decline, cmd_release, cmd_report, cmd_extend, cmd_note,
    cmd_list;
command_run cmd_policy, cmd_db, cmd_stats;

#endif
