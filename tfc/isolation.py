"""Migration operations that put a table behind row-level security in the migration that creates it.

A table has no grant before it has its policies, so a forgotten operation fails closed. Each operation is written as
plain SQL over the table's name; the catalogue test holds the result against the models.
"""

from abc import ABC, abstractmethod
from typing import Any

from django.db.migrations.operations.base import Operation

from tfc.tenancy import APP, BACKUP, FIGURES

IN_COMMUNITY = "community_id = (SELECT tfc_community())"
IN_OFFICE = "office_id = (SELECT tfc_office())"
BY_COORDINATOR = "(SELECT current_setting('tfc.coordinator', true)) = 'on'"
IN_HOME_OFFICE = "office_id = (SELECT tfc_home_office())"
# Of a policy that stands alone, which is planned sooner so: tfc/settings_in_policies.py says when and why.
ALONE_IN_COMMUNITY = "community_id = NULLIF(current_setting('tfc.community', true), '')::bigint"

SCOPE_FUNCTIONS = """
CREATE FUNCTION tfc_community() RETURNS bigint LANGUAGE sql STABLE
    AS $$ SELECT NULLIF(current_setting('tfc.community', true), '')::bigint $$;
CREATE FUNCTION tfc_office() RETURNS bigint LANGUAGE sql STABLE
    AS $$ SELECT NULLIF(current_setting('tfc.office', true), '')::bigint $$;
CREATE FUNCTION tfc_home_office() RETURNS bigint LANGUAGE sql STABLE
    AS $$ SELECT NULLIF(current_setting('tfc.home_office', true), '')::bigint $$;
CREATE FUNCTION tfc_count_revision() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN NEW.revision := OLD.revision + 1; RETURN NEW; END $$;
"""
DROP_SCOPE_FUNCTIONS = """
DROP FUNCTION tfc_count_revision(); DROP FUNCTION tfc_home_office(); DROP FUNCTION tfc_office();
DROP FUNCTION tfc_community();
"""


