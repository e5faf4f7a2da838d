-- An outbox for PostgreSQL 13 or newer: every change of a table is written down in the same transaction as the
-- change, and n8n sends it from there. A change while n8n is down waits; one that is rolled back leaves no trace.
--
-- 1. Run this file once in your database. It makes one table and three functions.
-- 2. For every table to watch, with its own name in place of "orders":
--
--      CREATE TRIGGER orders_outbox AFTER INSERT OR UPDATE OR DELETE ON orders
--        FOR EACH ROW EXECUTE FUNCTION add_to_notification_outbox();
--
--    And, if somebody might empty the table with TRUNCATE, which is no DELETE:
--
--      CREATE TRIGGER orders_outbox_truncate AFTER TRUNCATE ON orders
--        FOR EACH STATEMENT EXECUTE FUNCTION add_to_notification_outbox();
--
-- 3. Import workflow.json into n8n, choose the credentials, publish.
--
-- Who changes a watched table needs no rights on the outbox. The user of n8n's credential does:
--
--      GRANT SELECT, UPDATE ON notification_outbox TO n8n;
--
-- Clean up from time to time:
--
--      DELETE FROM notification_outbox WHERE sent_at < now() - interval '30 days';

CREATE TABLE notification_outbox (
	-- In the order of the changes.
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	-- The same for every try to send it, and for no other change in any database.
	event_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
	table_schema text NOT NULL,
	table_name text NOT NULL,
	-- INSERT, UPDATE, DELETE or TRUNCATE
	operation text NOT NULL,
	-- The primary key, the row before and the row after the change; null where there is none.
	row_key jsonb,
	old_row json,
	new_row json,
	changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	-- How it stands with sending it.
	attempts int NOT NULL DEFAULT 0,
	next_try_at timestamptz NOT NULL DEFAULT now(),
	last_error text,
	sent_at timestamptz
);

CREATE INDEX notification_outbox_open ON notification_outbox (id) WHERE sent_at IS NULL;

-- Runs with the rights of who has made it, so that every writer of a watched table can add to the outbox.
CREATE FUNCTION add_to_notification_outbox() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	-- Unlike jsonb, json keeps the columns in their order.
	before json := CASE WHEN TG_OP IN ('UPDATE', 'DELETE') THEN to_json(OLD) END;
	after json := CASE WHEN TG_OP IN ('INSERT', 'UPDATE') THEN to_json(NEW) END;
	key jsonb;
BEGIN
	-- An UPDATE that changes nothing is no news.
	IF TG_OP = 'UPDATE' AND before::text = after::text THEN
		RETURN NULL;
	END IF;
	SELECT jsonb_object_agg(a.attname, coalesce(after, before) -> a.attname) INTO key
	FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
	WHERE i.indrelid = TG_RELID AND i.indisprimary AND TG_OP <> 'TRUNCATE';
	INSERT INTO notification_outbox (table_schema, table_name, operation, row_key, old_row, new_row)
	VALUES (TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP, key, before, after);
	RETURN NULL;
END;
$$;

-- Takes up to so many changes that are due, the oldest first. While one n8n sends them, no other gets them. What was
-- neither sent nor given back within the lease, because n8n was killed, is due again.
CREATE FUNCTION claim_notification_outbox(most int DEFAULT 20, lease interval DEFAULT '10 minutes')
RETURNS SETOF notification_outbox LANGUAGE sql AS $$
	WITH due AS (
		SELECT id FROM notification_outbox
		WHERE sent_at IS NULL AND next_try_at <= now()
		ORDER BY id
		LIMIT most
		FOR UPDATE SKIP LOCKED
	), claimed AS (
		UPDATE notification_outbox o
		SET attempts = attempts + 1, next_try_at = now() + lease
		FROM due WHERE o.id = due.id
		RETURNING o.*
	)
	SELECT * FROM claimed ORDER BY id;
$$;

-- Gives back what could not be sent: due at the next turn, then after one minute, two, and so on up to an hour, so
-- that one change that can't be sent does not stand in the way of the others.
CREATE FUNCTION release_notification_outbox(event uuid, error text) RETURNS void LANGUAGE sql AS $$
	UPDATE notification_outbox
	SET next_try_at = now() + least(attempts - 1, 60) * interval '1 minute', last_error = error
	WHERE event_id = event AND sent_at IS NULL;
$$;
