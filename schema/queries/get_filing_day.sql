-- The day on which the court took the dispute up first, when it comes back to it by a conversion: the time for the trial
-- runs from there (民诉法解释 258). In days of 1970.
SELECT (min(accepted_at) AT TIME ZONE 'Asia/Shanghai')::date - date '1970-01-01'
FROM referral WHERE court = $1 AND dispute_id = $2 AND channel = $3 AND outcome = 'converted'
