COPY party (court, dispute_id, side, ordinal, kind, tags, division, sealed,
            name_hash, id_hash) FROM STDIN (FORMAT binary)
