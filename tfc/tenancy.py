"""Row-level security between tenants: scopes, tenant models and constraints.

PostgreSQL's row-level security decides what a connection may see. A scope sets, for one transaction, which community
or office the application acts for; without a scope nothing can be read or written. See docs/adr/0001-tenant-wall.md.
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
# The logins of public pages, offices' pages, sign-in pages and data links (tfc/db_roles/apply.py).
PUBLIC, OFFICE, ACCOUNTS, LINKS = "tfc_public", "tfc_office", "tfc_accounts", "tfc_links"

# How long deleted records can be restored from the trash.
TRASH_DAYS = 30

# Tables that are readable before a scope opens: access decorators, the community switcher, invitations and sweeps need
# them.
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
        # A person's own settings, which apply in every scope and are changed outside of them.
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
# Days are always those of the community or office: the statement that opens the scope also reads its time zone. An
# office has the zone of most of its communities, as in `communities.models.communities.get_zone_names`; a test
# compares the two.
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
    """The community or the office that the application acts for; never both."""

    community_id: int | None = None
    office_id: int | None = None
    home_office_id: int | None = None
    # A coordinator of the community acts: this also opens the tables that only coordinators may read.
    coordinator: bool = False
    # The hash of the link that a person without account used. It opens only its subject (tfc/db_roles/apply.py).
    link: str = ""
    # Values that are read repeatedly in the scope: see `cached_in_scope`.
    cache: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


Known = TypeVar("Known")
_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


class ScopeError(RuntimeError):
    """A scope was opened inside another one, or no scope was open where one is needed."""


def current_scope() -> Scope:
    scope = _current.get()
    if scope is None:
        raise ScopeError("no scope is open")
    return scope


def cached_in_scope(key: Hashable, read: Callable[[], Known]) -> Known:
    """Return a value that is read only once in the open scope; only for values that do not change within it."""
    cached = current_scope().cache
    if key not in cached:
        cached[key] = read()
    return cached[key]


@contextmanager
def set_actor(actor: Actor | None = None) -> Iterator[None]:
    """Run one transaction with the actor set, for global tables: outside of any scope, or as
    another actor inside one.
    """
    before = NOBODY if _current.get() is None else actor_now()
    with transaction.atomic():
        _say(actor or actor_now())
        try:
            yield
        finally:
            if not connections["default"].needs_rollback:
                _say(before)


def set_scope_actor(actor: Actor) -> None:
    """Set the actor in a transaction that `set_actor` began, after a person has authenticated."""
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
    """Run one transaction that sees the rows of one community and reads what its office sets for all, in the
    community's time zone.

    ``steady``: every query reads the same snapshot, whatever others store meanwhile. ``link``: see Scope. ``zone``:
    the community's time zone, if the caller has read it.
    """
    scope = Scope(community_id=community_id, home_office_id=office_id, coordinator=coordinator, link=link)
    with _open(scope, using, zone, steady=steady):
        yield


@contextmanager
def office_scope(
    office_id: int, *, using: str = "default", link: str = "", zone: tzinfo | None = None
) -> Iterator[None]:
    """Run one transaction that sees an office's rows and what it may see of its communities, in the office's time
    zone. ``link`` and ``zone``: as in `community_scope`.
    """
    with _open(Scope(office_id=office_id, link=link), using, zone):
        yield


@contextmanager
def _open(scope: Scope, using: str, zone: tzinfo | None, *, steady: bool = False) -> Iterator[None]:
    if _current.get() is not None:
        raise ScopeError("scopes do not nest")
    # Only the first statement of a transaction can set the isolation level; a test's own transaction has already
    # begun.
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
            # The setting ends with the transaction. A test's own transaction outlives the scope and would keep it.
            if not begins and not connections[using].needs_rollback:
                _tell(Scope(), using, NOBODY, UTC)


def _tell(scope: Scope, using: str, actor: Actor, zone: tzinfo | None) -> tzinfo:
    """Set the scope in the database, and return its time zone, read in the same statement if it is not given."""

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
    """The acting office, or the home office of the acting community."""

    template = "COALESCE(tfc_office(), tfc_home_office())"
    arity = 0
    output_field: ClassVar[models.Field] = models.BigIntegerField()


RowType = TypeVar("RowType", bound=models.Model)


class TenantModel(models.Model):
    """A row of one community. The database fills ``community`` from the scope.

    Queries of communities join these rows by app and model, as in ``evaluation_figure__part``.
    """

    community = models.ForeignKey(
        "communities.Community",
        models.PROTECT,
        editable=False,
        db_default=CurrentCommunity(),
        related_name="+",
        related_query_name="%(app_label)s_%(class)s",
    )

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["community", "id"], name="%(app_label)s_%(class)s_in_community")
        ]


class TrashQuerySet(models.QuerySet[RowType]):
    """Querysets of rows with ``deleted_at``: those that are not deleted, and those in the trash."""

    def not_deleted(self) -> Self:
        return self.filter(deleted_at=None)

    def in_trash(self) -> Self:
        """Return records that can still be restored; of older ones only the names that other records need are left."""
        return self.filter(deleted_at__gte=timezone.now() - timedelta(days=TRASH_DAYS))


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


class Revised(models.Model):
    """A record with a revision that the database increments, and a trash instead of deletion.

    ``client_id`` comes from the form, so that a double click or a repeated request finds the existing row.
    """

    client_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "communities.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class Record(TenantModel, Revised):
    """A record of a community."""

    class Meta(TenantModel.Meta):
        abstract = True
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "client_id"], name="%(app_label)s_%(class)s_sent_once"
            ),
        ]


class OfficeRecord(OfficeModel, Revised):
    """A record of an office about its own work."""

    class Meta(OfficeModel.Meta):
        abstract = True
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "client_id"], name="%(app_label)s_%(class)s_sent_once"),
        ]


class SameTenant(models.BaseConstraint):
    """A foreign key on (tenant, id), since foreign keys do not obey row-level security.

    The Django field is declared with ``db_constraint=False``; this constraint prevents references to another
    community's rows (or, with ``key="office"``, to another office's).
    """

    def __init__(self, *, field: str, name: str, key: str = "community") -> None:
        self.field = field
        self.key = key
        super().__init__(name=name)

    # Django always passes both arguments to these three methods; its stubs call them optional.
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
        # Added after the table is created: the target may be created later in the same migration.
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Do nothing: the scope hides other tenants' rows from forms, and the database checks the constraint."""

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
