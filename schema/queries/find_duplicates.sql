-- Of newly received disputes ($1, $2) those that may be the same as one that another source sent to their court: a claimant and a respondent in
-- common (by number where both have one, else by name), and filed within $3 days of each other, or for the same cause
-- within $4. A name or number of more than $5 disputes (a bank) finds none by itself, it only confirms: the cost of a
-- dispute does not grow with how much such a party sues, and whoever is party to many of the new ones is looked for once.
WITH fresh AS MATERIALIZED (
    SELECT d.court, d.dispute_id, d.source, d.filed_on, d.cause_list, d.cause, d.respondents
    FROM unnest($1::text[], $2::bigint[]) AS n (court, dispute_id)
    JOIN dispute d ON d.court = n.court AND d.dispute_id = n.dispute_id
    WHERE d.state = 'open'
), mine AS MATERIALIZED (
    SELECT f.court, f.dispute_id, p.side, p.name_hash, p.id_hash
    FROM fresh f
    CROSS JOIN LATERAL (SELECT p.side, p.name_hash, p.id_hash FROM party p
                        WHERE p.court = f.court AND p.dispute_id = f.dispute_id AND p.ordinal < 20) p
), met AS MATERIALIZED (
    SELECT k.court, k.asking, ARRAY(SELECT q.dispute_id FROM party q
                                    WHERE q.name_hash = k.name_hash AND q.court = k.court AND q.side = k.side
                                    LIMIT $5::int + 2) AS others
    FROM (SELECT court, side, name_hash, array_agg(dispute_id) AS asking
          FROM mine WHERE name_hash IS NOT NULL GROUP BY 1, 2, 3) k
    UNION ALL
    SELECT k.court, k.asking, ARRAY(SELECT q.dispute_id FROM party q
                                    WHERE q.id_hash = k.id_hash AND q.court = k.court AND q.side = k.side
                                    LIMIT $5::int + 2)
    FROM (SELECT court, side, id_hash, array_agg(dispute_id) AS asking
          FROM mine WHERE id_hash IS NOT NULL GROUP BY 1, 2, 3) k
), seed AS MATERIALIZED (
    SELECT DISTINCT m.court, a.dispute_id, o.other
    FROM met m
    CROSS JOIN LATERAL unnest(m.asking) AS a (dispute_id)
    CROSS JOIN LATERAL unnest(m.others) AS o (other)
    WHERE cardinality(m.others) BETWEEN 2 AND $5::int + 1 AND a.dispute_id <> o.other -- it stands there itself
)
SELECT DISTINCT ON (f.court, least(f.dispute_id, o.dispute_id), greatest(f.dispute_id, o.dispute_id))
       f.court, least(f.dispute_id, o.dispute_id), greatest(f.dispute_id, o.dispute_id),
       -- (not EXISTS with the hashes equal: that could be planned as a scan of every number there is)
       coalesce((SELECT bool_or(p.id_hash = q.id_hash) FROM party p
                 JOIN party q ON q.court = p.court AND q.dispute_id = o.dispute_id AND q.side = p.side
                 WHERE p.court = f.court AND p.dispute_id = f.dispute_id AND p.side = 0), false),
       coalesce((f.cause_list, f.cause) = (o.cause_list, o.cause), false), abs(f.filed_on - o.filed_on)
FROM seed s
JOIN fresh f ON f.court = s.court AND f.dispute_id = s.dispute_id
JOIN dispute o ON o.court = s.court AND o.dispute_id = s.other
WHERE o.source <> f.source AND o.state <> 'withdrawn'
  AND (abs(f.filed_on - o.filed_on) <= $3
       OR (f.cause_list = o.cause_list AND f.cause = o.cause AND abs(f.filed_on - o.filed_on) <= $4))
  AND (SELECT bool_and(t.side = 1 AND f.respondents = 0 AND o.respondents = 0
                       OR EXISTS (SELECT FROM party p
                                  JOIN party q ON q.court = p.court AND q.dispute_id = o.dispute_id AND q.side = p.side
                                       AND CASE WHEN p.id_hash IS NOT NULL AND q.id_hash IS NOT NULL
                                                THEN p.id_hash = q.id_hash ELSE p.name_hash = q.name_hash END
                                  WHERE p.court = f.court AND p.dispute_id = f.dispute_id AND p.side = t.side))
       FROM (VALUES (0), (1)) AS t (side))
