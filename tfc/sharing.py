"""Rows that their owner, a community or an office, shares with others; the row itself says who may read it.

A policy uses only the row and the scope, never other tables (docs/adr/0001), so every row that belongs to a shared one
has the audience too. A foreign key keeps the two equal. See docs/adr/0012-sharing.md.
"""

from typing import Any, cast

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import APP, CurrentCommunity, CurrentOffice, SameTenant, TenantModel
from tfc.tenancy_operations import (
    IN_COMMUNITY,
    IN_HOME_OFFICE,
    IN_OFFICE,
    TableOperation,
    figures_policies,
    policy,
    table_name,
)


class Audience(models.TextChoices):
    OWN = "own", _("Only us")
    OFFICE = "office", _("All communities of the office")
    EVERYONE = "everyone", _("All communities of all offices")


class OwnedModel(TenantModel):
    """A row of a community, which its office reads, or without a community of the office itself. The database fills
    both from the scope.
    """

    office = models.ForeignKey(
        "communities.Office", models.PROTECT, editable=False, db_default=CurrentOffice(), related_name="+"
    )
    community = models.ForeignKey(  # type: ignore[assignment]
        "communities.Community",
        models.PROTECT,
        null=True,
        editable=False,
        db_default=CurrentCommunity(),
        related_name="+",
    )

    class Meta(TenantModel.Meta):
        abstract = True


class SharedModel(models.Model):
    """A row of a community or, without one, of the office itself. The database fills both from the scope."""

    office = models.ForeignKey(
        "communities.Office", models.PROTECT, editable=False, db_default=CurrentOffice(), related_name="+"
    )
    community = models.ForeignKey(
        "communities.Community",
        models.PROTECT,
        null=True,
        editable=False,
        db_default=CurrentCommunity(),
        related_name="+",
    )
    audience = models.CharField(
        _("Who can read it"), max_length=8, choices=Audience, default=Audience.OWN, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="%(app_label)s_%(class)s_in_community")
        ]


class SharedReference(SameTenant):
    """A foreign key to a shared row, which may belong to another tenant.

    A new row can only refer to rows that its writer may read (`point_at_what_is_seen`), so that references do not
    reveal hidden rows. ``follows``: the audience equals that of the target, now and after every change. ``owned``: the
    target has the same owner.
    """

    def __init__(self, *, field: str, name: str, follows: bool = True, owned: bool = False) -> None:
        self.follows, self.owned = follows, owned
        super().__init__(field=field, name=name)

    def create_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        quote = schema_editor.quote_name
        column, target = self.column_and_target(model)
        ours, theirs, update = quote(column), "id", ""
        if self.follows:
            ours, theirs, update = f"{ours}, audience", "id, audience", "ON UPDATE CASCADE "
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY ({ours}) REFERENCES {quote(target)} ({theirs}) {update}DEFERRABLE INITIALLY DEFERRED"
        )

    def column_and_target(self, model: type[models.Model]) -> tuple[str, str]:
        field = cast("models.ForeignKey[Any, Any]", model._meta.get_field(self.field))
        return field.column, field.related_model._meta.db_table

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"follows": self.follows, "owned": self.owned}


ALIKE = (
    "target.office_id = {table}.office_id AND target.community_id IS NOT DISTINCT FROM {table}.community_id"
)
SEE_OWN_TABLE = """
CREATE FUNCTION {table}_is_seen(sought bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN EXISTS (SELECT 1 FROM {table} WHERE id = sought); END $$;
"""
READER = "(SELECT COALESCE(tfc_office(), tfc_home_office()))"
ANY_SCOPE = "(SELECT COALESCE(tfc_community(), tfc_office())) IS NOT NULL"


def point_at_what_is_seen(editor: Any, state: Any, app_label: str, name: str) -> None:
    """Allow a new row to refer only to rows that its writer may read; for each `SharedReference` of the model.

    The subquery is evaluated once, for the row that is written. No policy for reading has one.
    """
    model = state.models[app_label, name.lower()]
    table = table_name(state, app_label, name)
    for reference in model.options.get("constraints", ()):
        if not isinstance(reference, SharedReference):
            continue
        target = table_name(state, *model.fields[reference.field].remote_field.model.split("."))
        column = f"{table}.{reference.field}_id"
        same_owner = " AND " + ALIKE.format(table=table) if reference.owned else ""
        visibility_condition = (
            f"EXISTS (SELECT 1 FROM {target} target WHERE target.id = {column}{same_owner})"  # noqa: S608
        )
        if target == table:
            # A policy may not query its own table; a function may.
            editor.execute(SEE_OWN_TABLE.format(table=table))
            visibility_condition = f"{table}_is_seen({column})"
        editor.execute(
            f"CREATE POLICY seen_{reference.field} ON {table} AS RESTRICTIVE FOR INSERT TO {APP} "
            f"WITH CHECK ({column} IS NULL OR {visibility_condition})"
        )


