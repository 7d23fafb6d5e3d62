/* Every rule of the Hunan pack cites an article that was in force on every day of the rule: the
 * rules joined against articles.tsv, read here from the files and not through the engine that
 * checks the same. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/json.h"
#include "tests/suite.h"

#define PACK FENLIU_SOURCE "/deploy/policy/hunan"
#define OPEN INT32_MAX

static struct article {
    char *key, *text;
    fl_day from, to;
    bool confirmed;
} articles[512];
static int n_articles;

static char *
slurp(const char *path)
{
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s cannot be opened", path);
    char *text = calloc(1, 4 << 20);
    size_t len = fread(text, 1, (4 << 20) - 1, file);
    fclose(file);
    text[len] = '\0';
    return text;
}

static fl_day
day_or(const char *text, fl_day otherwise)
{
    fl_day day = otherwise;
    if (text && *text)
        ck_assert_msg(day_parse(text, strlen(text), &day), "%s is no day", text);
    return day;
}

static void
read_articles(void)
{
    char *text = slurp(PACK "/articles.tsv"), *rest = text, *line = strsep(&rest, "\n");
    n_articles = 0;
    while ((line = strsep(&rest, "\n")) && *line) {
        char *cell[7] = {0}, key[512];
        for (int i = 0; i < 7; i++)
            cell[i] = strsep(&line, "\t");
        ck_assert_msg(cell[6] && !line, "a row of articles.tsv has not seven columns");
        snprintf(key, sizeof key, "%s %s", cell[0], cell[2]);
        articles[n_articles++] = (struct article){strdup(key), cell[6], day_or(cell[3], OPEN),
                                                  day_or(cell[4], OPEN), !strcmp(cell[5], "found")};
    }
    ck_assert_int_gt(n_articles, 100);
}

static bool
in_force(const char *key, fl_day day)
{
    for (int i = 0; i < n_articles; i++)
        if (!strcmp(articles[i].key, key) && articles[i].from <= day && day <= articles[i].to)
            return true;
    return false;
}

static void
check_rule(const char *file, const cJSON *rule)
{
    const char *id = json_str(json_get(rule, "id"));
    const cJSON *basis = json_get(rule, "basis");
    fl_day from = day_or(json_str(json_get(rule, "from")), 0), start = day_of_civil(2021, 1, 1);
    fl_day to = day_or(json_str(json_get(rule, "to")), day_of_civil(2035, 1, 1));
    char text[11];
    ck_assert_msg(cJSON_GetArraySize(basis) > 0, "%s: %s cites nothing", file, id);
    for (const cJSON *key = basis->child; key; key = key->next) {
        bool ever = false;
        for (int i = 0; i < n_articles; i++)
            ever |= !strcmp(articles[i].key, json_str(key)) && articles[i].from <= to &&
                    articles[i].to >= from;
        ck_assert_msg(ever, "%s: %s cites %s, which is never in force while it stands", file, id,
                      json_str(key));
    }
    for (fl_day day = from > start ? from : start; day <= to; day++) {
        const cJSON *key = basis->child;
        while (key && !in_force(json_str(key), day))
            key = key->next;
        ck_assert_msg(key, "%s: %s cites nothing that is in force on %s", file, id,
                      day_print(day, text));
    }
}

START_TEST(every_rule_cites_an_article_in_force_on_every_day_of_the_rule)
{
    read_articles();
    DIR *dir = opendir(PACK "/rules");
    int n = 0;
    for (const struct dirent *entry; (entry = readdir(dir));) {
        char path[512];
        if (*entry->d_name == '.')
            continue;
        snprintf(path, sizeof path, "%s/rules/%s", PACK, entry->d_name);
        char *text = slurp(path);
        JSON_AUTO doc = NULL;
        struct fl_error err = {0};
        ck_assert_msg(!json_parse(text, strlen(text), &doc, &err), "%s: %s", path, err.detail);
        for (const cJSON *rule = json_get(doc, "rules")->child; rule; rule = rule->next, n++)
            check_rule(entry->d_name, rule);
        free(text);
    }
    closedir(dir);
    ck_assert_int_gt(n, 150);
}
END_TEST

START_TEST(an_article_that_was_found_has_its_text_and_one_that_was_not_has_none)
{
    read_articles();
    for (int i = 0; i < n_articles; i++)
        ck_assert_msg(articles[i].confirmed == (*articles[i].text != '\0'), "%s", articles[i].key);
}
END_TEST

START_TEST(no_article_overlaps_itself_in_time)
{
    read_articles();
    for (int i = 0; i < n_articles; i++)
        for (int k = 0; k < i; k++)
            ck_assert_msg(strcmp(articles[i].key, articles[k].key) ||
                              articles[i].to < articles[k].from ||
                              articles[k].to < articles[i].from,
                          "%s", articles[i].key);
}
END_TEST

SUITE(articles, "the articles that the rules cite",
      every_rule_cites_an_article_in_force_on_every_day_of_the_rule,
      an_article_that_was_found_has_its_text_and_one_that_was_not_has_none,
      no_article_overlaps_itself_in_time)
