"""Statements that an attacker might run as the serving login.

Each runs in Hill's scope against an organization of Dale whose name and note contain DALE.
"""

from dataclasses import dataclass

TABLE = "stakeholders_organization"
# insufficient_privilege, feature_not_supported
NO_RIGHT, NOT_POSSIBLE = "42501", "0A000"


@dataclass(frozen=True)
class Attempt:
    """``sql`` may name %(dale)s, the other community's id, and %(row)s, its row's. ``because``: PostgreSQL's error
    code."""

    name: str
    sql: str
    because: str = NO_RIGHT


# PostgreSQL refuses these.
REFUSED = (
    # Become another role.
    Attempt("set role to the owner", "SET ROLE tfc_owner"),
    Attempt("set role to the figures' login", "SET ROLE tfc_figures"),
    Attempt("set role to the backup's login", "SET ROLE tfc_backup"),
    Attempt("set session authorization", "SET SESSION AUTHORIZATION tfc_owner"),
    Attempt("alter the own role", "ALTER ROLE tfc_app BYPASSRLS"),
    Attempt("become a superuser", "ALTER ROLE tfc_app SUPERUSER"),
    Attempt("make a role", "CREATE ROLE loot LOGIN"),
    Attempt("join another role", "GRANT tfc_owner TO tfc_app"),
    Attempt("take what another owns", "REASSIGN OWNED BY tfc_owner TO tfc_app"),
    Attempt("read password hashes", "SELECT rolpassword FROM pg_authid"),
    Attempt("read password hashes by the old name", "SELECT passwd FROM pg_shadow"),
    # Remove row-level security.
    Attempt("disable row security", f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY"),
    Attempt("free the owner of row security", f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY"),
    Attempt("drop a policy", f"DROP POLICY community ON {TABLE}"),
    Attempt("change a policy", f"ALTER POLICY community ON {TABLE} USING (true)"),
    Attempt("add a policy", f"CREATE POLICY mine ON {TABLE} USING (true)"),
    Attempt("row security off", f"SET row_security = off; SELECT * FROM {TABLE}"),
    Attempt(
        "replace the function of the policies",
        "CREATE OR REPLACE FUNCTION tfc_community() RETURNS bigint LANGUAGE sql AS 'SELECT 2'",
    ),
    Attempt("rename the function of the policies", "ALTER FUNCTION tfc_community() RENAME TO other"),
    Attempt("take the table", f"ALTER TABLE {TABLE} OWNER TO tfc_app"),
    Attempt("give the table away", f"ALTER TABLE {TABLE} RENAME TO other"),
    Attempt("disable triggers", f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL"),
    Attempt("replica mode, without triggers and keys", "SET session_replication_role = replica"),
    Attempt("a rule on the table", f"CREATE RULE loot AS ON SELECT TO {TABLE} DO INSTEAD SELECT 1"),
    Attempt(
        "a trigger on the table",
        f"CREATE TRIGGER loot AFTER INSERT ON {TABLE} EXECUTE FUNCTION tfc_count_revision()",
    ),
    Attempt(
        "an event trigger",
        "CREATE EVENT TRIGGER loot ON ddl_command_start EXECUTE FUNCTION tfc_count_revision()",
    ),
    Attempt("inherit the table", f"CREATE TABLE loot () INHERITS ({TABLE})"),
    # Leave something that others would run.
    Attempt("a table", "CREATE TABLE public.loot AS SELECT 1"),
    Attempt("a temporary table", "CREATE TEMP TABLE loot AS SELECT 1"),
    Attempt(
        "a temporary function that stands before the real one",
        "CREATE FUNCTION pg_temp.tfc_community() RETURNS bigint LANGUAGE sql AS 'SELECT 2'",
    ),
    Attempt("a temporary view", f"CREATE TEMP VIEW loot AS TABLE {TABLE}"),
    Attempt("a view", f"CREATE VIEW loot AS TABLE {TABLE}"),
    Attempt("a materialized view", f"CREATE MATERIALIZED VIEW loot AS TABLE {TABLE}"),
    Attempt("a schema", "CREATE SCHEMA loot"),
    Attempt("a schema in the search path", "CREATE SCHEMA AUTHORIZATION tfc_app"),
    Attempt(
        "a function as its definer",
        "CREATE FUNCTION leak() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    ),
    Attempt(
        "an operator that says it is leakproof",
        "CREATE FUNCTION leak(text) RETURNS bool LANGUAGE sql LEAKPROOF AS 'SELECT true'",
    ),
    Attempt("a type", "CREATE TYPE loot AS (a int)"),
    Attempt("a foreign data wrapper", "CREATE FOREIGN DATA WRAPPER loot"),
    Attempt(
        "a function of the machine",
        "CREATE FUNCTION run(text) RETURNS int LANGUAGE c AS 'libc.so.6', 'system'",
    ),
    Attempt("a publication", "CREATE PUBLICATION loot FOR ALL TABLES"),
    Attempt("a replication slot", "SELECT pg_create_logical_replication_slot('loot', 'test_decoding')"),
    Attempt("statistics", f"CREATE STATISTICS loot ON name, note FROM {TABLE}"),
    Attempt("an index", f"CREATE INDEX loot ON {TABLE} (name)"),
    # Reach outside the database.
    Attempt("a program", f"COPY {TABLE} TO PROGRAM 'cat'"),
    Attempt("a program that writes", "COPY communities_user (email) FROM PROGRAM 'id'"),
    Attempt("a file written", f"COPY {TABLE} TO '/tmp/loot'"),
    Attempt("a file read", "COPY communities_user (email) FROM '/etc/passwd'"),
    Attempt("a file by function", "SELECT pg_read_file('/etc/passwd')"),
    Attempt("a binary file by function", "SELECT pg_read_binary_file('PG_VERSION')"),
    Attempt("a folder by function", "SELECT pg_ls_dir('.')"),
    Attempt("the server's log", "SELECT pg_current_logfile()"),
    Attempt("a file as a large object", "SELECT lo_import('/etc/passwd')"),
    Attempt("a large object to a file", "SELECT lo_export(1, '/tmp/loot')"),
    Attempt("the pages of large objects", "SELECT * FROM pg_largeobject"),
    Attempt("a library", "LOAD '/tmp/loot.so'"),
    Attempt("the settings' files", "SELECT * FROM pg_file_settings"),
    Attempt("who may log in", "SELECT * FROM pg_hba_file_rules"),
    Attempt("statements into the log", "SET log_statement = 'all'"),
    # Destroy.
    Attempt("truncate", f"TRUNCATE {TABLE} CASCADE"),
    Attempt("drop", f"DROP TABLE {TABLE} CASCADE"),
    Attempt("vacuum away", f"CLUSTER {TABLE}"),
    Attempt("a sequence set back", f"SELECT setval('{TABLE}_id_seq', 1)"),
    Attempt("migrations forgotten", "DELETE FROM django_migrations"),
    Attempt(
        "a session ended",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
    ),
    Attempt("a statement broken off", "SELECT pg_cancel_backend(1)"),
    # Write other tenants' rows.
    Attempt("a row planted", f"INSERT INTO {TABLE} (community_id) VALUES (%(dale)s)"),
    Attempt("a row given away", f"UPDATE {TABLE} SET community_id = %(dale)s"),
    Attempt("rows copied in", f"COPY {TABLE} FROM STDIN", NOT_POSSIBLE),
)

# Also outside a transaction, where they would fail for every role.
REFUSED_ALONE = (
    Attempt("a database", "CREATE DATABASE loot"),
    Attempt("the whole database dropped", "DROP DATABASE tfc"),
    Attempt("the server's settings", "ALTER SYSTEM SET log_statement = 'all'"),
    Attempt("a setting of the database for all", "ALTER DATABASE tfc SET tfc.community = '1'"),
    Attempt("a setting of another login", "ALTER ROLE tfc_figures SET tfc.community = '1'"),
)

# PostgreSQL answers these, without Dale's texts and without revealing whether they exist.
EMPTY = (
    Attempt(
        "a condition that is always true", f"SELECT * FROM {TABLE} WHERE true OR community_id = %(dale)s"
    ),
    Attempt("by its number", f"SELECT * FROM {TABLE} WHERE id = %(row)s"),
    Attempt(
        "by its place on the disk",
        f"SELECT * FROM {TABLE} WHERE ctid IN ('(0,1)', '(0,2)', '(0,3)', '(0,4)')",
    ),
    Attempt("a union", f"SELECT name FROM communities_community UNION ALL SELECT name || note FROM {TABLE}"),
    Attempt(
        "a join with a global table",
        f"SELECT * FROM communities_community c LEFT JOIN {TABLE} o ON o.community_id = c.id",
    ),
    Attempt(
        "a lateral join",
        f"SELECT * FROM communities_community c, LATERAL (SELECT * FROM {TABLE} o WHERE o.community_id = c.id) x",
    ),
    Attempt(
        "a recursive question",
        f"WITH RECURSIVE r AS (SELECT * FROM {TABLE} UNION SELECT o.* FROM {TABLE} o, r) SELECT * FROM r",
    ),
    Attempt("an aggregate", f"SELECT string_agg(name || note, ',') FROM {TABLE}"),
    Attempt("a count", f"SELECT 'DALE' FROM {TABLE} HAVING count(*) > 1"),
    Attempt("a window", f"SELECT first_value(name) OVER (ORDER BY id DESC) FROM {TABLE}"),
    Attempt("a sample of the pages", f"SELECT * FROM {TABLE} TABLESAMPLE system (100)"),
    Attempt("whole rows as JSON", f"SELECT json_agg(o) FROM {TABLE} o"),
    Attempt("the table as XML", f"SELECT table_to_xml('{TABLE}', true, false, '')"),
    Attempt("the schema as XML", "SELECT schema_to_xml('public', true, false, '')"),
    Attempt("a question in a text", f"SELECT query_to_xml('TABLE {TABLE}', true, false, '')"),
    Attempt("locks on rows", f"SELECT * FROM {TABLE} FOR UPDATE"),
    Attempt("an update that returns", f"UPDATE {TABLE} SET phone = phone RETURNING *"),
    Attempt("a deletion that returns", f"DELETE FROM {TABLE} WHERE id = %(row)s RETURNING *"),
    Attempt(
        "an update from a join",
        f"UPDATE {TABLE} o SET note = c.name FROM communities_community c WHERE o.community_id = c.id AND c.id = %(dale)s RETURNING o.*",
    ),
    Attempt(
        "a merge",
        f"MERGE INTO {TABLE} o USING (SELECT %(row)s::bigint AS id) n ON o.id = n.id WHEN MATCHED THEN DELETE",
    ),
    Attempt(
        "a block of code",
        f"DO $$ DECLARE n text; BEGIN SELECT name INTO n FROM {TABLE} WHERE name LIKE '%%DALE%%'; IF n IS NOT NULL THEN RAISE EXCEPTION '%%', n; END IF; END $$",
    ),
    Attempt(
        "a division that fails on the word",
        f"SELECT 1 / (CASE WHEN name LIKE '%%DALE%%' THEN 0 ELSE 1 END) FROM {TABLE}",
    ),
    Attempt(
        "a number made of the word, whose error would say it",
        f"SELECT name::int FROM {TABLE} WHERE name LIKE '%%DALE%%'",
    ),
    Attempt(
        "a pattern that fails on the word",
        f"SELECT 1 FROM {TABLE} WHERE name ~ '(DALE' OR regexp_count(name, 'DALE') / 0 = 1",
    ),
    Attempt("what the planner knows: common values", f"SELECT * FROM pg_stats WHERE tablename = '{TABLE}'"),
    Attempt("what the planner knows: of many columns", "SELECT * FROM pg_stats_ext_exprs"),
    Attempt(
        "an explained question that ran",
        f"EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM {TABLE} WHERE name LIKE '%%DALE%%'",
    ),
    Attempt("a prepared question", f"PREPARE loot%(row)s AS SELECT * FROM {TABLE}; EXECUTE loot%(row)s"),
    Attempt("a cursor", f"DECLARE loot CURSOR FOR SELECT * FROM {TABLE}; FETCH ALL FROM loot"),
    Attempt("a copy as an answer", f"DECLARE loot2 CURSOR FOR TABLE {TABLE}; FETCH ABSOLUTE 2 FROM loot2"),
    Attempt(
        "a setting for one statement",
        f"SELECT * FROM {TABLE}, (SELECT set_config('tfc.home_office', '1', true)) x",
    ),
    Attempt(
        "the home office as the community",
        f"SELECT set_config('tfc.office', (SELECT office_id::text FROM communities_community WHERE id = %(dale)s), true); SELECT * FROM {TABLE}",
    ),
    Attempt(
        "a coordinator elsewhere", f"SELECT set_config('tfc.coordinator', 'on', true); SELECT * FROM {TABLE}"
    ),
    Attempt(
        "a setting that is no number", f"SELECT set_config('tfc.community', '', true); SELECT * FROM {TABLE}"
    ),
    Attempt("all settings forgotten", f"RESET ALL; SELECT * FROM {TABLE}"),
    Attempt(
        "a search path with another schema first", f"SET search_path = pg_temp, public; SELECT * FROM {TABLE}"
    ),
    Attempt(
        "what others run at this moment", "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    ),
    Attempt(
        "what others run, by function",
        "SELECT pg_stat_get_backend_activity(id) FROM pg_stat_get_backend_idset() id WHERE pg_stat_get_backend_pid(id) <> pg_backend_pid()",
    ),
    Attempt(
        "what others run, by the other function",
        "SELECT query FROM pg_stat_get_activity(NULL) WHERE pid <> pg_backend_pid()",
    ),
    Attempt("what others prepared", "SELECT * FROM pg_prepared_statements"),
    Attempt("what others hold open", "SELECT * FROM pg_cursors WHERE name <> ''"),
    Attempt("what others listen to", "SELECT pg_listening_channels()"),
)
