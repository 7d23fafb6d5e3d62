-- Away from a day to a day; a second word on the same first day replaces the first.
INSERT INTO mediator_absence (court, mediator, from_on, until_on, reason) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (court, mediator, from_on) DO UPDATE SET until_on = EXCLUDED.until_on, reason = EXCLUDED.reason
