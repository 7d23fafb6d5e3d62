-- The outcomes of the channels, as the tables of adapters/ say: written by the program that applies migrations and
-- by each fenliud at its start, so that statistics know the channels that it knows. Rows are never taken away: the
-- history of a channel that was taken out keeps its meaning.
CREATE TABLE channel_outcome (
    channel   text    NOT NULL,
    outcome   text    NOT NULL,
    counts    boolean NOT NULL,
    succeeded boolean NOT NULL,
    zh        text    NOT NULL,
    PRIMARY KEY (channel, outcome)
);
COMMENT ON TABLE channel_outcome IS 'how a referral of a channel may end; counts: it completes in the series of the channel';
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'fenliu_stats') THEN
        GRANT SELECT ON channel_outcome TO fenliu_stats; -- the owner of the views
    END IF;
END
$$;
