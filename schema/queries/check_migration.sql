SELECT sha256 = encode(sha256(convert_to($2, 'UTF8')), 'hex') FROM migration WHERE version = $1::int
