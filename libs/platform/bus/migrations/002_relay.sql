-- Up Migration
-- One row: whose turn it is to publish, until when, and how far the log is published. `epoch` grows with every taking
-- of the lease, so that whoever lost it can write nothing here any more.
CREATE TABLE bus.relay (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL DEFAULT 0,
  epoch bigint NOT NULL DEFAULT 0,
  holder text,
  expires_at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO bus.relay DEFAULT VALUES;
GRANT SELECT, UPDATE ON bus.relay TO haber_runtime;

-- Down Migration
DROP TABLE bus.relay;
