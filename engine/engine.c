/* What the threads of one process share: the policy in force, the block of ids, the wake-up. */
#include "engine/engine.h"

#include "engine/serve/waiters.h"

struct policy *
engine_policy(struct engine *engine)
{
    pthread_mutex_lock(&engine->lock);
    struct policy *policy = engine->policy ? policy_hold(engine->policy) : NULL;
    pthread_mutex_unlock(&engine->lock);
    return policy;
}

void
engine_policy_set(struct engine *engine, struct policy *policy)
{
    pthread_mutex_lock(&engine->lock);
    struct policy *before = engine->policy;
    engine->policy = policy;
    pthread_mutex_unlock(&engine->lock);
    if (before)
        policy_release(before);
}

void
engine_wake(struct engine *engine)
{
    if (engine->waiters)
        waiters_wake(engine->waiters);
}