class PointAtWhatIsSeen(Operation):
    """Apply `point_at_what_is_seen` to a table that only its owner reads and that refers to shared rows."""

    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Do nothing: the policies exist only in the database, not in Django's model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        point_at_what_is_seen(schema_editor, to_state, app_label, self.model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do nothing: the reversed table creation drops the table with its policies."""

    def describe(self) -> str:
        return f"Let {self.model} point only at what is seen"


IN_REAL_OFFICE = (
    f"audience <> 'everyone' OR NOT (SELECT is_sample FROM communities_office WHERE id = {READER})"  # noqa: S608
)


class IsolateAudience(TableOperation):
    """Rows that only their owner writes and the row's audience reads.

    ``shown_when``: a condition without which others see nothing, whatever the audience. ``moderated``: the writer's
    office may change a row that others read. ``figures``: "read" if the figures' login may read.

    A sample community neither sees what is shared with everyone nor shares anything that way
    (docs/adr/0031-sample-town.md): the policy is restrictive, so that no other policy reopens access, and it looks up
    the office once per statement.
    """

    def __init__(
        self, model: str, *, shown_when: str = "", moderated: bool = False, figures: str = ""
    ) -> None:
        super().__init__(model)
        self.shown_when, self.moderated, self.figures = shown_when, moderated, figures

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        point_at_what_is_seen(schema_editor, to_state, app_label, self.model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        # Dropping the table drops its policies, but not the function.
        table = table_name(from_state, app_label, self.model)
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_is_seen CASCADE")

    def policies(self, table: str) -> list[str]:
        shown = f"{self.shown_when} AND " if self.shown_when else ""
        of_office = f"{shown}audience = 'office' AND office_id = {READER}"
        statements = [
            policy(table, "community", f"{IN_COMMUNITY} AND {IN_HOME_OFFICE}"),
            policy(table, "office", f"{IN_OFFICE} AND community_id IS NULL"),
            policy(table, "of_office", of_office, verb="SELECT"),
            policy(table, "of_everyone", f"{shown}audience = 'everyone' AND {ANY_SCOPE}", verb="SELECT"),
            f"CREATE POLICY not_in_samples ON {table} AS RESTRICTIVE FOR ALL TO {APP}"
            f" USING ({IN_REAL_OFFICE}) WITH CHECK ({IN_REAL_OFFICE})",
        ]
        if self.moderated:
            statements.append(
                policy(table, "moderation", f"{IN_OFFICE} AND audience <> 'own'", verb="UPDATE")
            )
        return [*statements, *figures_policies(table, self.figures)]


class IsolateBetween(TableOperation):
    """Rows that one community addresses to another of its office: written only by the sender, read by both.

    ``other``: the column of the recipient. ``shown_when``: a condition without which the recipient sees nothing.
    ``owned``: sender or recipient may be the office itself, where the column is empty.
    """

    def __init__(self, model: str, *, other: str, shown_when: str, owned: bool = False) -> None:
        super().__init__(model)
        self.other, self.shown_when, self.owned = other, shown_when, owned

    def policies(self, table: str) -> list[str]:
        condition = f"{self.other}_id = (SELECT tfc_community()) AND {IN_HOME_OFFICE} AND {self.shown_when}"
        statements = [
            policy(table, "community", f"{IN_COMMUNITY} AND {IN_HOME_OFFICE}"),
            policy(table, "told", condition, verb="SELECT"),
        ]
        if self.owned:
            to_office = f"{IN_OFFICE} AND {self.other}_id IS NULL AND {self.shown_when}"
            statements += [
                policy(table, "office", f"{IN_OFFICE} AND community_id IS NULL"),
                policy(table, "office_told", to_office, verb="SELECT"),
            ]
        return statements
