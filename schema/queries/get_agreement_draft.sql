SELECT sealed, perform_by FROM agreement WHERE court = $1 AND referral_id = $2
