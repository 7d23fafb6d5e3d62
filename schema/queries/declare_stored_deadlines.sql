-- Every clock of every referral; those of none are in list_deadline_orphans.sql.
DECLARE stored_deadline NO SCROLL CURSOR FOR
SELECT r.court, r.dispute_id, r.referral_id, d.what, d.starts, d.until, d.state, d.dispute_id,
       d.due_on - date '1970-01-01', d.closed_on - date '1970-01-01'
FROM referral r JOIN deadline d ON d.court = r.court AND d.referral_id = r.referral_id
ORDER BY r.court, r.dispute_id, r.referral_id, d.what
