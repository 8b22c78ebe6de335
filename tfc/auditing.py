"""The audit log: who changed which record and when, written by the database in the same transaction.

Each audited table has a trigger for each kind of statement. It adds one entry per record, however the rows were
written: by a form, in bulk or by SQL. It runs with the rights of the login that writes; the audit tables accept rows
only from triggers, and no row is ever changed. The scope names the actor (`tfc.tenancy`). See docs/adr/0027-audit.md.

Migrations use these functions: never change what one of them returns, add a new one instead.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connections, migrations

from tfc.statement_triggers import create_triggers
from tfc.tenancy import APP
from tfc.tenancy_operations import ADD_ONLY, BY_COORDINATOR, IN_COMMUNITY, IN_OFFICE, TableOperation, policy

# Advisory locks (DAY_LOCK, day): every writer of an entry shares the lock of its day until its transaction ends, so
# that no day is sealed while an entry of it may still arrive.
DAY_LOCK = 1_634_624
# Days in the locks are counted from this date.
FIRST_DAY = "2020-01-01"

FUNCTIONS = f"""
CREATE FUNCTION tfc_actor() RETURNS bigint LANGUAGE sql STABLE
    AS $$ SELECT NULLIF(current_setting('tfc.actor', true), '')::bigint $$;
CREATE FUNCTION tfc_acts_as() RETURNS text LANGUAGE sql STABLE
    AS $$ SELECT COALESCE(current_setting('tfc.acts_as', true), '') $$;
