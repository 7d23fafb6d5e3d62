/* Verbs of fenliu policy that have a file of their own. */
#ifndef ENGINE_CMD_POLICY_H
#define ENGINE_CMD_POLICY_H

int cmd_policy_backtest(int argc, char **argv);

#endif
