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

-- Nobody changes a trace or takes it away.
GRANT SELECT, INSERT ON bus.dropped_messages TO haber_runtime;

-- Down Migration
DROP TABLE bus.dropped_messages;
