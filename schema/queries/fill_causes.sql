-- The lists of causes out of the files of a pack, as pack.json names them; columns by their header.
INSERT INTO cause (list, code, level, name, parent, domain, scope)
SELECT given.list ->> 'name', cell[array_position(head, 'code')], cell[array_position(head, 'level')]::int,
       cell[array_position(head, 'name')], nullif(cell[array_position(head, 'parent')], ''),
       cell[array_position(head, 'domain')], cell[array_position(head, 'scope')]
FROM policy_file AS pack
CROSS JOIN LATERAL jsonb_array_elements(convert_from(pack.data, 'UTF8')::jsonb -> 'cause_lists') AS given (list)
JOIN policy_file AS file ON file.hash = pack.hash AND file.path = given.list ->> 'file'
CROSS JOIN LATERAL (SELECT replace(convert_from(file.data, 'UTF8'), E'\r', '') AS text) AS whole
CROSS JOIN LATERAL (SELECT string_to_array(split_part(text, E'\n', 1), E'\t') AS head) AS heading
CROSS JOIN LATERAL string_to_table(text, E'\n') WITH ORDINALITY AS lines (line, n)
CROSS JOIN LATERAL (SELECT string_to_array(line, E'\t') AS cell) AS cells
WHERE pack.hash = $1 AND pack.path = 'pack.json' AND n > 1 AND line <> '' AND left(line, 1) <> '#'
