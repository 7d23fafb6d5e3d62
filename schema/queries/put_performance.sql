-- Agreements, an element of the arrays each, and until when they are to be performed.
INSERT INTO performance (court, referral_id, dispute_id, reached_on, due_on, pay_only)
SELECT $1, a.referral_id, a.dispute_id, a.reached_on, a.due_on, a.pay_only
FROM unnest($2::bigint[], $3::bigint[], $4::date[], $5::date[], $6::boolean[])
    AS a (referral_id, dispute_id, reached_on, due_on, pay_only)
