-- Up Migration
CREATE SCHEMA IF NOT EXISTS event_log;
COMMENT ON SCHEMA event_log IS 'The append-only truth. Written only by event_log.append().';

-- Ids compare byte by byte ("C"): every client sorts and locks them in the same order.
CREATE TABLE event_log.streams (
  stream_id text COLLATE "C" PRIMARY KEY,
  revision integer NOT NULL CHECK (revision >= 0),
  -- Head before the last append. It carries the expected revision into the upsert of append(), which compares it.
  revision_before integer NOT NULL CHECK (revision_before >= -1 AND revision_before < revision),
  -- Of the last event, as the chain defines it: what no later event names yet is held here, for whoever verifies.
  head_hash bytea NOT NULL CHECK (octet_length(head_hash) = 32)
) WITH (fillfactor = 60);
COMMENT ON TABLE event_log.streams IS 'The head revision of every stream: what an append compares with, under this row''s lock.';

CREATE TABLE event_log.events (
  position bigint NOT NULL,
  stream_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL CHECK (revision >= 0),
  category text COLLATE "C" NOT NULL GENERATED ALWAYS AS (left(stream_id, -37)) STORED,
  event_id uuid NOT NULL,
  type text NOT NULL,
  data bytea NOT NULL,
  metadata bytea NOT NULL,
  CONSTRAINT events_by_position PRIMARY KEY (position),
  CONSTRAINT events_by_stream UNIQUE (stream_id, revision)
);
-- Ciphertext does not compress; trying costs processor time on the only path that matters.
ALTER TABLE event_log.events ALTER COLUMN data SET STORAGE EXTERNAL, ALTER COLUMN metadata SET STORAGE EXTERNAL;
CREATE INDEX events_by_category ON event_log.events (category, position);
COMMENT ON TABLE event_log.events IS 'Never updated, never deleted: event_log.refuse_change() sees to it. position is dense and in order of commit.';

CREATE TABLE event_log.log_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO event_log.log_head (position) VALUES (0);
COMMENT ON TABLE event_log.log_head IS 'The last position. Its row lock, taken last and held until commit, makes positions dense and commit-ordered.';

CREATE FUNCTION event_log.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% of event_log.% refused: the event log is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_log.events
  FOR EACH STATEMENT EXECUTE FUNCTION event_log.refuse_change();
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON event_log.streams
  FOR EACH STATEMENT EXECUTE FUNCTION event_log.refuse_change();
CREATE TRIGGER only_forward BEFORE UPDATE ON event_log.streams FOR EACH ROW
  WHEN (NEW.revision <= OLD.revision OR NEW.stream_id <> OLD.stream_id)
  EXECUTE FUNCTION event_log.refuse_change();
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON event_log.log_head
  FOR EACH STATEMENT EXECUTE FUNCTION event_log.refuse_change();
CREATE TRIGGER only_forward BEFORE UPDATE ON event_log.log_head FOR EACH ROW
  WHEN (NEW.position <= OLD.position)
  EXECUTE FUNCTION event_log.refuse_change();
-- In every session_replication_role.
ALTER TABLE event_log.events ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE event_log.streams ENABLE ALWAYS TRIGGER never_removed, ENABLE ALWAYS TRIGGER only_forward;
ALTER TABLE event_log.log_head ENABLE ALWAYS TRIGGER never_removed, ENABLE ALWAYS TRIGGER only_forward;