class TableOperation(Operation, ABC):
    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__qualname__, [self.model], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The wall is in the database alone; Django's model state does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        meta = to_state.apps.get_model(app_label, self.model)._meta
        table = schema_editor.quote_name(meta.db_table)
        for statement in [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *self.policies(table),
            f"GRANT SELECT ON {table} TO {BACKUP}",
        ]:
            schema_editor.execute(statement)
        if any(field.name == "revision" for field in meta.local_fields):
            schema_editor.execute(
                f"CREATE TRIGGER count_revision BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION tfc_count_revision()"
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Dropping the table, the next step back, takes its policies, trigger and grants along."""

    @abstractmethod
    def policies(self, table: str) -> list[str]:
        """The statements that let each login see its rows of the table, and grant it the verbs."""

    def describe(self) -> str:
        return f"Isolate {self.model}"


def policy(table: str, name: str, using: str, *, verb: str = "ALL", role: str = APP) -> str:
    """One permissive policy; PostgreSQL joins those of a table by OR."""
    check = "" if verb in ("SELECT", "DELETE") else f" WITH CHECK ({using})"
    condition = "" if verb == "INSERT" else f" USING ({using})"
    return f"CREATE POLICY {name} ON {table} FOR {verb} TO {role}{condition}{check}"


class IsolateCommunity(TableOperation):
    """Rows of a community, which it alone reads and writes; the figures' login reads those of all.

    ``office`` says what the community's office may do in its own scope: nothing (""), "read", or "write".
    ``figures`` says what the figures' login may do: nothing (""), "read", or "write" for the tables that it fills.
    ``community`` is "read" for what the office alone writes about the community.
    """

    def __init__(
        self, model: str, *, office: str = "", figures: str = "read", community: str = "write"
    ) -> None:
        super().__init__(model)
        self.office = office
        self.figures = figures
        self.community = community

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {"office": self.office, "figures": self.figures, "community": self.community}
        return (type(self).__qualname__, [self.model], options)

    def policies(self, table: str) -> list[str]:
        own = "ALL" if self.community == "write" else "SELECT"
        here = IN_COMMUNITY if self.office else ALONE_IN_COMMUNITY
        statements = [
            policy(table, "community", here, verb=own),
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP}",
        ]
        if self.office:
            verb = "ALL" if self.office == "write" else "SELECT"
            statements.append(policy(table, "office", IN_OFFICE, verb=verb))
        return [*statements, *figures_policies(table, self.figures)]


class IsolateCoordinators(TableOperation):
    """Rows of a community that open for its coordinators alone.

    ``figures`` is "read" for numbers that are summed over communities; without it no other login but the backup's
    reads them. ``mailbox``: others of the community may put a row in, and see none.
    """

    def __init__(self, model: str, *, figures: str = "", mailbox: bool = False) -> None:
        super().__init__(model)
        self.figures = figures
        self.mailbox = mailbox

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__qualname__, [self.model], {"figures": self.figures, "mailbox": self.mailbox})

    def policies(self, table: str) -> list[str]:
        statements = [
            policy(table, "coordinators", f"{ALONE_IN_COMMUNITY} AND {BY_COORDINATOR}"),
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP}",
        ]
        if self.mailbox:
            statements.append(policy(table, "mailbox", ALONE_IN_COMMUNITY, verb="INSERT"))
        return [*statements, *figures_policies(table, self.figures)]


class IsolateOffice(TableOperation):
    """Rows of an office, which its staff read and write and its communities read.

    ``figures`` is "write" for sums over communities, which the figures' login fills. ``communities``: "read", "" for
    what stays in the office, "update" for rows that they also change (never make or delete), or "named" for rows that
    only the communities in their ``named`` columns read.
    """

    def __init__(
        self, model: str, *, figures: str = "read", communities: str = "read", named: tuple[str, ...] = ()
    ) -> None:
        super().__init__(model)
        self.figures = figures
        self.communities = communities
        self.named = named

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        options = {"figures": self.figures, "communities": self.communities, "named": self.named}
        return (type(self).__qualname__, [self.model], options)

    def policies(self, table: str) -> list[str]:
        statements = [
            policy(table, "office", IN_OFFICE),
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP}",
            *figures_policies(table, self.figures),
        ]
        if self.communities in ("read", "update"):
            statements.append(policy(table, "home_office", IN_HOME_OFFICE, verb="SELECT"))
        if self.communities == "update":
            statements.append(policy(table, "home_office_changes", IN_HOME_OFFICE, verb="UPDATE"))
        if self.communities == "named":
            columns = ", ".join(f"{name}_id" for name in self.named)
            statements.append(
                policy(table, "named", f"(SELECT tfc_community()) IN ({columns})", verb="SELECT")
            )
        return statements


class IsolateTargets(TableOperation):
    """Rows that an office sets for one of its communities or for all, or that a community sets for itself.

    Each writes its own; ``owner`` says whose a row is. An office reads all of them, a community its own, what its
    office set for it, and what it set for all; never what was set for a neighbor.
    """

    def policies(self, table: str) -> list[str]:
        for_it = f"(community_id IS NULL OR {IN_COMMUNITY})"
        return [
            policy(table, "community", f"{IN_COMMUNITY} AND {IN_HOME_OFFICE} AND owner = 'community'"),
            policy(
                table, "home_office", f"{IN_HOME_OFFICE} AND owner = 'office' AND {for_it}", verb="SELECT"
            ),
            policy(table, "office", f"{IN_OFFICE} AND owner = 'office'"),
            policy(table, "office_reads", IN_OFFICE, verb="SELECT"),
            f"GRANT SELECT, INSERT ON {table} TO {APP}",
        ]


class IsolateShared(TableOperation):
    """Rows that belong to a community or, with no community, to the office itself: reports."""

    def policies(self, table: str) -> list[str]:
        return [
            policy(table, "community", f"{IN_COMMUNITY} AND {IN_HOME_OFFICE}"),
            policy(table, "office", IN_OFFICE),
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP}",
            *figures_policies(table, "read"),
        ]


class IsolateOwner(TableOperation):
    """Rows that belong to a community or, with no community, to the office itself, and that neither shows the other."""

    def policies(self, table: str) -> list[str]:
        return [
            policy(table, "community", f"{IN_COMMUNITY} AND {IN_HOME_OFFICE}"),
            policy(table, "office", f"{IN_OFFICE} AND community_id IS NULL"),
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP}",
        ]


class IsolateMarks(TableOperation):
    """Marks that triggers leave on a community for whoever writes its records, and that the figures' login takes."""

    def policies(self, table: str) -> list[str]:
        of_office = (
            "EXISTS (SELECT FROM communities_community one"
            f" WHERE one.id = {table}.community_id AND one.{IN_OFFICE})"
        )
        return [
            policy(table, "community", ALONE_IN_COMMUNITY),
            policy(table, "office", of_office, verb="INSERT"),
            f"GRANT SELECT, INSERT ON {table} TO {APP}",
            *figures_policies(table, "write"),
        ]


def figures_policies(table: str, may: str) -> list[str]:
    if not may:
        return []
    if may == "write":
        return [
            policy(table, "figures", "true", role=FIGURES),
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {FIGURES}",
        ]
    return [
        policy(table, "figures", "true", verb="SELECT", role=FIGURES),
        f"GRANT SELECT ON {table} TO {FIGURES}",
    ]


class DatabaseRouter:
    """Migrations run as the owner alone; everything else names its login or serves as the default one."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def allow_relation(self, first: Any, second: Any, **hints: Any) -> bool:
        return True
