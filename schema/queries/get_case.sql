-- One dispute, its personal rest sealed; its first docket number; the day whose
-- law decided last (that on which the newest referral entered, else that of filing), in days of 1970.
SELECT d.dispute_id, d.source, d.ref, d.state, d.document::text,
       d.sealed,
       (date_part('epoch', d.received_at) * 1000)::bigint, (date_part('epoch', d.closed_at) * 1000)::bigint,
       (SELECT r.docket FROM referral r
        WHERE r.court = d.court AND r.dispute_id = d.dispute_id AND r.docket IS NOT NULL
        ORDER BY r.visit LIMIT 1),
       coalesce((SELECT (r.entered_at AT TIME ZONE 'Asia/Shanghai')::date FROM referral r
                 WHERE r.court = d.court AND r.dispute_id = d.dispute_id
                 ORDER BY r.visit DESC LIMIT 1), d.filed_on) - date '1970-01-01'
FROM dispute d WHERE d.court = $1 AND d.dispute_id = $2
