-- The same period month by month; a month that the period cuts counts from or up to the cut. Columns as stats.part.
SELECT to_char(m.start, 'YYYY-MM') AS key, NULL AS name, t.carried_over, t.entered, t.accepted, t.received,
       t.concluded, NULL AS completed, t.succeeded, t.mediations_settled AS settled, t.disputes, t.cancelled,
       t.pre_litigation_mediations, t.fast_track_cases, NULL AS mean_days, NULL AS success_of_received,
       NULL AS success_of_concluded
FROM generate_series(date_trunc('month', $2::date::timestamp), $3::date::timestamp, interval '1 month') AS m (start)
CROSS JOIN LATERAL stats.totals($1, greatest(m.start::date, $2::date),
                                least((m.start + interval '1 month')::date - 1, $3::date)) t
ORDER BY m.start
