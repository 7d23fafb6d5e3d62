-- How many disputes each data key wraps, and how many kept answers it seals (their envelope names it).
SELECT key_id, sum(disputes)::bigint, sum(answers)::bigint
FROM (SELECT key_id::int, count(*) AS disputes, 0 AS answers FROM dispute_key GROUP BY key_id
      UNION ALL
      SELECT get_byte(sealed, 1) * 256 + get_byte(sealed, 2), 0, count(*) FROM request GROUP BY 1) used
GROUP BY key_id ORDER BY key_id
