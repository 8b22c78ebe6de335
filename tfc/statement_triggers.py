"""Statement-level triggers, which see the rows that a statement changed as one table."""

from collections.abc import Iterable

ROWS = {
    "insert": "NEW TABLE AS touched",
    "update": "OLD TABLE AS before NEW TABLE AS touched",
    "delete": "OLD TABLE AS touched",
}


def create_triggers(prefix: str, table: str, function: str, verbs: Iterable[str] = tuple(ROWS)) -> str:
    """Return the SQL of one trigger for each kind of statement: PostgreSQL allows transition tables only in triggers
    for one kind.
    """
    return "".join(
        f"CREATE TRIGGER {prefix}_{verb} AFTER {verb.upper()} ON {table} REFERENCING {ROWS[verb]}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}();\n"
        for verb in verbs
    )
