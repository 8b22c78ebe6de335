"""What each login of the database may do, table by table, as written down in ``grants.txt``; GRANTS=write writes it.

A table or privilege that is not written down fails: whoever adds one says here who needs it.
"""

import os
from pathlib import Path

import pytest
from django.db import connections

from tfc.tenancy import BACKUP

WRITTEN = Path(__file__).parent / "grants.txt"
# By table and login: each verb, with its columns where it holds for some alone.
HELD = """
    WITH held AS (
        SELECT c.relname, a.grantee, a.privilege_type AS verb, NULL AS columns
        FROM pg_class c, aclexplode(c.relacl) a
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
            AND a.grantee <> c.relowner
        UNION ALL
        SELECT c.relname, a.grantee, a.privilege_type, string_agg(t.attname, ', ' ORDER BY t.attname)
        FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
        WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
        GROUP BY c.relname, a.grantee, a.privilege_type
    )
    SELECT relname::text, CASE grantee WHEN 0 THEN 'public' ELSE grantee::regrole::text END,
        string_agg(verb || COALESCE(' (' || columns || ')', ''), ', ' ORDER BY verb, columns)
    FROM held GROUP BY relname, grantee ORDER BY 1, 2
"""


def held() -> list[str]:
    """Of each table; of the backup's login only where it is anything but reading."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(HELD)
        return [
            f"{table}  {login}  {verbs}"
            for table, login, verbs in cursor.fetchall()
            if (login, verbs) != (BACKUP, "SELECT")
        ]


@pytest.mark.django_db(databases=["owner"])
def test_each_login_may_do_what_is_written_down():
    found = held()
    if os.environ.get("GRANTS") == "write":
        WRITTEN.write_text("\n".join(found) + "\n")
    written = WRITTEN.read_text().splitlines()
    assert found == written, (
        "If these grants are meant: GRANTS=write make test ARGS=tests/security/test_grants.py"
    )
