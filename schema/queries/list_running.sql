-- The clocks of some referrals that are not over, in the order of the referrals and their days; days since 1970.
SELECT referral_id, what, state, due_on - date '1970-01-01', near_on - date '1970-01-01', escalates
FROM deadline
WHERE court = $1 AND referral_id = ANY ($2::bigint[]) AND until <> 'performed'
  AND state IN ('running', 'near', 'passed', 'paused')
ORDER BY referral_id, due_on, what
