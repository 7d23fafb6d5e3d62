-- What was published, beside what the same figure is now.
CREATE VIEW stats.published AS
SELECT court, publication_id, first_day, last_day, version, published_at, section, key, figure,
       sum(published) AS published, sum(now) AS now, sum(now) - sum(published) AS added_after
FROM (SELECT p.court, p.publication_id, p.first_day, p.last_day, p.version, p.published_at, f.section, f.key, f.figure,
             f.value AS published, 0 AS now
      FROM fenliu.publication p
      JOIN fenliu.published_figure f ON f.court = p.court AND f.publication_id = p.publication_id
      UNION ALL
      SELECT p.court, p.publication_id, p.first_day, p.last_day, p.version, p.published_at, s.section, x.key, e.key, 0,
             e.value::numeric
      FROM fenliu.publication p
      CROSS JOIN unnest(ARRAY['total', 'channel', 'cause', 'domain', 'street', 'community', 'body', 'mediator']) AS s (section)
      CROSS JOIN LATERAL stats.figures_of(p.court, p.first_day, p.last_day, s.section) x
      CROSS JOIN LATERAL jsonb_each_text(to_jsonb(x) - '{court,year,key,name}'::text[]) e
      WHERE e.value IS NOT NULL AND e.value::numeric <> 0) f
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
COMMENT ON VIEW stats.published IS
    '已公布的数字：定期时的数（published）、现在的数（now）与其差（added_after，定期后新增）；按总计与各维度；计数日为结果生效日，Asia/Shanghai。 Published figures: as they were when the period was closed, as they are now, and what was added after closing; in whole and by each dimension; by the day the outcome took effect, Asia/Shanghai.';
COMMENT ON COLUMN stats.published.publication_id IS '公布编号。 id of the publication.';
COMMENT ON COLUMN stats.published.first_day IS '时段首日。 first day of the period.';
COMMENT ON COLUMN stats.published.last_day IS '时段末日。 last day of the period.';
COMMENT ON COLUMN stats.published.version IS '版次：再次公布者递增，旧版保留。 version: one more each time the period is published again; the old ones stay.';
COMMENT ON COLUMN stats.published.published_at IS '公布（定期）时间，Asia/Shanghai。 when it was published, Asia/Shanghai.';
COMMENT ON COLUMN stats.published.section IS '维度：total总计、channel、cause、domain、street、community、body、mediator。 total, or the dimension that it is split by.';
COMMENT ON COLUMN stats.published.figure IS '数字名称：stats.by_cause的列名。 which figure: a column of stats.by_cause.';
COMMENT ON COLUMN stats.published.published IS '公布时的数字。 the figure as published.';
COMMENT ON COLUMN stats.published.now IS '同一数字现在的值。 the same figure now.';
COMMENT ON COLUMN stats.published.added_after IS '定期后新增（现在减公布）。 added after closing: now less published.';
