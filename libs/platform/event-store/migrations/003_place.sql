-- Up Migration
-- Where the log of this database is, chosen by its first start for good: a log has one place, and whoever is set up
-- otherwise must not begin another one. Of a log elsewhere the first event is kept: by it the log is known again.
CREATE TABLE event_log.place (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  store text NOT NULL CHECK (store IN ('postgres', 'eventstoredb')),
  first_event uuid
);
COMMENT ON TABLE event_log.place IS 'Where the event log of this database is: in these tables, or in the EventStoreDB whose first event of ours is first_event.';

-- Down Migration
DO $$ BEGIN RAISE EXCEPTION 'the event log is never taken down: drop the database on purpose instead'; END $$;
