-- The wrapped key of one dispute; no row: its personal data has been erased.
SELECT wrapped FROM dispute_key WHERE court = $1 AND dispute_id = $2
