-- Up Migration
-- What a reaction has begun and goes on with until it ends, one holder at a time. Without a row nothing is lost: it is
-- taken up again, later than it could be.
CREATE TABLE bus.attempts (
  work text NOT NULL,
  key text COLLATE "C" NOT NULL,
  -- Of whoever holds it; another one with every taking, so that whoever lost it writes nothing here any more.
  lease uuid NOT NULL,
  leased_until timestamptz NOT NULL,
  due_at timestamptz NOT NULL DEFAULT now(),
  failures integer NOT NULL DEFAULT 0,
  -- From when on the other side tells the truth about what was last sent to it.
  settled_at timestamptz NOT NULL,
  PRIMARY KEY (work, key)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON bus.attempts TO haber_runtime;

-- Down Migration
DROP TABLE bus.attempts;
