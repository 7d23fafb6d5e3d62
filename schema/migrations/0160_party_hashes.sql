-- Whoever looks for a party by its hash asks within a court and, for links, on one side: all of it stands in the index, so
-- that what such a party does in other courts costs nothing, no row is fetched, and no plan prefers to walk a whole court
-- while the table has not been analyzed yet.
DROP INDEX party_name;
DROP INDEX party_id;
CREATE INDEX party_name ON party (name_hash, court, side, dispute_id) WHERE name_hash IS NOT NULL;
CREATE INDEX party_id ON party (id_hash, court, side, dispute_id) WHERE id_hash IS NOT NULL;
