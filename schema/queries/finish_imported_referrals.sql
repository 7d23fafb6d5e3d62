-- From how referrals entered to how they stand.
UPDATE referral r
SET state = k.state, claim = k.claim, mediator = k.mediator, body = k.body, accepted_at = k.accepted_at, due_on = k.due_on,
    concluded_at = k.concluded_at, outcome = k.outcome, reason = k.reason
FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::timestamptz[], $8::date[],
            $9::timestamptz[], $10::text[], $11::text[])
     AS k(referral_id, state, claim, mediator, body, accepted_at, due_on, concluded_at, outcome, reason)
WHERE r.court = $1 AND r.referral_id = k.referral_id
