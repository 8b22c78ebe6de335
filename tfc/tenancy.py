"""The wall between tenants: scopes, tenant models and the migration operations that isolate a table.

PostgreSQL's row-level security decides what a connection may see. A scope tells it, for one transaction, for whom
the application acts; without a scope nothing is seen and nothing can be written. See docs/adr/0001-tenant-wall.md.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, timedelta, tzinfo
from typing import Any, ClassVar, Self, TypeVar, cast
from zoneinfo import ZoneInfo

from django.db import connections, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.expressions import Func
from django.utils import timezone

from tfc.current_actor import NOBODY, Actor, actor_now

APP, FIGURES, BACKUP = "tfc_app", "tfc_figures", "tfc_backup"
# Of pages for everybody, of offices' pages, of who signs in, and of programs that read a list (tfc/db_roles/apply.py).
PUBLIC, OFFICE, ACCOUNTS, LINKS = "tfc_public", "tfc_office", "tfc_accounts", "tfc_links"

# How long what is deleted can be taken out of the bin again.
TRASH_DAYS = 30

# Tables that are readable before a scope opens: the door, the switcher, invitations and sweeps need them.
GLOBAL_TABLES = frozenset(
    {
        "account_emailaddress",
        "account_emailconfirmation",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "communities_community",
        "communities_importjob",
        "communities_invitation",
        "communities_membership",
        # A person's own wishes, which hold in every place and are set outside of them.
        "communities_noticesetting",
        "communities_office",
        "communities_outgoingmail",
        "communities_staffmembership",
        "communities_user",
        "communities_user_groups",
        "communities_user_user_permissions",
        "django_content_type",
        "django_migrations",
        "django_session",
        "reports_job",
        "mfa_authenticator",
        "usersessions_usersession",
    }
)

SETTINGS = """
    SELECT set_config('tfc.community', %s, true), set_config('tfc.office', %s, true),
        set_config('tfc.home_office', %s, true), set_config('tfc.coordinator', %s, true),
        set_config('tfc.actor', %s, true), set_config('tfc.acts_as', %s, true), set_config('tfc.link', %s, true)
