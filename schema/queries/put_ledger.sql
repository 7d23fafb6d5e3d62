-- The effects of events on the counts, a row for each element of the arrays, out of the referrals as they stand now. The
-- levels first_… say how near the last visit of the same dispute lies that counted before it (ledger_level); what leaves
-- its series (converted, transferred) counts as none.
INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, outcome, reason, cause_list, cause, domain,
                    street, community, body, mediator, n, days, claimants, opens, continues, registered, late,
                    paused, entered_on, accepted_on, first_here, first_kind, first_all, dispute_id, referral_id, event_id)
SELECT r.court, w.day, w.measure, r.channel, r.procedure, r.fast_track, c.outcome, c.reason, r.cause_list, r.cause,
       r.domain, r.street, d.community, r.body, r.mediator, 1, w.days, d.claimants,
       w.measure = 'entered' AND r.visit = 1, b.continues, r.channel = 'court' AND b.registered, c.late,
       CASE WHEN w.measure = 'concluded' THEN r.paused_days ELSE 0 END,
       (r.entered_at AT TIME ZONE 'Asia/Shanghai')::date, (r.accepted_at AT TIME ZONE 'Asia/Shanghai')::date,
       CASE WHEN k.counts THEN ledger_level(b.here, w.day) ELSE 0 END,
       CASE WHEN k.counts THEN ledger_level(b.kind, w.day) ELSE 0 END,
       CASE WHEN k.counts AND r.channel <> 'triage' THEN ledger_level(b.any, w.day) ELSE 0 END,
       r.dispute_id, r.referral_id, w.event_id
FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::date[], $6::int[]) AS w (referral_id, measure, event_id, day, days)
JOIN referral r ON r.court = $1 AND r.referral_id = w.referral_id
JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN w.measure = 'concluded' THEN r.outcome END AS outcome, CASE WHEN w.measure = 'concluded' THEN r.reason END AS reason,
           coalesce(w.measure = 'concluded' AND w.day > r.due_on, false) AS late) c
CROSS JOIN LATERAL (
    SELECT w.measure IN ('entered', 'accepted')
           OR w.measure = 'concluded' AND EXISTS (SELECT FROM stats.outcome o WHERE o.channel = r.channel
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
        SELECT day, (day, e.visit) < (w.day, r.visit) AS before
        FROM (SELECT (CASE WHEN w.measure = 'entered' THEN e.entered_at
                           WHEN w.measure = 'accepted' THEN e.accepted_at
                           WHEN w.measure = 'concluded' AND EXISTS (SELECT FROM stats.outcome o WHERE o.channel = e.channel
                                                             AND o.outcome = e.outcome AND o.counts)
                                THEN e.concluded_at END AT TIME ZONE 'Asia/Shanghai')::date AS day) t) t
    WHERE e.court = r.court AND e.dispute_id = r.dispute_id AND e.referral_id <> r.referral_id) b
