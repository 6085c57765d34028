-- Up Migration
-- Parked messages that a person took out for good: as they were parked, and why. Nothing here is ever handled again.
CREATE TABLE bus.dropped_messages (
  reaction_group text NOT NULL,
  key text COLLATE "C" NOT NULL,
  ordinal integer NOT NULL,
  topic text NOT NULL,
  place text NOT NULL,
  headers bytea NOT NULL,
  value bytea,
  cause text NOT NULL,
  attempts integer NOT NULL,
  parked_at timestamptz NOT NULL,
  dropped_at timestamptz NOT NULL DEFAULT now(),
  reason text NOT NULL,
  PRIMARY KEY (reaction_group, key, ordinal)
);
COMMENT ON TABLE bus.dropped_messages IS
  'What `haber dlq drop` took out of bus.parked_messages, in the same transaction.';

-- Processes add to the trace, and change nothing of it.
GRANT SELECT, INSERT ON bus.dropped_messages TO haber_runtime;

-- One row of numbers for all accounts, none of which is given twice: whoever is told a message's number, and drops it
-- later, must not hit another one.
CREATE SEQUENCE bus.parked_ordinal AS integer;
SELECT setval('bus.parked_ordinal', max(ordinal)) FROM bus.parked_messages;
GRANT USAGE ON SEQUENCE bus.parked_ordinal TO haber_runtime;

-- Down Migration
DROP SEQUENCE bus.parked_ordinal;
DROP TABLE bus.dropped_messages;
