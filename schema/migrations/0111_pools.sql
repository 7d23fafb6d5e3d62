-- Pulling by pools. A pool is what alike referrals wait in: one channel, place and cause of a court. Its number is the
-- front of a hash over these (engine/queue/pool.h), so that whoever writes a referral knows it without asking. A
-- mediator fits whole pools or none, so a pull looks at the heads of the pools that it fits and at nothing else: what
-- does not fit costs nothing, however much of it waits.
CREATE TABLE pool (
    court      text   NOT NULL,
    pool       bigint NOT NULL,
    channel    text   NOT NULL,
    street     text,
    community  text,
    cause_list text,
    cause      text,
    PRIMARY KEY (court, pool)
);
CREATE INDEX pool_channel ON pool (court, channel);
COMMENT ON TABLE pool IS 'what has ever waited alike; rows stay, there are as many as there are places × causes';

ALTER TABLE referral ADD COLUMN pool bigint, ADD COLUMN rank_at bigint;
COMMENT ON COLUMN referral.rank_at IS 'Unix ms: entered_at less a bonus of at most desk.overtake_days (engine/queue/rank.h): the order of its queue';

UPDATE referral r
SET pool = ('x' || left(encode(sha256(convert_to(concat_ws(E'\x1f', r.channel, coalesce(r.street, ''), coalesce(d.community, ''),
                                                           coalesce(r.cause_list, ''), coalesce(r.cause, '')), 'UTF8')), 'hex'), 16))::bit(64)::bigint,
    rank_at = (extract(epoch FROM r.entered_at) * 1000)::bigint - r.priority * 3600000::bigint
FROM dispute d
WHERE d.court = r.court AND d.dispute_id = r.dispute_id AND r.state IN ('queued', 'offered', 'accepted', 'paused');
INSERT INTO pool (court, pool, channel, street, community, cause_list, cause)
SELECT DISTINCT r.court, r.pool, r.channel, r.street, d.community, r.cause_list, r.cause
FROM referral r JOIN dispute d ON d.court = r.court AND d.dispute_id = r.dispute_id
WHERE r.pool IS NOT NULL;

-- Open referrals only, as narrow as can be. Rows live shortly: vacuum comes often and does not dawdle.
DROP TABLE queue;
CREATE TABLE queue (
    court       text   NOT NULL,
    pool        bigint NOT NULL,
    rank_at     bigint NOT NULL,
    referral_id bigint NOT NULL,
    PRIMARY KEY (court, referral_id)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX queue_head ON queue (court, pool, rank_at, referral_id);
INSERT INTO queue (court, pool, rank_at, referral_id)
SELECT court, pool, rank_at, referral_id FROM referral WHERE state = 'queued';

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_engine') THEN
        REVOKE UPDATE, DELETE ON pool FROM fenliu_engine;
    END IF;
END
$$;