-- Appends many streams at exact revisions; entries succeed and fail independently, and a refusal is a row, never an
-- error (it would abort the others). One row comes back for each entry, `entry` counting from 1, in any order.
-- `entry_hashes[i]` is the hash of the entry's last event, empty for an entry without events.
-- `event_entries[i]` is the entry that event i belongs to. An entry without events only asserts its revision.
--   appended, duplicate: the entry's last revision and position     asserted: its revision
--   conflict: the revision that the stream really has, -1 if it does not exist
-- No call holds what another one waits for: streams are taken in order of id, the head row after all of them.
CREATE FUNCTION event_log.append(
  entry_streams text[], entry_expected integer[], entry_counts integer[], entry_hashes bytea[],
  event_entries integer[], event_streams text[], event_revisions integer[],
  event_ids uuid[], event_types text[], event_data bytea[], event_metadata bytea[]
) RETURNS TABLE (entry integer, outcome text, revision integer, "position" bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- Index look-ups always: a plan made while the tables were small must not scan them when they are large.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
  taken text[];
  accepted boolean[];
  -- Events accepted up to and including each entry.
  running bigint[];
  total bigint;
  before bigint;
BEGIN
  -- Compares, locks and moves the heads in one pass, in order of id. A row that is not as expected stays as it is.
  -- A stream that must exist already and does not is left out; it cannot vanish once seen, so no lock is needed.
  WITH moved AS (
    INSERT INTO event_log.streams AS s (stream_id, revision, revision_before, head_hash)
    SELECT e.stream_id, e.expected + e.events, e.expected, e.head_hash
    FROM unnest(entry_streams, entry_expected, entry_counts, entry_hashes) AS e (stream_id, expected, events, head_hash)
    -- A scalar subquery, not EXISTS: planned while the table is small, that one would read all of it at every call.
    WHERE e.events > 0
      AND (e.expected = -1 OR (SELECT true FROM event_log.streams AS x WHERE x.stream_id = e.stream_id))
    ORDER BY e.stream_id COLLATE "C"
    ON CONFLICT (stream_id) DO UPDATE SET revision = EXCLUDED.revision, revision_before = EXCLUDED.revision_before,
        head_hash = EXCLUDED.head_hash
      WHERE s.revision = EXCLUDED.revision_before
    RETURNING s.stream_id
  )
  SELECT array_agg(m.stream_id) INTO taken FROM moved AS m;

  IF cardinality(taken) = (SELECT count(*) FROM unnest(entry_counts) AS c (events) WHERE c.events > 0) THEN
    accepted := ARRAY(SELECT c.events > 0 FROM unnest(entry_counts) WITH ORDINALITY AS c (events, entry) ORDER BY c.entry);
  ELSE
    accepted := ARRAY(
      SELECT t.stream_id IS NOT NULL
      FROM unnest(entry_streams) WITH ORDINALITY AS e (stream_id, entry)
      LEFT JOIN unnest(taken) AS t (stream_id) ON t.stream_id = e.stream_id
      ORDER BY e.entry
    );
  END IF;
  running := ARRAY(
    SELECT sum(CASE WHEN accepted[c.entry] THEN c.events ELSE 0 END) OVER (ORDER BY c.entry)
    FROM unnest(entry_counts) WITH ORDINALITY AS c (events, entry)
    ORDER BY c.entry
  );
  total := running[cardinality(running)];

  IF total > 0 THEN
    UPDATE event_log.log_head AS h SET position = h.position + total RETURNING h.position - total INTO before;

    INSERT INTO event_log.events (position, stream_id, revision, event_id, type, data, metadata)
    SELECT before + running[e.entry] - (entry_expected[e.entry] + entry_counts[e.entry] - e.revision),
           e.stream_id, e.revision, e.event_id, e.type, e.data, e.metadata
    FROM unnest(event_entries, event_streams, event_revisions, event_ids, event_types, event_data, event_metadata)
      AS e (entry, stream_id, revision, event_id, type, data, metadata)
    WHERE accepted[e.entry];

    -- Only wakes; who misses it polls. The payload names the categories.
    PERFORM pg_notify('haber_event_log', left(string_agg(DISTINCT left(t.stream_id, -37), ','), 4000))
    FROM unnest(taken) AS t (stream_id);

    RETURN QUERY
    SELECT e.entry::integer, 'appended', e.expected + e.events, before + running[e.entry]
    FROM unnest(entry_expected, entry_counts) WITH ORDINALITY AS e (expected, events, entry)
    WHERE accepted[e.entry];
  END IF;

  IF NOT (true = ALL (accepted)) THEN
    RETURN QUERY
    WITH stored AS (
      SELECT e.entry, count(*) AS events, max(x.position) AS position
      FROM unnest(event_entries, event_streams, event_revisions, event_ids) AS e (entry, stream_id, revision, event_id)
      JOIN event_log.events AS x
        ON x.stream_id = e.stream_id AND x.revision = e.revision AND x.event_id = e.event_id
      WHERE NOT accepted[e.entry]
      GROUP BY e.entry
    )
    SELECT e.entry::integer,
           CASE WHEN e.events = 0 AND coalesce(s.revision, -1) = e.expected THEN 'asserted'
                WHEN d.events = e.events THEN 'duplicate'
                ELSE 'conflict' END,
           CASE WHEN d.events = e.events THEN e.expected + e.events ELSE coalesce(s.revision, -1) END,
           CASE WHEN d.events = e.events THEN d.position END
    FROM unnest(entry_streams, entry_expected, entry_counts) WITH ORDINALITY AS e (stream_id, expected, events, entry)
    LEFT JOIN event_log.streams AS s ON s.stream_id = e.stream_id
    LEFT JOIN stored AS d ON d.entry = e.entry
    WHERE NOT accepted[e.entry];
  END IF;
END $$;

-- Down Migration
DO $$ BEGIN RAISE EXCEPTION 'the event log is never taken down: drop the database on purpose instead'; END $$;
