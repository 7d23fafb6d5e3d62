-- Nobody answered, or nothing that counts: tried again after $4 ms.
UPDATE delivery SET next_at = now() + $4 * interval '1 millisecond', error = $5, silent = $6
WHERE court = $1 AND referral_id = $2 AND claim = $3 AND NOT dead
