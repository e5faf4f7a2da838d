-- Tells n8n about every inserted, updated and deleted row of a table.
--
-- n8n's Postgres Trigger can make a trigger by itself, but that one passes only the row: no table name, no
-- operation, and of an update nothing of what was before. This one passes all of it.
--
-- 1. Run this file once in your database (it creates one function).
-- 2. For every table to watch, with its own name in place of "incident":
--
--      CREATE TRIGGER incident_changes AFTER INSERT OR UPDATE OR DELETE ON incident
--        FOR EACH ROW EXECUTE FUNCTION notify_table_change();
--
-- PostgreSQL hands notifications only to who is listening: a change while n8n is down is not repeated.

CREATE OR REPLACE FUNCTION notify_table_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	before jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
	after jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
	change jsonb := jsonb_build_object(
		'schema', TG_TABLE_SCHEMA,
		'table', TG_TABLE_NAME,
		'operation', TG_OP,
		'timestamp', now()
	);
	rows jsonb := CASE TG_OP
		WHEN 'INSERT' THEN jsonb_build_object('new', after)
		WHEN 'DELETE' THEN jsonb_build_object('old', before)
		ELSE jsonb_build_object('old', before, 'new', after)
	END;
BEGIN
	-- An UPDATE that changes nothing is no news.
	IF TG_OP = 'UPDATE' AND before = after THEN
		RETURN NULL;
	END IF;
	-- A notification holds less than 8000 bytes; of a larger row only its ID is told.
	IF octet_length((change || rows)::text) > 7900 THEN
		rows := jsonb_build_object('truncated', true, 'id', coalesce(after, before) -> 'id');
	END IF;
	PERFORM pg_notify('table_changes', (change || rows)::text);
	RETURN NULL;
END;
$$;
