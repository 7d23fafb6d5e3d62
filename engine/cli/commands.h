/* The commands of fenliu: one function each, listed with their help in engine/fenliu.c. */
#ifndef ENGINE_COMMANDS_H
#define ENGINE_COMMANDS_H

typedef int command_run(int argc, char **argv);

command_run cmd_decide, cmd_classify, cmd_submit, cmd_call, cmd_show, cmd_explain, cmd_pull,
    cmd_list;
command_run cmd_step; /* accept, report, withdraw …: one step with a referral or a case */
command_run cmd_policy, cmd_db, cmd_stats, cmd_token, cmd_cert;
command_run cmd_mediator, cmd_body; /* who works at the desks */
command_run cmd_delivery;           /* where referrals are delivered to */
command_run cmd_import, cmd_annual, cmd_close, cmd_extract,
    cmd_dictionary; /* past years, reports */
command_run cmd_links;
command_run cmd_search, cmd_key, cmd_verify, cmd_erase; /* personal data, and the chain of events */

#endif
