-- Up Migration
-- Projection tables belong to the role that services run under, whoever makes them; it may therefore make schemas.
DO $$ BEGIN
  CREATE ROLE haber_runtime NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- roles are shared by all databases of a server
END $$;

DO $$ BEGIN
  EXECUTE format('GRANT CREATE ON DATABASE %I TO haber_runtime', current_database());
END $$;

GRANT USAGE ON SCHEMA read_store TO haber_runtime;

CREATE TABLE read_store.checkpoints (
  projection text PRIMARY KEY,
  version integer NOT NULL,
  position bigint NOT NULL,
  tables text[] NOT NULL
);
COMMENT ON TABLE read_store.checkpoints IS
  'How far each projection has come; changes in one transaction with its rows. tables: qualified names it consists of.';

GRANT SELECT, INSERT, UPDATE, DELETE ON read_store.checkpoints TO haber_runtime;

-- Down Migration
DROP TABLE read_store.checkpoints;