"""
# A day is always that of the place: its zone comes with the statement that opens the scope. An office has that of most
# of its communities, as `communities.models.communities.get_zone_names` reads it; a test compares the two.
TIME_ZONE = """COALESCE(
    (SELECT time_zone FROM communities_community WHERE id = %s),
    (SELECT time_zone FROM (
        SELECT time_zone FROM communities_community WHERE office_id = %s ORDER BY name, id LIMIT 100
    ) town GROUP BY time_zone ORDER BY count(*) DESC, time_zone LIMIT 1),
    'UTC'
)"""
SETTINGS_AND_ZONE = ", ".join((SETTINGS, TIME_ZONE))


@dataclass(frozen=True)
class Scope:
    """For whom the application acts: one community, or one office, never both."""

    community_id: int | None = None
    office_id: int | None = None
    home_office_id: int | None = None
    # A coordinator of the community acts: this also opens the tables that only coordinators may read.
    coordinator: bool = False
    # The hash of the link by which a person without account came. It opens its subject alone (tfc/db_roles/apply.py).
    link: str = ""
    # What was read in it and is asked for again and again: see `known_in_scope`.
    cache: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


Known = TypeVar("Known")
_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


class ScopeError(RuntimeError):
    """A scope was opened inside another one, or something needed a scope and there was none."""


def current_scope() -> Scope:
    scope = _current.get()
    if scope is None:
        raise ScopeError("no scope is open")
    return scope


def known_in_scope(key: Hashable, read: Callable[[], Known]) -> Known:
    """Read once in the open scope: for what nobody changes from within it."""
    cached = current_scope().cache
    if key not in cached:
        cached[key] = read()
    return cached[key]


@contextmanager
def told_of_actor(actor: Actor | None = None) -> Iterator[None]:
    """One transaction that knows who acts, for what is global: outside of any scope, or as somebody else in one."""
    before = NOBODY if _current.get() is None else actor_now()
    with transaction.atomic():
        _say(actor or actor_now())
        try:
            yield
        finally:
            if not connections["default"].needs_rollback:
                _say(before)


def acts_from_here(actor: Actor) -> None:
    """In a transaction that `told_of_actor` began: somebody has just proved who he is."""
    if connections["default"].in_atomic_block:
        _say(actor)


def _say(actor: Actor) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tfc.actor', %s, true), set_config('tfc.acts_as', %s, true)",
            ["" if actor.user_id is None else str(actor.user_id), actor.acts_as],
        )


@contextmanager
def community_scope(
    community_id: int,
    office_id: int,
    *,
    using: str = "default",
    coordinator: bool = False,
    steady: bool = False,
    link: str = "",
    zone: tzinfo | None = None,
) -> Iterator[None]:
    """One transaction that sees the rows of one community and reads what its office sets for all, in the community's
    time zone.

    ``steady``: everything is read as it stood at one moment, whatever others store meanwhile. ``link``: see Scope.
    ``zone``: that of the community, where the caller has read it.
    """
    scope = Scope(community_id=community_id, home_office_id=office_id, coordinator=coordinator, link=link)
    with _open(scope, using, zone, steady=steady):
        yield


@contextmanager
def office_scope(
    office_id: int, *, using: str = "default", link: str = "", zone: tzinfo | None = None
) -> Iterator[None]:
    """One transaction that sees what an office owns and what it may see of its communities, in the office's time zone.
    ``link`` and ``zone``: as in `community_scope`."""
    with _open(Scope(office_id=office_id, link=link), using, zone):
        yield


@contextmanager
def _open(scope: Scope, using: str, zone: tzinfo | None, *, steady: bool = False) -> Iterator[None]:
    if _current.get() is not None:
        raise ScopeError("scopes do not nest")
    # Only the first statement of a transaction can ask for it, which a test's own one has behind it.
    begins = not connections[using].in_atomic_block
    with transaction.atomic(using=using, durable=True):
        if steady and begins:
            with connections[using].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        there = _tell(scope, using, actor_now(), zone)
        token = _current.set(scope)
        try:
            with timezone.override(there):
                yield
        finally:
            _current.reset(token)
            # The setting ends with the transaction. A test's own one outlives the scope and would keep it.
            if not begins and not connections[using].needs_rollback:
                _tell(Scope(), using, NOBODY, UTC)


def _tell(scope: Scope, using: str, actor: Actor, zone: tzinfo | None) -> tzinfo:
    """Returns the time zone of the place, read in the same statement where it is not given."""

    def text(value: int | None) -> str:
        return "" if value is None else str(int(value))

    values: list[str | int | None] = [
        text(scope.community_id),
        text(scope.office_id),
        text(scope.home_office_id),
        "on" if scope.coordinator else "",
        text(actor.user_id),
        actor.acts_as,
        scope.link,
    ]
    with connections[using].cursor() as cursor:
        if zone is not None:
            cursor.execute(SETTINGS, values)
            return zone
        cursor.execute(SETTINGS_AND_ZONE, [*values, scope.community_id, scope.office_id])
        return ZoneInfo(cursor.fetchone()[-1])


class CurrentCommunity(Func):
    function = "tfc_community"
    arity = 0
    output_field: ClassVar[models.Field] = models.BigIntegerField()


class CurrentOffice(Func):
    """The office that acts, or the home office of the community that acts."""

    template = "COALESCE(tfc_office(), tfc_home_office())"
    arity = 0
    output_field: ClassVar[models.Field] = models.BigIntegerField()


RecordType = TypeVar("RecordType", bound="Record")


class TenantModel(models.Model):
    """A row of one community. The database fills ``community`` from the scope."""

    community = models.ForeignKey(
        "communities.Community",
        models.PROTECT,
        editable=False,
        db_default=CurrentCommunity(),
        related_name="+",
    )

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="%(app_label)s_%(class)s_in_community")
        ]


class RecordQuerySet(models.QuerySet[RecordType]):
    """Records that count, and those in the bin."""

    def not_deleted(self) -> Self:
        return self.filter(deleted_at=None)

    def in_bin(self) -> Self:
        """What can still be taken out again; of what lies there longer nothing is left but a name that others need."""
        return self.filter(deleted_at__gte=timezone.now() - timedelta(days=TRASH_DAYS))


class Record(TenantModel):
    """What a community records: with a revision that the database counts up, and a bin instead of deletion.

    ``client_id`` comes from the form, so that a double click or a second delivery finds the row that is there.
    """

    client_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "communities.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        abstract = True
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "client_id"], name="%(app_label)s_%(class)s_sent_once"
            ),
        ]


class OfficeModel(models.Model):
    """A row of one office; its communities may read it."""

    office = models.ForeignKey(
        "communities.Office", models.PROTECT, editable=False, db_default=CurrentOffice(), related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["office", "id"], name="%(app_label)s_%(class)s_in_office")
        ]


class SameTenant(models.BaseConstraint):
    """A foreign key over (tenant, id), since foreign keys do not obey row-level security.

    The Django field is declared with ``db_constraint=False``; this constraint makes it impossible to point into
    another community (or, with ``key="office"``, into another office).
    """

    def __init__(self, *, field: str, name: str, key: str = "community") -> None:
        self.field = field
        self.key = key
        super().__init__(name=name)

    # Django always gives both arguments of these three; its stubs call them optional.
    def create_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        quote = schema_editor.quote_name
        field = cast("models.ForeignKey[Any, Any]", model._meta.get_field(self.field))
        key = quote(f"{self.key}_id")
        target = quote(field.related_model._meta.db_table)
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY ({key}, {quote(field.column)}) REFERENCES {target} ({key}, id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def constraint_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        # Added after the table stands: the target may be created later in the same migration.
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """The scope already hides foreign rows from forms; the database has the last word."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs["field"] = self.field
        if self.key != "community":
            kwargs["key"] = self.key
        return path, tuple(args), kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameTenant) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.field, self.name, self.key))
