-- For /api/ready: what the database was migrated to, and the age in seconds of the freshest worker's sign of life.
create or replace function private.readiness() returns table (digest text, heartbeat_age double precision)
  language sql stable security definer set search_path = pg_catalog as
$$ select (select m.digest from private.mechanism m), (select extract(epoch from clock_timestamp() - max(h.at))::double precision from runner.heartbeat h) $$;
