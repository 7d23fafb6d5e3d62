-- The same period by months or quarters ($4: the step); one that the period cuts counts from or up to the cut. The columns are
-- those of stats.part, and what continues the series of pre-litigation mediations.
SELECT CASE WHEN $4 = '3 months' THEN to_char(m.start, 'YYYY-"Q"Q') ELSE to_char(m.start, 'YYYY-MM') END AS key, NULL AS name,
       f.carried_over, f.entered, f.accepted, f.received, f.concluded, f.completed, f.succeeded, f.settled, f.disputes,
       f.cancelled, f.pre_litigation_mediations, f.fast_track_cases, f.mean_days, f.success_of_received, f.success_of_concluded,
       f.entrusted_mediations
FROM generate_series(date_trunc(CASE WHEN $4 = '3 months' THEN 'quarter' ELSE 'month' END, $2::date::timestamp),
                     $3::date::timestamp, $4::text::interval) AS m (start)
LEFT JOIN LATERAL stats.figures_of($1, greatest(m.start::date, $2::date),
                                   least((m.start + $4::text::interval)::date - 1, $3::date), 'total') f ON true
ORDER BY m.start
