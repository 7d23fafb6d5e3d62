-- The parts by channel added up by procedure, whatever the lane.
SELECT split_part(f.key, ' ', 2) AS key, NULL AS name, sum(f.carried_over) AS carried_over, sum(f.entered) AS entered,
       sum(f.accepted) AS accepted, sum(f.received) AS received, sum(f.concluded) AS concluded, sum(f.completed) AS completed,
       sum(f.succeeded) AS succeeded, sum(f.settled) AS settled, sum(f.cancelled) AS cancelled,
       round(sum(f.days)::numeric / nullif(sum(f.timed), 0), 1) AS mean_days,
       round(sum(f.succeeded)::numeric / nullif(sum(f.received), 0), 4) AS success_of_received,
       round(sum(f.succeeded)::numeric / nullif(sum(f.concluded), 0), 4) AS success_of_concluded
FROM stats.figures_of($1, $2, $3, 'channel') f
WHERE f.carried_over <> 0 OR f.entered <> 0 OR f.accepted <> 0 OR f.concluded <> 0 OR f.cancelled <> 0
GROUP BY 1
ORDER BY 1
