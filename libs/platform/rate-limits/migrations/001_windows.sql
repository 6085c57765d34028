-- Up Migration
-- The role that processes work under. A role belongs to the whole server: another database may make it just now.
DO $$ BEGIN
  CREATE ROLE haber_runtime NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA rate_limits TO haber_runtime;

-- Unlogged: counting requests must not cost the log's disk, and after a crash of the server it may begin anew.
CREATE UNLOGGED TABLE rate_limits.windows (
  name text PRIMARY KEY,
  -- Microseconds since the epoch, oldest first. Sorted and few: see the bounds of a limit.
  hits bigint[] NOT NULL,
  -- When the last hit leaves the window: from then on the row says nothing, and may go.
  ends_at timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE rate_limits.windows IS 'The requests of each key within its window, for limits that hold over several processes.';
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits.windows TO haber_runtime;

-- Takes up to `wanted` places in the window of the last `window_us` microseconds, where at most `most` may stand.
-- `granted`: how many were free. `remaining`: how many still are. `reset_us`: until a place that is taken now is free.
-- One row lock a name: whoever comes at the same moment, from any process, is counted one after the other.
CREATE FUNCTION rate_limits.take(of_name text, most integer, window_us bigint, wanted integer)
RETURNS TABLE (granted integer, remaining integer, reset_us bigint)
LANGUAGE plpgsql AS $$
DECLARE
  found_hits bigint[];
  at_us bigint;
  first integer := 1;
  used integer;
BEGIN
  FOR attempt IN 1..100 LOOP
    SELECT w.hits INTO found_hits FROM rate_limits.windows w WHERE w.name = of_name FOR UPDATE;
    EXIT WHEN FOUND;
    -- Somebody may make the row, or sweep it away, just now: then look again.
    INSERT INTO rate_limits.windows (name, hits, ends_at) VALUES (of_name, '{}', now()) ON CONFLICT DO NOTHING;
  END LOOP;
  IF found_hits IS NULL THEN
    RAISE EXCEPTION 'no window for %', of_name USING ERRCODE = 'lock_not_available';
  END IF;

  used := cardinality(found_hits);
  -- Read only now that the row is ours: whoever had it before wrote an earlier time. A clock that was set back waits.
  at_us := greatest((extract(epoch FROM clock_timestamp()) * 1000000)::bigint, coalesce(found_hits[used], 0));
  WHILE first <= used AND found_hits[first] <= at_us - window_us LOOP
    first := first + 1;
  END LOOP;
  found_hits := found_hits[first:];
  used := used - first + 1;

  granted := least(wanted, greatest(0, most - used));
  IF granted > 0 THEN
    found_hits := found_hits || array_fill(at_us, ARRAY[granted]);
    used := used + granted;
    UPDATE rate_limits.windows
    SET hits = found_hits, ends_at = to_timestamp((at_us + window_us) / 1000000.0)
    WHERE name = of_name;
  END IF;
  remaining := greatest(0, most - used);
  -- Where a limit was made smaller, more hits than it allows must leave before a place is free.
  reset_us := found_hits[greatest(1, used - most + 1)] + window_us - at_us;
  RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION rate_limits.take FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rate_limits.take TO haber_runtime;

-- Down Migration
DROP FUNCTION rate_limits.take;
DROP TABLE rate_limits.windows;
