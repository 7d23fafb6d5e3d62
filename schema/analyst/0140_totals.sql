-- The headline figures of a period, and a period split by one dimension: what `fenliu stats` and the annual report ask.
CREATE TYPE stats.figures AS (
    pre_litigation_mediations bigint, pre_litigation_disputes bigint, entrusted_mediations bigint,
    people_mediations bigint, union_mediations bigint, all_mediations bigint, all_mediated_disputes bigint,
    mediations_succeeded bigint, mediations_settled bigint, fast_track_cases bigint, fast_track_disputes bigint,
    fast_track_not_civil bigint, fast_track_converted bigint, fast_track_transferred bigint, carried_over bigint,
    entered bigint, accepted bigint, received bigint, concluded bigint, succeeded bigint, disputes bigint,
    cancelled bigint, open_at_end bigint, not_yet_accepted bigint, mean_days_mediation numeric,
    mean_days_fast_track numeric);

-- A calendar year, quarter or month that has figures is a row of its view; anything else is added up.
CREATE FUNCTION stats.totals(court text, first_day date, last_day date, as_recorded_on timestamptz DEFAULT NULL)
RETURNS stats.figures LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    grain text := CASE WHEN $4 IS NULL THEN stats.grain($2, $3) END;
    ret stats.figures;
BEGIN
    IF grain = 'year' THEN
        SELECT f.pre_litigation_mediations, f.pre_litigation_disputes, f.entrusted_mediations, f.people_mediations, f.union_mediations,
           f.all_mediations, f.all_mediated_disputes, f.mediations_succeeded, f.mediations_settled, f.fast_track_cases,
           f.fast_track_disputes, f.fast_track_not_civil, f.fast_track_converted, f.fast_track_transferred, f.carried_over,
           f.entered, f.accepted, f.received, f.concluded, f.succeeded, f.disputes, f.cancelled, f.open_at_end,
           f.not_yet_accepted, f.mean_days_mediation, f.mean_days_fast_track
        INTO ret FROM stats.annual f WHERE f.court = $1 AND f.year = extract(year FROM $2)::int;
    ELSIF grain = 'quarter' THEN
        SELECT f.pre_litigation_mediations, f.pre_litigation_disputes, f.entrusted_mediations, f.people_mediations, f.union_mediations,
           f.all_mediations, f.all_mediated_disputes, f.mediations_succeeded, f.mediations_settled, f.fast_track_cases,
           f.fast_track_disputes, f.fast_track_not_civil, f.fast_track_converted, f.fast_track_transferred, f.carried_over,
           f.entered, f.accepted, f.received, f.concluded, f.succeeded, f.disputes, f.cancelled, f.open_at_end,
           f.not_yet_accepted, f.mean_days_mediation, f.mean_days_fast_track
        INTO ret FROM stats.quarterly f
        WHERE f.court = $1 AND f.year = extract(year FROM $2)::int AND f.quarter = extract(quarter FROM $2)::int;
    ELSIF grain = 'month' THEN
        SELECT f.pre_litigation_mediations, f.pre_litigation_disputes, f.entrusted_mediations, f.people_mediations, f.union_mediations,
           f.all_mediations, f.all_mediated_disputes, f.mediations_succeeded, f.mediations_settled, f.fast_track_cases,
           f.fast_track_disputes, f.fast_track_not_civil, f.fast_track_converted, f.fast_track_transferred, f.carried_over,
           f.entered, f.accepted, f.received, f.concluded, f.succeeded, f.disputes, f.cancelled, f.open_at_end,
           f.not_yet_accepted, f.mean_days_mediation, f.mean_days_fast_track
        INTO ret FROM stats.monthly f
        WHERE f.court = $1 AND f.year = extract(year FROM $2)::int AND f.month = extract(month FROM $2)::int;
    END IF;
    IF grain IS NULL OR NOT FOUND THEN
        SELECT f.pre_litigation_mediations, f.pre_litigation_disputes, f.entrusted_mediations, f.people_mediations, f.union_mediations,
           f.all_mediations, f.all_mediated_disputes, f.mediations_succeeded, f.mediations_settled, f.fast_track_cases,
           f.fast_track_disputes, f.fast_track_not_civil, f.fast_track_converted, f.fast_track_transferred, f.carried_over,
           f.entered, f.accepted, f.received, f.concluded, f.succeeded, f.disputes, f.cancelled, f.open_at_end,
           f.not_yet_accepted, f.mean_days_mediation, f.mean_days_fast_track
        INTO ret FROM stats.figures_of($1, $2, $3, 'total', $4) f;
    END IF;
    IF NOT FOUND THEN
        ret := ROW(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL);
    END IF;
    RETURN ret;
