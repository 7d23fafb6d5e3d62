-- Until the end of the transaction each statement is planned for its parameters and for the tables as they are: a plan that was
-- kept from when they were small would walk through all of them once they are not.
SET LOCAL plan_cache_mode = force_custom_plan
