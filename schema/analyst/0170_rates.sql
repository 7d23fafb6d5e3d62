-- Rates in percent, each beside its numerator and denominator. Who publishes with other digits rounds from those two:
-- stats.percent(numerator, denominator, digits).
CREATE FUNCTION stats.percent(numerator numeric, denominator numeric, digits int DEFAULT 2) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT round(100 * numerator / nullif(denominator, 0), digits)
$$;
COMMENT ON FUNCTION stats.percent(numeric, numeric, int) IS
    '百分比：100×分子÷分母，四舍五入到digits位；分母为零则为空（与时区无关，计数日Asia/Shanghai）。 Percent, rounded half away from zero; null when there is nothing to divide by (counting dates: Asia/Shanghai).';

DO $$
DECLARE
    unit record;
BEGIN
    FOR unit IN SELECT * FROM (VALUES ('annual', 'rates', '', '年度', 'year'), ('quarterly', 'rates_quarterly', ', quarter', '季度', 'quarter'),
                                      ('monthly', 'rates_monthly', ', month', '月度', 'month')) u (view, name, part, zh, en) LOOP
        EXECUTE format('CREATE VIEW stats.%I AS SELECT court, year%s,
            mediations_succeeded, mediations_accepted, stats.percent(mediations_succeeded, mediations_accepted) AS success_rate_of_accepted,
            all_mediations, stats.percent(mediations_succeeded, all_mediations) AS success_rate_of_concluded,
            pre_litigation_succeeded, pre_litigation_accepted,
            stats.percent(pre_litigation_succeeded, pre_litigation_accepted) AS pre_litigation_success_rate_of_accepted,
            entrusted_succeeded, entrusted_accepted,
            stats.percent(entrusted_succeeded, entrusted_accepted) AS entrusted_success_rate_of_accepted,
            court_concluded, court_carried_over, court_received,
            stats.percent(court_concluded, court_carried_over + court_received) AS closing_rate,
            fast_track_cases, fast_track_received, stats.percent(fast_track_cases, fast_track_received) AS fast_track_rate_of_received,
            disputes_closed, disputes_carried_over, disputes_opened,
            stats.percent(disputes_closed, disputes_carried_over + disputes_opened) AS disputes_closing_rate,
            civil_mediated, civil_withdrawn, civil_deemed_withdrawn, civil_judged, civil_concluded,
            stats.percent(civil_mediated + civil_withdrawn, civil_concluded) AS mediated_or_withdrawn_rate,
            small_claims_concluded, stats.percent(small_claims_concluded, civil_concluded) AS small_claims_share,
            summary_concluded, stats.percent(summary_concluded, civil_concluded) AS summary_share,
            pre_litigation_succeeded + entrusted_succeeded AS diverted,
            pre_litigation_succeeded + entrusted_entered + civil_received - civil_after_entrusted AS diversion_base,
            stats.percent(pre_litigation_succeeded + entrusted_succeeded,
                          pre_litigation_succeeded + entrusted_entered + civil_received - civil_after_entrusted) AS diversion_share,
            agreements_performed, agreements_due, stats.percent(agreements_performed, agreements_due) AS voluntary_performance_rate,
            concluded + cancelled AS outgoing, entered AS incoming, stats.percent(concluded + cancelled, entered) AS clearance_rate
            FROM stats.%I', unit.name, unit.part, unit.view);
        EXECUTE format('COMMENT ON VIEW stats.%I IS %L', unit.name,
            unit.zh || '各项比率（百分比，两位小数），分子、分母在旁；口径见各列注释；计数日为结果生效日，Asia/Shanghai。 Rates of a ' || unit.en ||
            ' in percent, each beside its numerator and denominator; defined in the comments of the columns; by the day the outcome took effect, Asia/Shanghai.');
    END LOOP;
END
$$;

CREATE VIEW stats.clearance AS
SELECT court, year, month, key, entered AS incoming, concluded + cancelled AS outgoing,
       stats.percent(concluded + cancelled, entered) AS clearance_rate, open_at_end
FROM stats.by_channel_monthly;
COMMENT ON VIEW stats.clearance IS
    '结收比（CourTools：clearance rate）：离开÷进入，按渠道与程序、月；计数日为进入日与结果生效日，Asia/Shanghai。 Clearance (CourTools): outgoing ÷ incoming by channel, procedure and month; counted on the day of entry and the day the outcome took effect, Asia/Shanghai.';
