-- What a mediator holds, by state: what is only offered is read by every pull, beside all that is in hand.
DROP INDEX referral_holder;
CREATE INDEX referral_holder ON referral (court, channel, mediator, state) WHERE state IN ('offered', 'accepted', 'paused');
