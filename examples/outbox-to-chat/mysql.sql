-- An outbox for MySQL 8 or MariaDB 10.6 and newer: every change of a table is written down in the same transaction as
-- the change, and n8n sends it from there. A change while n8n is down waits; one that is rolled back leaves no trace.
--
-- 1. Run this file once in the database whose tables you want to watch. It makes one table and four
--    procedures:
--
--      mysql shop < mysql.sql
--
-- 2. For every table to watch, with its own name in place of "orders", let it write the triggers, look at them, and
--    run them:
--
--      mysql --skip-column-names --raw --execute "CALL notification_outbox_triggers('orders')" shop > orders.sql
--      mysql shop < orders.sql
--
--    Do it again after the table has got another column, and together with dropping or renaming one: until then every
--    change of the table would fail. A TRUNCATE runs no triggers in MySQL: it is not reported.
--
-- 3. Import workflow.mysql.json into n8n, choose the credentials, publish.
--
-- Who makes triggers needs the right TRIGGER, and on a MySQL server with a binary log also
-- log_bin_trust_function_creators = 1 (ask who runs the server). Who changes a watched table needs no rights on the
-- outbox. The user of n8n's credential does:
--
--      GRANT SELECT, UPDATE ON shop.notification_outbox TO n8n;
--      GRANT EXECUTE ON PROCEDURE shop.claim_notification_outbox TO n8n;
--      GRANT EXECUTE ON PROCEDURE shop.release_notification_outbox TO n8n;
--
-- Clean up from time to time:
--
--      DELETE FROM notification_outbox WHERE sent_at < now() - INTERVAL 30 DAY;

CREATE TABLE notification_outbox (
	-- In the order of the changes.
	id bigint UNSIGNED AUTO_INCREMENT PRIMARY KEY,
	-- The same for every try to send it, and for no other change in any database.
	event_id char(36) CHARACTER SET ascii NOT NULL UNIQUE,
	table_schema varchar(64) NOT NULL,
	table_name varchar(64) NOT NULL,
	-- INSERT, UPDATE or DELETE
	operation varchar(10) NOT NULL,
	-- The primary key, the row before and the row after the change; null where there is none.
	row_key json,
	old_row json,
	new_row json,
	-- In UTC.
	changed_at datetime(3) NOT NULL,
	-- How it stands with sending it.
	attempts int NOT NULL DEFAULT 0,
	next_try_at datetime NOT NULL,
	claimed_by varchar(100),
	last_error text,
	sent_at datetime,
	INDEX notification_outbox_open (sent_at, id),
	INDEX notification_outbox_claim (claimed_by)
) CHARACTER SET utf8mb4;

DELIMITER //

-- Called by the triggers. Runs with the rights of who has made it, so that every writer of a watched table can add to
-- the outbox.
CREATE PROCEDURE add_to_notification_outbox(
	the_table varchar(64), the_operation varchar(10), the_key json, the_old_row json, the_new_row json
)
SQL SECURITY DEFINER MODIFIES SQL DATA
BEGIN
	-- An UPDATE that changes nothing is no news.
	IF NOT (the_operation = 'UPDATE' AND the_old_row <=> the_new_row) THEN
		INSERT INTO notification_outbox
			(event_id, table_schema, table_name, operation, row_key, old_row, new_row, changed_at, next_try_at)
		VALUES
			(uuid(), database(), the_table, the_operation, the_key, the_old_row, the_new_row, utc_timestamp(3), utc_timestamp());
	END IF;
END //

