-- What the outcomes of the channels count as, in one word: the roll-ups are folded anew when it changes, too.
CREATE FUNCTION outcomes_counted() RETURNS text LANGUAGE sql STABLE SET search_path = fenliu, pg_temp AS $$
SELECT md5(string_agg(concat_ws(' ', channel, outcome, counts, succeeded), ',' ORDER BY channel, outcome)) FROM channel_outcome
$$;
COMMENT ON FUNCTION outcomes_counted() IS 'the second word of fold_place.definition: by what the roll-ups were folded';
