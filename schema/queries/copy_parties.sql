COPY party (court, dispute_id, side, ordinal, kind, tags, division, sealed) FROM STDIN (FORMAT binary)
