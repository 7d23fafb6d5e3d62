/* Where the data that comes with the program lies: the policy, the documents. */
#ifndef ENGINE_SHARE_H
#define ENGINE_SHARE_H

#include <limits.h>

/* The folder `name` ("policy/hunan"): what the environment variable `env` names; else beside the running program, below bin/.. when
 * it was installed, wherever that is by now, or in the tree around build/; else the tree it was built from; else where it
 * was to be installed. Beside goes first: a tree must not decide by what some older version installed. Returns ret. */
const char *share_dir(const char *env, const char *name, char ret[PATH_MAX]);

#endif