-- Takes up to so many changes that are due, the oldest first: they then carry the claim. While one n8n sends them, no
-- other gets them. What was neither sent nor given back within 10 minutes, because n8n was killed, is due again. It
-- waits for no transaction that is still writing, and makes none wait.
CREATE PROCEDURE claim_notification_outbox(the_claim varchar(100), most int)
SQL SECURITY INVOKER MODIFIES SQL DATA
BEGIN
	DECLARE done bool DEFAULT FALSE;
	DECLARE the_id bigint UNSIGNED;
	DECLARE due CURSOR FOR
		SELECT id FROM notification_outbox
		WHERE sent_at IS NULL AND next_try_at <= utc_timestamp()
		ORDER BY id
		LIMIT most
		FOR UPDATE SKIP LOCKED;
	DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = TRUE;

	-- Locks rows only, not the gaps between them, where others want to add theirs.
	SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
	START TRANSACTION;
	OPEN due;
	FETCH due INTO the_id;
	WHILE NOT done DO
		UPDATE notification_outbox
		SET claimed_by = the_claim, attempts = attempts + 1, next_try_at = utc_timestamp() + INTERVAL 10 MINUTE
		WHERE id = the_id;
		FETCH due INTO the_id;
	END WHILE;
	CLOSE due;
	COMMIT;
END //

-- Gives back what could not be sent: due at the next turn, then after one minute, two, and so on up to an hour, so
-- that one change that can't be sent does not stand in the way of the others.
CREATE PROCEDURE release_notification_outbox(the_event char(36) CHARACTER SET ascii, the_error text)
SQL SECURITY INVOKER MODIFIES SQL DATA
BEGIN
	UPDATE notification_outbox
	SET next_try_at = utc_timestamp() + INTERVAL least(attempts - 1, 60) MINUTE, last_error = the_error, claimed_by = NULL
	WHERE event_id = the_event AND sent_at IS NULL;
END //

-- Writes the statements that make the triggers of a table. Of binary columns only the length is told.
CREATE PROCEDURE notification_outbox_triggers(the_table varchar(64))
SQL SECURITY INVOKER READS SQL DATA
BEGIN
	DECLARE all_columns, key_columns, quoted longtext;
	SET SESSION group_concat_max_len = 1000000;
	SET quoted = concat('`', replace(the_table, '`', '``'), '`');

	SELECT
		group_concat(entry ORDER BY ordinal_position SEPARATOR ', '),
		group_concat(IF(column_key = 'PRI', entry, NULL) ORDER BY ordinal_position SEPARATOR ', ')
	INTO all_columns, key_columns
	FROM (
		SELECT
			ordinal_position,
			column_key,
			concat(quote(column_name), ', ', IF(
				data_type IN ('binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob', 'bit', 'geometry', 'point',
					'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon', 'geomcollection', 'geometrycollection'),
				concat('concat(length(<row>.', name, '), \' bytes\')'),
				concat('<row>.', name)
			)) AS entry
		FROM (
			SELECT c.*, concat('`', replace(c.column_name, '`', '``'), '`') AS name
			FROM information_schema.columns c
			WHERE c.table_schema = database() AND c.table_name = the_table
		) AS named
	) AS entries;

	IF all_columns IS NULL THEN
		SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is no such table in this database: check its name';
	END IF;

	SELECT concat(
		'DROP TRIGGER IF EXISTS ', trigger_name, ';\n',
		'CREATE TRIGGER ', trigger_name, ' AFTER ', operation, ' ON ', quoted, ' FOR EACH ROW CALL add_to_notification_outbox(',
		quote(the_table), ', ', quote(operation), ', ',
		coalesce(concat('json_object(', replace(key_columns, '<row>.', present), ')'), 'NULL'), ', ',
		IF(operation = 'INSERT', 'NULL', concat('json_object(', replace(all_columns, '<row>.', 'OLD.'), ')')), ', ',
		IF(operation = 'DELETE', 'NULL', concat('json_object(', replace(all_columns, '<row>.', 'NEW.'), ')')), ');'
	) AS statement
	FROM (
		SELECT
			operation,
			present,
			concat('`', replace(concat(left(the_table, 48), '_outbox_', lower(operation)), '`', '``'), '`') AS trigger_name
		FROM (
			SELECT 'INSERT' AS operation, 'NEW.' AS present
			UNION ALL SELECT 'UPDATE', 'NEW.'
			UNION ALL SELECT 'DELETE', 'OLD.'
		) AS operations
	) AS triggers;
END //

DELIMITER ;
