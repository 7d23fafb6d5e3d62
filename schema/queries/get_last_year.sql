-- The latest year in which anything was counted in a court; null when nothing was.
SELECT extract(year FROM max(day))::int FROM ledger WHERE court = $1
