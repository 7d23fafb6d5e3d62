-- The days out of the calendar of a pack, as pack.json names it; columns by their header.
INSERT INTO calendar (day, kind, name)
SELECT cell[array_position(head, 'date')]::date, cell[array_position(head, 'kind')],
       nullif(cell[array_position(head, 'name')], '')
FROM policy_file AS pack
JOIN policy_file AS file ON file.hash = pack.hash AND file.path = convert_from(pack.data, 'UTF8')::jsonb ->> 'calendar'
CROSS JOIN LATERAL (SELECT replace(convert_from(file.data, 'UTF8'), E'\r', '') AS text) AS whole
CROSS JOIN LATERAL (SELECT string_to_array(split_part(text, E'\n', 1), E'\t') AS head) AS heading
CROSS JOIN LATERAL string_to_table(text, E'\n') WITH ORDINALITY AS lines (line, n)
CROSS JOIN LATERAL (SELECT string_to_array(line, E'\t') AS cell) AS cells
WHERE pack.hash = $1 AND pack.path = 'pack.json' AND n > 1 AND line <> '' AND left(line, 1) <> '#'
