-- How often one side has objected since the case last changed.
SELECT count(*) FROM event o
WHERE o.court = $1 AND o.dispute_id = $2 AND o.type = 'case.objected' AND o.data ->> 'by' = $3
  AND NOT EXISTS (SELECT FROM event a
                  WHERE a.court = $1 AND a.dispute_id = $2 AND a.type = 'case.amended' AND a.recorded_at > o.recorded_at)