END
$$;
COMMENT ON FUNCTION stats.totals(text, date, date, timestamptz) IS
'一院一时段（首日至末日，含两端，Asia/Shanghai）的总计，单位：件次（referral）；disputes类为纠纷件数（同一纠纷只计一次）。
诉前调解（pre_litigation_mediations）：法院委派的诉前调解（pre_filing_mediation）在时段内办结的全部件次，不论结果，按结果生效日计；工会调解、基层调解劳动争议另列，三者与先行调解之和为all_mediations。2025年起延续为先行调解（entrusted_mediations）。
速裁（fast_track_cases）：法院速裁案件以判决、调解、撤诉、驳回、确认（含驳回确认申请）办结者；其中司法确认、支付令另列（fast_track_not_civil，不属民事案件数）；转换程序、移送者不计入，另列。
成功（succeeded）：达成协议，以及自行和解后撤回（settled，含于其中并另列）。
旧存（carried_over）：首日之前已进入而未结未撤者。收案（received）：调解以调解员接受日计，其他以进入日计。as_recorded_on：只计该时刻以前记录的事项，即当时所知的数字。
Totals of one court over first_day … last_day, both included, Asia/Shanghai, in referrals; columns named disputes count a dispute once. Counting date: the day the outcome took effect. Pre-litigation mediations: court-delegated mediation before filing, concluded in the period, any outcome. Fast track: court referrals on the fast track concluded by judgment, mediation, withdrawal, dismissal or confirmation (granted or refused); confirmations and payment orders also in fast_track_not_civil; converted and transferred stand beside it and are not in it. succeeded: agreed, and withdrawn after the parties settled (settled, also shown apart). carried_over: open before first_day. as_recorded_on: the figures as known at that moment.';

CREATE TYPE stats.part AS (
    key text, name text, carried_over bigint, entered bigint, accepted bigint, received bigint, concluded bigint,
    completed bigint, succeeded bigint, settled bigint, disputes bigint, cancelled bigint, pre_litigation_mediations bigint,
    fast_track_cases bigint, mean_days numeric, success_of_received numeric, success_of_concluded numeric);

CREATE FUNCTION stats.split(court text, first_day date, last_day date, dimension text)
RETURNS SETOF stats.part LANGUAGE sql STABLE PARALLEL SAFE AS $$
SELECT f.key, f.name, CASE WHEN $4 IN ('mediator', 'body') THEN f.carried_over_held ELSE f.carried_over END AS carried_over,
       f.entered, f.accepted, f.received, f.concluded, f.completed, f.succeeded, f.settled, f.disputes_here, f.cancelled,
       f.pre_litigation_mediations, f.fast_track_cases, f.mean_days, f.success_of_received, f.success_of_concluded
FROM stats.figures_of($1, $2, $3, $4) f
WHERE f.carried_over <> 0 OR f.entered <> 0 OR f.accepted <> 0 OR f.concluded <> 0 OR f.cancelled <> 0
ORDER BY f.key
$$;
COMMENT ON FUNCTION stats.split(text, date, date, text) IS
    '时段总计按一个维度（channel渠道与程序、cause案由、domain领域、street街道、community社区、mediator调解员、body机构）拆分；口径同stats.totals；按调解员、机构时旧存为其已接受未结件数，成功率分母见列名。 The totals of a period split by one dimension; definitions as in stats.totals. By mediator and body, carried_over is what they had accepted and not concluded. success_of_received = succeeded ÷ received (as courts publish it; may mix cohorts), success_of_concluded = succeeded ÷ concluded.';
