-- Days of which nothing is open any more.
DELETE FROM tally_open WHERE n = 0 AND court = ANY ($1::text[])
