-- How far the keeper has looked. Not locked: a round that finds nothing takes no number of a transaction.
SELECT xid::text, event_id FROM link_place
