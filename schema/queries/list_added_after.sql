-- The headline figures that have changed since a publication.
SELECT figure, published, added_after, now FROM stats.published
WHERE court = $1 AND publication_id = $2 AND section = 'total' AND added_after <> 0
  AND figure !~ '^(days|timed|mediation_days|mediation_timed|fast_track_days|fast_track_timed|success_of.*)$'
ORDER BY figure
