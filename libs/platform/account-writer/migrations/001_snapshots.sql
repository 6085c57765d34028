-- Up Migration
DO $$ BEGIN
  CREATE ROLE haber_runtime NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- roles are shared by all databases of a server
END $$;

-- The command index is a projection: its tables are made by the role that services run under.
GRANT USAGE, CREATE ON SCHEMA writer TO haber_runtime;

CREATE TABLE writer.snapshots (
  stream text PRIMARY KEY,
  revision bigint NOT NULL,
  fold_version integer NOT NULL,
  head_hash text NOT NULL,
  state text NOT NULL,
  digest text NOT NULL
);
COMMENT ON TABLE writer.snapshots IS
  'Folds of long streams, written behind. May be deleted at any time. digest: over all other columns.';

GRANT SELECT, INSERT, UPDATE, DELETE ON writer.snapshots TO haber_runtime;

-- Down Migration
DROP TABLE writer.snapshots;
