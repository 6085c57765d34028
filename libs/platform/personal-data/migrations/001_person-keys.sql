-- Up Migration
-- The role that processes work under. A role belongs to the whole server: another database may make it just now.
DO $$ BEGIN
  CREATE ROLE haber_runtime NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA personal_data TO haber_runtime;

-- Which master key this database belongs to: one row.
CREATE TABLE personal_data.master_key (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  check_value text NOT NULL
);
COMMENT ON TABLE personal_data.master_key IS 'A value derived from the master key, so that a wrong one is refused at start.';

CREATE TABLE personal_data.person_keys (
  key_id uuid PRIMARY KEY,
  person text NOT NULL,
  -- An erased person who comes back gets the next generation; the old one stays destroyed.
  generation integer NOT NULL CHECK (generation >= 1),
  -- iv | ciphertext | tag, AES-256-GCM under a key derived from the master key. NULL: destroyed.
  wrapped_key bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  UNIQUE (person, generation),
  CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
);
CREATE UNIQUE INDEX person_keys_one_live ON personal_data.person_keys (person) WHERE destroyed_at IS NULL;
COMMENT ON TABLE personal_data.person_keys IS 'One wrapped key a person and generation. Destroying it erases the person everywhere.';

-- It may make keys and destroy them, but neither move one to another person nor make a row vanish.
GRANT SELECT, INSERT ON personal_data.master_key TO haber_runtime;
GRANT SELECT, INSERT, UPDATE (wrapped_key, destroyed_at) ON personal_data.person_keys TO haber_runtime;

-- Down Migration
DROP TABLE personal_data.person_keys;
DROP TABLE personal_data.master_key;
