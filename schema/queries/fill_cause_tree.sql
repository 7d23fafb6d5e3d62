-- Every cause under itself and each cause above it, in its own list and, by the crosswalk of the pack, in the other ones:
-- where exactly one cause stands for it there. Run after fill_causes.
WITH RECURSIVE pairs AS (
    SELECT cell[1] AS list_from, cell[2] AS code_from, cell[3] AS list_to, cell[4] AS code_to
    FROM policy_file AS pack
    JOIN policy_file AS file ON file.hash = pack.hash
         AND file.path = convert_from(pack.data, 'UTF8')::jsonb ->> 'crosswalk'
    CROSS JOIN LATERAL string_to_table(replace(convert_from(file.data, 'UTF8'), E'\r', ''), E'\n') WITH ORDINALITY AS lines (line, n)
    CROSS JOIN LATERAL (SELECT string_to_array(line, E'\t') AS cell) AS cells
    WHERE pack.hash = $1 AND pack.path = 'pack.json' AND n > 1 AND line <> '' AND left(line, 1) <> '#'
), both_ways AS (
    SELECT list_from, code_from, list_to, code_to FROM pairs
    UNION SELECT list_to, code_to, list_from, code_from FROM pairs
), same AS (
    SELECT list, code, list AS in_list, code AS in_code FROM cause
    UNION ALL
    SELECT list_from, code_from, list_to, min(code_to) FROM both_ways GROUP BY 1, 2, 3 HAVING count(*) = 1
), up AS (
    SELECT list, code, in_list, in_code FROM same
    UNION
    SELECT up.list, up.code, up.in_list, c.parent
    FROM up JOIN cause c ON c.list = up.in_list AND c.code = up.in_code
    WHERE c.parent IS NOT NULL
)
INSERT INTO cause_tree (list, code, in_list, in_code, level, name)
SELECT up.list, up.code, up.in_list, up.in_code, c.level, c.name
FROM up JOIN cause c ON c.list = up.in_list AND c.code = up.in_code
