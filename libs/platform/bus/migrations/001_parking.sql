-- Up Migration
-- The role that processes work under. A role belongs to the whole server: another database may make it just now.
DO $$ BEGIN
  CREATE ROLE haber_runtime NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA bus TO haber_runtime;

CREATE TABLE bus.parked_accounts (
  reaction_group text NOT NULL,
  key text COLLATE "C" NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(),
  -- Set by whoever wants the account to flow again; emptied when it was tried and did not.
  redrive_asked_at timestamptz,
  PRIMARY KEY (reaction_group, key)
);
COMMENT ON TABLE bus.parked_accounts IS
  'Accounts of which a group could not handle a message. Whatever comes next for one is put behind it, under this row''s lock.';

CREATE TABLE bus.parked_messages (
  reaction_group text NOT NULL,
  key text COLLATE "C" NOT NULL,
  -- The order in which they came.
  ordinal integer NOT NULL,
  topic text NOT NULL,
  -- Where the transport has it: the same message delivered again is parked once.
  place text NOT NULL,
  -- JSON in UTF-8, as bytes: what strangers write into a topic need not be text that Postgres takes.
  headers bytea NOT NULL,
  value bytea,
  -- Why it is here; NULL: only behind another one.
  cause text,
  attempts integer NOT NULL,
  parked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (reaction_group, key, ordinal),
  UNIQUE (reaction_group, key, place),
  -- No cascade: an account is never freed while a message of it is parked.
  FOREIGN KEY (reaction_group, key) REFERENCES bus.parked_accounts
);

CREATE TABLE bus.positions (
  reaction_group text PRIMARY KEY,
  position bigint NOT NULL
);
COMMENT ON TABLE bus.positions IS 'How far each group of the embedded bus has come in the event log.';

GRANT SELECT, INSERT, UPDATE, DELETE ON bus.parked_accounts, bus.parked_messages, bus.positions TO haber_runtime;

-- Down Migration
DROP TABLE bus.positions, bus.parked_messages, bus.parked_accounts;
