-- Up Migration
-- The role that processes work under. A role belongs to the whole server: another database may make it just now.
DO $$ BEGIN
  CREATE ROLE haber_runtime NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA numbers TO haber_runtime;

-- Part of every backup: a series that began anew would give a number for the second time.
CREATE TABLE numbers.series (
  name text PRIMARY KEY,
  -- The first number that nobody has been given a lease of.
  next_free bigint NOT NULL CHECK (next_free > 0)
);
COMMENT ON TABLE numbers.series IS 'How far each series of numbers is leased to processes, in blocks.';
GRANT SELECT, INSERT, UPDATE ON numbers.series TO haber_runtime;

-- Down Migration
DROP TABLE numbers.series;
