"""Migration operations that enable row-level security for a table in the migration that creates it.

A table has no grant before it has its policies, so a forgotten operation fails closed. Each operation writes plain SQL
with the table's name, in its final form; the catalogue test compares the result with the models. `<app>/policies.py`
lists the operations of an app's first migration.

**How a policy reads the community.** A subquery is evaluated once per statement, but adds to the cost of every plan.
The setting written into the policy costs a plan almost nothing, and an index on the community reads it once as well; a
condition without an index reads it for every row. So a policy that is the only one to open its table for reading
contains the setting (ALONE_IN_COMMUNITY), since every such table has that index. Policies joined by OR use the
subquery (IN_COMMUNITY), and so does the check for a coordinator. Measurements: docs/performance.md.
"""

from abc import ABC, abstractmethod
from typing import Any

from django.db.migrations.operations.base import Operation

from tfc.tenancy import APP, BACKUP, FIGURES

IN_COMMUNITY = "community_id = (SELECT tfc_community())"
IN_OFFICE = "office_id = (SELECT tfc_office())"
BY_COORDINATOR = "(SELECT current_setting('tfc.coordinator', true)) = 'on'"
IN_HOME_OFFICE = "office_id = (SELECT tfc_home_office())"
ALONE_IN_COMMUNITY = "community_id = NULLIF(current_setting('tfc.community', true), '')::bigint"
# Rows that only the office writes about a community can also be inserted by restoring that community's archive.
RESTORING = f"{IN_COMMUNITY} AND {BY_COORDINATOR} AND (SELECT current_setting('tfc.restoring', true)) = 'on'"
ADD_ONLY = "SELECT, INSERT"

# These functions are parsed when they are created, so that the planner can inline them into every statement with a
# policy.
SCOPE_FUNCTIONS = """
CREATE FUNCTION tfc_community() RETURNS bigint LANGUAGE sql STABLE
    RETURN NULLIF(current_setting('tfc.community', true), '')::bigint;
CREATE FUNCTION tfc_office() RETURNS bigint LANGUAGE sql STABLE
    RETURN NULLIF(current_setting('tfc.office', true), '')::bigint;
CREATE FUNCTION tfc_home_office() RETURNS bigint LANGUAGE sql STABLE
    RETURN NULLIF(current_setting('tfc.home_office', true), '')::bigint;
CREATE FUNCTION tfc_count_revision() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN NEW.revision := OLD.revision + 1; RETURN NEW; END $$;
"""
DROP_SCOPE_FUNCTIONS = """
DROP FUNCTION tfc_count_revision(); DROP FUNCTION tfc_home_office(); DROP FUNCTION tfc_office();
DROP FUNCTION tfc_community();
"""


