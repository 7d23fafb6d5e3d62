UPDATE delivery SET dead = true, error = $4, since = now() WHERE court = $1 AND referral_id = $2 AND claim = $3 AND NOT dead
