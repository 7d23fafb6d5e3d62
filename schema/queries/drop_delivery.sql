-- Settled, or no longer that of the offer that was sent.
DELETE FROM delivery WHERE court = $1 AND referral_id = $2 AND claim = $3 AND NOT dead