class TableOperation(Operation, ABC):
    """Enables row-level security for a table. ``verbs``: what the default login may do with the rows that its policies
    show.
    """

    reversible = True
    verbs = "SELECT, INSERT, UPDATE, DELETE"

    def __init__(self, model: str, *, verbs: str = "") -> None:
        self.model = model
        self.verbs = verbs or self.verbs

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Do nothing: row-level security exists only in the database, not in Django's model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        # Use the model's state and not the model: Django would first build the classes of all related models.
        model = to_state.models[app_label, self.model.lower()]
        table = schema_editor.quote_name(table_name(to_state, app_label, self.model))
        for statement in [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *self.policies(table),
            f"GRANT {self.verbs} ON {table} TO {APP}",
            f"GRANT SELECT ON {table} TO {BACKUP}",
        ]:
            schema_editor.execute(statement)
        if "revision" in model.fields:
            schema_editor.execute(
                f"CREATE TRIGGER count_revision BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION tfc_count_revision()"
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do nothing: the reversed table creation drops the table with its policies, trigger and grants."""

    @abstractmethod
    def policies(self, table: str) -> list[str]:
        """Return the statements that let each login see its rows of the table."""

    def describe(self) -> str:
        return f"Isolate {self.model}"


def table_name(state: Any, app_label: str, model: str) -> str:
    name: str = state.models[app_label, model.lower()].options.get("db_table", f"{app_label}_{model.lower()}")
    return name


def policy(table: str, name: str, using: str, *, verb: str = "ALL", role: str = APP) -> str:
    """Return the SQL of a permissive policy; PostgreSQL joins those of a table by OR."""
    check = "" if verb in ("SELECT", "DELETE") else f" WITH CHECK ({using})"
    condition = "" if verb == "INSERT" else f" USING ({using})"
    return f"CREATE POLICY {name} ON {table} FOR {verb} TO {role}{condition}{check}"


class IsolateCommunity(TableOperation):
    """Rows that only their community reads and writes; the figures' login reads those of all.

    ``office`` says what the community's office may do in its own scope: nothing (""), "read" or "write";
    ``office_where`` is a condition without which the office sees no row. ``figures`` says what the figures' login may
    do: nothing (""), "read" (only ``figures_columns`` if they are given), or "write" for the tables that it fills.
    ``owned``: rows without a community are the office's own. ``community`` is "read" for rows that only the office
    writes about the community; with ``restorable`` a coordinator
    may insert such rows from the community's archive.
    """

    def __init__(
        self,
        model: str,
        *,
        office: str = "",
        office_where: str = "",
        figures: str = "read",
        figures_columns: str = "",
        community: str = "write",
        restorable: bool = False,
        owned: bool = False,
        verbs: str = "",
    ) -> None:
        super().__init__(model, verbs=verbs)
        self.owned = owned
        self.office, self.office_where = office, office_where
        self.figures, self.figures_columns = figures, figures_columns
        self.community = community
        self.restorable = restorable

    def policies(self, table: str) -> list[str]:
        own = "ALL" if self.community == "write" else "SELECT"
        statements = [
            policy(
                table,
                "community",
                IN_COMMUNITY if self.office or self.owned else ALONE_IN_COMMUNITY,
                verb=own,
            )
        ]
        if self.office:
            verb = "ALL" if self.office == "write" else "SELECT"
            where = f" AND {self.office_where}" if self.office_where else ""
            statements.append(policy(table, "office", f"{IN_OFFICE}{where}", verb=verb))
        if self.owned:
            statements.append(policy(table, "office_own", f"{IN_OFFICE} AND community_id IS NULL"))
        if self.restorable:
            statements.append(policy(table, "restored", RESTORING, verb="INSERT"))
        return [*statements, *figures_policies(table, self.figures, columns=self.figures_columns)]


class IsolateCoordinators(TableOperation):
    """Rows of a community that only its coordinators may read and write.

    ``figures`` is "read" for numbers that are summed over communities; without it only the backup's login reads them
    too. ``mailbox``: other members of the community may insert a row, but see none. ``office_where``: a condition with
    which the community's office reads a row.
    """

    def __init__(
        self, model: str, *, figures: str = "", mailbox: bool = False, office_where: str = ""
    ) -> None:
        super().__init__(model)
        self.figures, self.mailbox, self.office_where = figures, mailbox, office_where

    def policies(self, table: str) -> list[str]:
        here = IN_COMMUNITY if self.office_where else ALONE_IN_COMMUNITY
        statements = [policy(table, "coordinators", f"{here} AND {BY_COORDINATOR}")]
        if self.mailbox:
            statements.append(policy(table, "mailbox", here, verb="INSERT"))
        if self.office_where:
            statements.append(policy(table, "office", self.office_where, verb="SELECT"))
        return [*statements, *figures_policies(table, self.figures)]


class IsolateOffice(TableOperation):
    """Rows of an office, which its staff read and write and its communities read.

    ``figures`` is "write" for sums over communities, which the figures' login fills. ``communities``: "read", "" for
    rows that only the office sees, "update" for rows that they also change (never add or delete), or "named" for rows
    that only the communities in their ``named`` columns read.
    """

    def __init__(
        self,
        model: str,
        *,
        figures: str = "read",
        communities: str = "read",
        named: tuple[str, ...] = (),
        verbs: str = "",
    ) -> None:
        super().__init__(model, verbs=verbs)
        self.figures = figures
        self.communities = communities
        self.named = named

    def policies(self, table: str) -> list[str]:
        statements = [
            policy(table, "office", IN_OFFICE),
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

    Each writes its own; ``owner`` says whose a row is. An office reads all of them; a community reads its own, what
    its office set for it, and what it set for all, never what was set for another community.
    """

    verbs = ADD_ONLY

    def policies(self, table: str) -> list[str]:
        for_it = f"(community_id IS NULL OR {IN_COMMUNITY})"
        return [
            policy(table, "community", f"{IN_COMMUNITY} AND {IN_HOME_OFFICE} AND owner = 'community'"),
            policy(
                table, "home_office", f"{IN_HOME_OFFICE} AND owner = 'office' AND {for_it}", verb="SELECT"
            ),
            policy(table, "office", f"{IN_OFFICE} AND owner = 'office'"),
            policy(table, "office_reads", IN_OFFICE, verb="SELECT"),
        ]


class IsolateShared(TableOperation):
    """Rows such as reports that belong to a community or, with no community, to the office itself."""

    def policies(self, table: str) -> list[str]:
        return [
            policy(table, "community", f"{IN_COMMUNITY} AND {IN_HOME_OFFICE}"),
            policy(table, "office", IN_OFFICE),
            *figures_policies(table, "read"),
        ]


class IsolateOwner(TableOperation):
    """Rows that belong to a community or, with no community, to the office itself; neither sees the other's.

    ``figures`` is "write" for rows in which the figures' login stores results.
    """

    def __init__(self, model: str, *, figures: str = "") -> None:
        super().__init__(model)
        self.figures = figures

    def policies(self, table: str) -> list[str]:
        return [
            policy(table, "community", f"{IN_COMMUNITY} AND {IN_HOME_OFFICE}"),
            policy(table, "office", f"{IN_OFFICE} AND community_id IS NULL"),
            *figures_policies(table, self.figures),
        ]


class IsolateMarks(TableOperation):
    """Dirty flags of a community, written by triggers with the rights of the login that changes its records; the
    figures' login reads and deletes them.
    """

    verbs = ADD_ONLY

    def policies(self, table: str) -> list[str]:
        of_office = (
            "EXISTS (SELECT FROM communities_community one"
            f" WHERE one.id = {table}.community_id AND one.{IN_OFFICE})"
        )
        return [
            policy(table, "community", ALONE_IN_COMMUNITY),
            policy(table, "office", of_office, verb="INSERT"),
            *figures_policies(table, "write"),
        ]


def figures_policies(table: str, access: str, *, columns: str = "") -> list[str]:
    if not access:
        return []
    verb = "ALL" if access == "write" else "SELECT"
    verbs = TableOperation.verbs if access == "write" else f"SELECT ({columns})" if columns else "SELECT"
    return [
        policy(table, "figures", "true", verb=verb, role=FIGURES),
        f"GRANT {verbs} ON {table} TO {FIGURES}",
    ]
