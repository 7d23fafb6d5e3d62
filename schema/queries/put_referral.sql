-- The next visit of a dispute to a channel; street and such are those of the dispute.
INSERT INTO referral (court, referral_id, dispute_id, decision_id, visit, channel, procedure, fast_track, state,
                      street, cause_list, cause, domain, priority, docket, entered_at, pool, rank_at)
SELECT d.court, $3::bigint, d.dispute_id, $4::bigint, $5::int, $6::text, $7::text, $8::boolean, $9::text,
       d.street, $10::text, $11::text, coalesce($12::text, d.domain), $13::int, $14::text, $15::timestamptz,
       $16::bigint, $17::bigint
FROM dispute d WHERE d.court = $1 AND d.dispute_id = $2
