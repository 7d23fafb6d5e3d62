-- What may be due for erasure, by the day it ended: erased disputes leave the index, so each look stays as cheap as what
-- is still kept. An open dispute is not in it: intake writes nothing here, except for what is closed as it comes in.
CREATE INDEX dispute_kept ON dispute (closed_at) WHERE state <> 'open' AND content_hash <> '';
COMMENT ON INDEX dispute_kept IS 'ended and not yet erased (an erased dispute has an empty content_hash)';
