-- Each connection, once: names without a schema mean fenliu, times are printed for Shanghai, and a
-- commit is durable even where the server's default says otherwise.
SET search_path = fenliu;
SET TimeZone = 'Asia/Shanghai';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'iso_8601';
SET bytea_output = 'hex';
SET client_min_messages = 'warning';
SET jit = off;
SET idle_in_transaction_session_timeout = '60s';
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
