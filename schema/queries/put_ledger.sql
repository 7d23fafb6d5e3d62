-- The effect of one event on the counts, out of the referral as it stands now. The levels first_… say how near the last
-- visit of the same dispute lies that counted before it (ledger_level); what leaves its series (converted, transferred)
-- counts as none.
INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, outcome, reason, cause_list, cause, domain,
                    street, community, body, mediator, n, days, claimants, opens, continues, registered, late,
                    paused, entered_on, accepted_on, first_here, first_kind, first_all, dispute_id, referral_id, event_id)
SELECT r.court, $5::date, $3::text, r.channel, r.procedure, r.fast_track, c.outcome, c.reason, r.cause_list, r.cause,
       r.domain, r.street, d.community, r.body, r.mediator, 1, $6::int, d.claimants,
       $3 = 'entered' AND r.visit = 1, b.continues, r.channel = 'court' AND b.registered, c.late,
       CASE WHEN $3 = 'concluded' THEN r.paused_days ELSE 0 END,
       (r.entered_at AT TIME ZONE 'Asia/Shanghai')::date, (r.accepted_at AT TIME ZONE 'Asia/Shanghai')::date,
       CASE WHEN k.counts THEN ledger_level(b.here, $5) ELSE 0 END,
       CASE WHEN k.counts THEN ledger_level(b.kind, $5) ELSE 0 END,
       CASE WHEN k.counts AND r.channel <> 'triage' THEN ledger_level(b.any, $5) ELSE 0 END,
       r.dispute_id, r.referral_id, $4::bigint
FROM referral r
JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN $3 = 'concluded' THEN r.outcome END AS outcome, CASE WHEN $3 = 'concluded' THEN r.reason END AS reason,
           coalesce($3 = 'concluded' AND $5::date > r.due_on, false) AS late) c
CROSS JOIN LATERAL (
    SELECT $3 IN ('entered', 'accepted')
           OR $3 = 'concluded' AND EXISTS (SELECT FROM stats.outcome o WHERE o.channel = r.channel
                                           AND o.outcome = r.outcome AND o.counts) AS counts) k
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(e.visit = r.visit - 1 AND e.outcome = 'converted' AND ledger_civil(e.procedure)
                            AND ledger_civil(r.procedure)), false) AS continues,
           coalesce(bool_or(e.visit < r.visit AND e.procedure = 'entrusted_mediation'), false) AS registered,
           max(t.day) FILTER (WHERE t.before AND (e.channel, e.procedure) = (r.channel, r.procedure)) AS here,
           max(t.day) FILTER (WHERE t.before AND ledger_kind(e.channel, e.fast_track)
                                                 = ledger_kind(r.channel, r.fast_track)) AS kind,
           max(t.day) FILTER (WHERE t.before AND e.channel <> 'triage') AS any
    FROM referral e
    CROSS JOIN LATERAL (
        SELECT day, (day, e.visit) < ($5::date, r.visit) AS before
        FROM (SELECT (CASE WHEN $3 = 'entered' THEN e.entered_at
                           WHEN $3 = 'accepted' THEN e.accepted_at
                           WHEN $3 = 'concluded' AND EXISTS (SELECT FROM stats.outcome o WHERE o.channel = e.channel
                                                             AND o.outcome = e.outcome AND o.counts)
                                THEN e.concluded_at END AT TIME ZONE 'Asia/Shanghai')::date AS day) t) t
    WHERE e.court = r.court AND e.dispute_id = r.dispute_id AND e.referral_id <> r.referral_id) b
WHERE r.court = $1 AND r.referral_id = $2