CREATE FUNCTION tfc_differences(was jsonb, is_now jsonb, hidden text[], ignored text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(COALESCE(o.key, n.key), CASE
        WHEN COALESCE(o.key, n.key) = ANY (hidden) THEN 'null'::jsonb
        ELSE jsonb_build_array(o.value, n.value) END)
    FROM jsonb_each(was) o FULL JOIN jsonb_each(is_now) n ON n.key = o.key
    WHERE o.value IS DISTINCT FROM n.value
        AND COALESCE(o.key, n.key) <> ALL (ignored)
$$;
CREATE FUNCTION tfc_change_of(tables_id oid, hidden text[], ignored text[]) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT COALESCE(string_agg(format(
        'CASE WHEN o.%1$I IS DISTINCT FROM r.%1$I THEN jsonb_build_object(%1$L, %2$s) ELSE ''{{}}'' END', attname,
        CASE WHEN attname = ANY (hidden) THEN 'NULL'
            ELSE format('jsonb_build_array(o.%1$I, r.%1$I)', attname) END
    ), ' || ' ORDER BY attnum), '''{{}}''::jsonb')
    FROM pg_attribute
    WHERE attrelid = tables_id AND attnum > 0 AND NOT attisdropped AND attname <> ALL (ignored)
$$;
CREATE FUNCTION tfc_details_digest(salt uuid, details jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE
    AS $$ SELECT sha256(convert_to(salt::text || details::text, 'UTF8')) $$;
CREATE FUNCTION tfc_audit_moment() RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE moment timestamptz := clock_timestamp();
BEGIN
    PERFORM pg_advisory_xact_lock_shared({DAY_LOCK}, (moment AT TIME ZONE 'UTC')::date - date '{FIRST_DAY}');
    RETURN moment;
END $$;
CREATE FUNCTION tfc_is_copied(tables_id oid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN current_setting('tfc.copies', true) = 'on'
        AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = tables_id);
END $$;
CREATE FUNCTION tfc_stays_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION tfc_note_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO communities_auditentry
        (at, actor_id, acts_as, community_id, office_id, table_name, record_id, subject_id, verb, transaction_id)
    SELECT tfc_audit_moment(), tfc_actor(), tfc_acts_as(), gone.community_id, gone.office_id,
        gone.table_name, gone.record_id, gone.record_id, 'forgotten', pg_current_xact_id()::text::bigint
    FROM (SELECT DISTINCT community_id, office_id, table_name, record_id FROM touched) gone;
    RETURN NULL;
END $$;
"""  # noqa: S608
DROP_FUNCTIONS = """
DROP FUNCTION tfc_note_forgotten(), tfc_stays_as_written(), tfc_is_copied(oid), tfc_audit_moment(),
    tfc_details_digest(uuid, jsonb), tfc_change_of(oid, text[], text[]),
    tfc_differences(jsonb, jsonb, text[], text[]), tfc_acts_as(), tfc_actor() CASCADE
"""


@dataclass(frozen=True)
class Audited:
    """A table whose changes are recorded in the audit log.

    ``community`` and ``office``: SQL expressions for the owner of the row ``r``. ``subject``: the column with the ID
    of the record that the row is part of. ``hidden``: columns of which only the fact of a change is stored.
    ``ignored``: columns whose change alone does not count as a change of the record.
    """

    table: str
    community: str = "r.community_id"
    office: str = "NULL::bigint"
    subject: str = "id"
    hidden: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    # Without "delete" for rows that expire by themselves, which is not a change to record.
    verbs: tuple[str, ...] = ("insert", "update", "delete")


# Columns that the program counts or computes itself. When a secret link was last used would reveal when a person read
# it.
IGNORED = (
    "id", "revision", "updated_at", "last_login", "last_used_at", "last_used_on", "last_seen_on", "views",
    "search_text", "excerpt", "sessions_ended",
)  # fmt: skip
COLUMNS = (
    "(id, at, actor_id, acts_as, community_id, office_id, table_name, record_id, subject_id, verb, transaction_id,"
    " digest)"
)


# Above this number of rows, columns are compared by type in a statement built for the table: three times as fast per
# row, but it takes a millisecond to plan, too long for a single row.
MANY = 200
ADD_DETAILS = """
            INSERT INTO communities_auditdetails
                (entry_id, community_id, office_id, table_name, record_id, subject_id, salt, details)
            SELECT entry_id, community_id, office_id, '{}', record_id, subject_id, salt, details FROM made
        """


def build_trigger_function(table: Audited) -> str:
    """Return the SQL of the trigger function. An added row needs no details: they follow from the current record and
    its later changes.
    """
    hidden = "{" + ",".join(table.hidden) + "}"
    ignored = "{" + ",".join((*IGNORED, *table.ignored)) + "}"
    which = (
        f"{table.community} AS community_id, COALESCE({table.office}, tfc_office()) AS office_id,"
        f" r.id AS record_id, COALESCE(r.{table.subject}, r.id) AS subject_id"
    )
    entry = f"tfc_actor(), tfc_acts_as(), community_id, office_id, '{table.table}', record_id, subject_id"
    number = "nextval('communities_auditentry_id_seq') AS entry_id"
    salted = f"{number}, gen_random_uuid() AS salt"
    detailed = ADD_DETAILS.format(table.table)
    return f"""
CREATE FUNCTION tfc_audit_{table.table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    transaction_id bigint := pg_current_xact_id()::text::bigint;
BEGIN
    IF tfc_is_copied(TG_RELID) THEN RETURN NULL; END IF;
    moment := tfc_audit_moment();
    IF TG_OP = 'INSERT' THEN
        INSERT INTO communities_auditentry {COLUMNS}
            SELECT entry_id, moment, {entry}, 'added', transaction_id, NULL
            FROM (SELECT {number}, {which} FROM touched r) made;
    ELSIF TG_OP = 'UPDATE' AND (SELECT count(*) FROM (SELECT FROM touched LIMIT {MANY + 1}) few) > {MANY} THEN
        EXECUTE format($statement$
        WITH changed AS (
            SELECT {which}, %s AS details FROM touched r JOIN before o ON o.id = r.id
        ), made AS MATERIALIZED (
            SELECT {salted}, changed.* FROM changed WHERE details <> '{{}}'
        ), detailed AS ({detailed})
        INSERT INTO communities_auditentry {COLUMNS}
            SELECT entry_id, $1, {entry}, 'changed', $2, tfc_details_digest(salt, details) FROM made
        $statement$, tfc_change_of(TG_RELID, '{hidden}', '{ignored}')) USING moment, transaction_id;
    ELSIF TG_OP = 'UPDATE' THEN
        WITH changed AS (
            SELECT {which}, tfc_differences(to_jsonb(o), to_jsonb(r), '{hidden}', '{ignored}') AS details
            FROM touched r JOIN before o ON o.id = r.id
        ), made AS MATERIALIZED (
            SELECT {salted}, changed.* FROM changed WHERE details IS NOT NULL
        ), detailed AS ({detailed})
        INSERT INTO communities_auditentry {COLUMNS}
            SELECT entry_id, moment, {entry}, 'changed', transaction_id, tfc_details_digest(salt, details) FROM made;
    ELSE
        WITH made AS MATERIALIZED (
            SELECT {salted}, {which},
                COALESCE(tfc_differences(to_jsonb(r), '{{}}', '{hidden}', '{ignored}'), '{{}}') AS details
            FROM touched r
        ), detailed AS ({detailed})
        INSERT INTO communities_auditentry {COLUMNS}
            SELECT entry_id, moment, {entry}, 'deleted', transaction_id, tfc_details_digest(salt, details) FROM made;
    END IF;
    RETURN NULL;
END $$;
"""  # noqa: S608


def triggers(table: Audited) -> str:
    return build_trigger_function(table) + create_triggers(
        "audit", table.table, f"tfc_audit_{table.table}", table.verbs
    )


def drop_triggers(table: Audited) -> str:
    drops = "".join(f"DROP TRIGGER audit_{verb} ON {table.table};\n" for verb in table.verbs)
    return f"{drops}DROP FUNCTION tfc_audit_{table.table}();\n"


def audit(tables: Sequence[Audited]) -> migrations.RunSQL:
    """Return the migration operation that starts auditing these tables."""
    return migrations.RunSQL(
        "".join(triggers(table) for table in tables), "".join(drop_triggers(table) for table in tables)
    )


# Entries about an account belong to no community or office; their owner reads them outside of any scope.
ACCOUNTS = ("communities_user", "account_emailaddress", "mfa_authenticator", "usersessions_usersession")
OWN_ACCOUNT = "own_account"
IS_OWN_ACCOUNT = (
    "community_id IS NULL AND office_id IS NULL AND (SELECT tfc_community()) IS NULL"
    " AND (SELECT tfc_office()) IS NULL AND subject_id = (SELECT tfc_actor())"
    f" AND table_name IN ({', '.join(repr(table) for table in ACCOUNTS)})"
)


class IsolateAudit(TableOperation):
    """Audit entries written by triggers: read by the community's coordinators and the office, and never changed.

    ``check``: an SQL condition under which a row may also be inserted without a trigger, in the row's own scope.
    """

    verbs = ADD_ONLY

    def __init__(self, model: str, *, check: str = "") -> None:
        super().__init__(model)
        self.check = check

    def policies(self, table: str) -> list[str]:
        by_itself = f" OR ({self.check}) AND ({IN_COMMUNITY} OR {IN_OFFICE})" if self.check else ""
        return [
            policy(table, "coordinators", f"{IN_COMMUNITY} AND {BY_COORDINATOR}"),
            f"CREATE POLICY added ON {table} AS RESTRICTIVE FOR INSERT TO {APP}"
            f" WITH CHECK (pg_trigger_depth() > 0{by_itself})",
            f"CREATE POLICY by_whoever_writes ON {table} FOR INSERT TO {APP} WITH CHECK (true)",
            policy(table, "office", IN_OFFICE, verb="SELECT"),
            policy(table, OWN_ACCOUNT, IS_OWN_ACCOUNT, verb="SELECT"),
            f"CREATE TRIGGER stays_as_written BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION tfc_stays_as_written()",
        ]


NOTE = """
    INSERT INTO communities_auditentry
        (at, actor_id, acts_as, community_id, office_id, table_name, record_id, subject_id, verb, transaction_id)
    SELECT tfc_audit_moment(), tfc_actor(), tfc_acts_as(), COALESCE(tfc_community(), %s), tfc_office(), %s, id, id,
        'read', pg_current_xact_id()::text::bigint
    FROM unnest(%s::bigint[]) AS id
"""


def note_reading(what: str, record_id: int, *, community_id: int | None = None) -> None:
    """Record in the open scope that a person read a record, which is no change; one statement.

    ``what``: a table. ``community_id``: the community whose record an office read.
    """
    note_readings(what, [record_id], community_id=community_id)


def note_readings(what: str, record_ids: Iterable[int], *, community_id: int | None = None) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(NOTE, [community_id, what, list(record_ids)])


def nobody_writes_on(day: dt.date, *, using: str) -> bool:
    """Return True if all entries of a past day are stored, and hold its lock until the transaction ends."""
    number = (day - dt.date.fromisoformat(FIRST_DAY)).days
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [DAY_LOCK, number])
        return bool(cursor.fetchone()[0])
