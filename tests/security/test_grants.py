"""Each database login's rights by table, compared with ``grants.txt``; GRANTS=write writes it.

A right that is missing there fails, so each new one is reviewed.
"""

import os
from pathlib import Path

import pytest
from django.db import connections

from tfc.tenancy import BACKUP

WRITTEN = Path(__file__).parent / "grants.txt"
# Privileges by table and login, with columns if limited to some.
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


def get_grants() -> list[str]:
    """Return the rights on each table; of the backup login only those other than reading."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(HELD)
        return [
            f"{table}  {login}  {verbs}"
            for table, login, verbs in cursor.fetchall()
            if (login, verbs) != (BACKUP, "SELECT")
        ]


@pytest.mark.django_db(databases=["owner"])
def test_each_login_may_do_what_is_written_down():
    result = get_grants()
    if os.environ.get("GRANTS") == "write":
        WRITTEN.write_text("\n".join(result) + "\n")
    written = WRITTEN.read_text().splitlines()
    assert result == written, (
        "If these grants are meant: GRANTS=write make test ARGS=tests/security/test_grants.py"
    )
