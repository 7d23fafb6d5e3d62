-- A referral (back) into its queue. The order ages by itself: entry less a bonus for priority.
INSERT INTO queue (court, channel, rank_at, referral_id, street, cause)
SELECT court, channel, entered_at - priority * $3::bigint * interval '1 millisecond', referral_id, street, cause
FROM referral WHERE court = $1 AND referral_id = $2
