-- The newest version of what was published of exactly this period.
SELECT publication_id, version, (published_at AT TIME ZONE 'Asia/Shanghai')::date
FROM publication WHERE court = $1 AND first_day = $2 AND last_day = $3
ORDER BY version DESC LIMIT 1
