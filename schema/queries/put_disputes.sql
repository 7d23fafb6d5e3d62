-- Cases in key order; those whose key is stored already come back missing.
INSERT INTO dispute (court, dispute_id, source, ref, filed_at, filed_on, street, community, cause_list,
                     cause, domain, amount_fen, claimants, respondents, state, document, content_hash,
                     sealed, received_at, closed_at)
SELECT *
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::date[], $7::text[],
            $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[], $13::int[], $14::int[],
            $15::text[], $16::json[], $17::bytea[], $18::bytea[], $19::timestamptz[],
            $20::timestamptz[])
ON CONFLICT (court, source, ref) DO NOTHING
RETURNING dispute_id
