"""How a policy learns in which community somebody acts: from a sub-select, or from the setting written into the policy.

A sub-select is asked once a statement, and every plan pays for it. The setting costs a plan next to nothing, and an
index on the community reads it once as well; a condition that no index answers reads it for every row, which takes
longer than looking at the row. So a policy that alone opens its table has the setting in it, since every such table has
that index. Where policies are joined by OR they ask, and so does what must know whether a coordinator acts. What was
measured: docs/performance.md.
"""

from typing import Any

from django.db import migrations

from tfc.tenancy import APP

# As PostgreSQL says it.
ASKED = "( SELECT tfc_community() AS tfc_community)"
WRITTEN = "(NULLIF(current_setting('tfc.community'::text, true), ''::text))::bigint"
# Of the serving login, and whether one alone opens the table for reading.
POLICIES = """
    SELECT c.relname, p.polname, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
           count(*) FILTER (WHERE p.polcmd IN ('*', 'r')) OVER (PARTITION BY c.oid) = 1
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE c.relnamespace = 'public'::regnamespace AND p.polpermissive AND %s::regrole = ANY (p.polroles)
    ORDER BY c.relname, p.polname
"""


def say_anew(connection: Any, *, write: bool = True) -> None:
    """Alter the policies that say it in the other way; without ``write`` all of them ask."""
    with connection.cursor() as cursor:
        cursor.execute(POLICIES, [APP])
        for table, name, using, check, is_alone in cursor.fetchall():
            before, after = (ASKED, WRITTEN) if is_alone and write else (WRITTEN, ASKED)
            changes = [
                f" {word} ({condition.replace(before, after)})"
                for word, condition in (("USING", using), ("WITH CHECK", check))
                if condition and before in condition
            ]
            if changes:
                quote = connection.ops.quote_name
                cursor.execute(f"ALTER POLICY {quote(name)} ON {quote(table)}{''.join(changes)}")


def settings_in_policies() -> migrations.RunPython:
    """The operation, of a migration that is not atomic: each table is locked for its own moment, and not all at once.

    A migration that gives a table a second policy, or takes one away, has it as its last. Done in part it is no harm,
    since both ways let the same rows through, and done again it goes on.
    """
    return migrations.RunPython(
        lambda _apps, editor: say_anew(editor.connection),
        lambda _apps, editor: say_anew(editor.connection, write=False),
    )
