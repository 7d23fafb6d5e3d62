-- The two totals of the year's report, from the view that analysts read.
SELECT pre_litigation_mediations, fast_track_cases
FROM stats.annual
WHERE court = '430204' AND year = 2021;
