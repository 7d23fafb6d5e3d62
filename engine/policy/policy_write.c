/* The policy in force on a day, as JSON: rules, parameters, limits, lists of causes (method
 * policy.get). */
#include "engine/base/day.h"
#include "engine/policy/policy_parts.h"

static void
put_day(struct buf *buf, const char *key, fl_day day)
{
    char text[11];
    json_put_text(buf, key, day == DAY_OPEN ? NULL : day_print(day, text));
}

static void
write_params(const struct policy *policy, fl_day as_of, struct buf *buf)
{
    json_key(buf, "parameters");
    json_object(buf);
    for (int i = 0; i < policy->n_params; i++) {
        const struct param_row *row = &policy->params[i];
        const struct param_value *value = param_on(row, as_of);
        if (!value)
            continue;
        json_key(buf, row->name);
        json_object(buf);
        json_put_int(buf, "value", value->value);
        json_put_text(buf, "unit", fl_word(&policy_units, (int)row->unit));
        json_put_text(buf, "about", row->about);
        put_day(buf, "from", value->from);
        put_day(buf, "to", value->to);
        json_put_text(buf, "status", value->status);
        json_object_end(buf);
    }
    json_object_end(buf);
}

static void
write_rules(const struct edition *edition, struct buf *buf)
{
    json_key(buf, "rules");
    json_array(buf);
    for (int i = 0, stage = 0; edition && i < edition->stage[STAGE__COUNT]; i++) {
        const struct standing *rule = &edition->rules[i];
        while (i >= edition->stage[stage + 1])
            stage++;
        json_object(buf);
        json_put_text(buf, "stage", policy_stages[stage].name);
        json_put_text(buf, "id", rule->rule->id);
        json_put_text(buf, "title", rule->rule->title);
        json_put_text(buf, "en", rule->rule->en);
        json_put_text(buf, "text", rule->text);
        json_put_text(buf, "basis", rule->basis);
        put_day(buf, "from", rule->rule->from);
        put_day(buf, "to", rule->rule->to);
        json_put_bool(buf, "unconfirmed", rule->rule->unconfirmed);
        json_object_end(buf);
    }
    json_array_end(buf);
}

static void
write_causes(const struct policy *policy, int list, struct buf *buf)
{
    json_key(buf, "causes");
    json_object(buf);
    json_put_text(buf, "version", policy_cause_list_name(policy, list));
    json_key(buf, "list");
    json_array(buf);
    for (int i = 0; i < policy_cause_count(policy, list); i++) {
        const struct cause *cause = policy_cause(policy, list, i);
        json_object(buf);
        json_put_text(buf, "code", cause->code);
        json_put_text(buf, "name", cause->name);
        json_put_int(buf, "level", cause->level);
        json_put_text(buf, "domain", fl_word(&fl_domains, (int)cause->domain));
        json_put_text(buf, "scope", fl_word(&fl_scopes, (int)cause->scope));
        json_object_end(buf);
    }
    json_array_end(buf);
    json_object_end(buf);
}

void
policy_write(const struct policy *policy, fl_day as_of, struct buf *buf)
{
    char text[11];
    json_object(buf);
    json_put_text(buf, "policy", policy_name(policy));
    json_put_text(buf, "hash", policy_hash(policy));
    json_put_text(buf, "title", policy->title);
    json_put_text(buf, "as_of", day_print(as_of, text));
    write_params(policy, as_of, buf);
    write_rules(policy_edition(policy, as_of), buf);
    write_causes(policy, policy_cause_list_on(policy, as_of), buf);
    json_object_end(buf);
}
