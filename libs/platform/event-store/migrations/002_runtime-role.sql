-- Up Migration
-- The role that processes work under. It reads the log and calls append(); it may write no table of the log itself.
-- Without a login of its own: a deployment grants it to its login, or the owner's connection takes it on (runtimeUrl).
-- A role belongs to the whole server, so several databases may make it at the same moment.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'haber_runtime') THEN
    BEGIN
      CREATE ROLE haber_runtime NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'role haber_runtime is missing and % may not create it', current_user
          USING HINT = 'An administrator runs: CREATE ROLE haber_runtime NOLOGIN; GRANT haber_runtime TO <owner>;';
    END;
  END IF;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT haber_runtime TO %I', current_user);
  END IF;
END $$;

REVOKE ALL ON SCHEMA event_log FROM PUBLIC;
REVOKE ALL ON FUNCTION event_log.append FROM PUBLIC;
GRANT USAGE ON SCHEMA event_log TO haber_runtime;
GRANT SELECT ON event_log.events, event_log.streams, event_log.log_head TO haber_runtime;
GRANT EXECUTE ON FUNCTION event_log.append TO haber_runtime;

-- Down Migration
DO $$ BEGIN RAISE EXCEPTION 'the event log is never taken down: drop the database on purpose instead'; END $$;
