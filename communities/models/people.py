"""Accounts, and the roles they hold in communities and offices."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.communities import get_zone_names, valid_time_zone, zone_named
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.form_fields import build_single_line_constraint
from tfc.logins import WithheldCharField
from tfc.phones import as_link
from tfc.tenancy import CurrentOffice, SameTenant, TenantModel


class Role(models.IntegerChoices):
    """Roles in a community; each includes the one before."""

    MEMBER = 1, _("Member")
    LEADER = 2, _("Leader")
    COORDINATOR = 3, _("Coordinator")


# The name shown for people who closed their account.
FORMER_MEMBER = _("a former member")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    password = WithheldCharField(_("Password"), max_length=128)
    email = models.EmailField(_("Email address"))
    name = models.CharField(_("Name"), max_length=120, blank=True)
    # As the person entered it, in the international form; staff read it to call.
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    # The person's time zone; empty: that of the community.
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True, validators=[valid_time_zone])
    is_active = models.BooleanField(default=True)
    # When this person last viewed the news. The audit log ignores a column of this name (tfc.auditing).
    news_seen_on = models.DateField(null=True, editable=False, db_column="last_seen_on")
    # Completed or dismissed.
    tour_is_over = models.BooleanField(_("Tour finished"), default=False, db_default=False, editable=False)
    # Single-key shortcuts; people who use speech input switch them off.
    uses_keys = models.BooleanField(_("Single-key shortcuts"), default=True, db_default=True, editable=False)
    # How often all sessions were ended; older sessions contain a lower number.
    sessions_ended = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # When the person closed the account: name, address and all ways to sign in were deleted then.
    closed_at = models.DateTimeField(null=True, editable=False)
    # When the person last downloaded their stored data. The account's history shows each change of it.
    data_downloaded_at = models.DateTimeField(_("Downloaded on"), null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    EMAIL_FIELD = USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="communities_user_email"),
            build_single_line_constraint("name", "communities_user_name_one_line"),
            build_single_line_constraint("phone", "communities_user_phone_one_line"),
        ]

    @property
    def phone_link(self) -> str:
        """Return the address that dials the phone number; empty without one."""
        return as_link(self.phone, "")

    def __str__(self) -> str:
        return str(FORMER_MEMBER) if self.closed_at else self.name or self.email

    def get_session_auth_hash(self) -> str:
        return self._as_ended(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (self._as_ended(session_hash) for session_hash in super().get_session_auth_fallback_hash())

    def _as_ended(self, of_password: str) -> str:
        """Return the value that a session stores; a session ends when it no longer matches: after a new password, or
        when it was ended.
        """
        return f"{of_password}.{self.sessions_ended}" if self.sessions_ended else of_password

    @cached_property
    def roles(self) -> "Roles":
        """Return the person's current roles; loaded once, so once per request."""
        return Roles(self.pk)


class Roles:
    """The roles that a person holds now. Most people have roles in one kind of place, so only that one is queried."""

    def __init__(self, user_id: int) -> None:
        self._user_id = user_id

    @cached_property
    def memberships(self) -> "list[Membership]":
        """Return memberships with communities and their offices, by name."""
        if "staff" in self.__dict__ and self.staff and not self.staff[0].is_member:
            return []
        return get_memberships(self._user_id)

    @cached_property
    def staff(self) -> "list[StaffMembership]":
        """Return staff memberships with offices, by name."""
        if "memberships" in self.__dict__ and self.memberships and not self.memberships[0].is_staff:
            return []
        return get_staff_memberships(self._user_id)

    @property
    def works_in_an_office(self) -> bool:
        """Return True if the person works in an office; loaded with the memberships, if there are any."""
        if held := self.memberships:
            return held[0].is_staff
        return bool(self.staff)

    @property
    def has_second_factor(self) -> bool:
        """Return True if the person has a second factor; loaded with the roles, by a separate query only without
        roles.
        """
        if held := self.memberships or self.staff:
            return held[0].has_second_factor
        return _second_factors().filter(user=self._user_id).exists()


def _second_factors() -> "models.QuerySet[Any]":
    """Return second factors without recovery codes, which only replace a lost one."""
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def with_places(self) -> Self:
        """Return memberships with person, community and office, by name, and what else the access decorators check."""
        staff = StaffMembership.objects.current().filter(user=models.OuterRef("user"))
        memberships = self.select_related("user", "community__office").order_by("community__name")
        factors = _second_factors().filter(user=models.OuterRef("user"))
        return memberships.annotate(is_staff=models.Exists(staff), has_second_factor=models.Exists(factors))


class Membership(models.Model):
    """Global: the access decorators read it before a scope opens. A removed member's row stays, with its end."""

    community = models.ForeignKey("communities.Community", models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.PositiveSmallIntegerField(_("Role"), choices=Role)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Set by `with_places`: the person works in an office as well, and has a second factor.
    is_staff: bool
    has_second_factor: bool

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"],
                condition=models.Q(ended_at=None),
                name="communities_one_membership",
            ),
            models.UniqueConstraint(fields=["community", "id"], name="communities_membership_in_community"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class RolePeriodQuerySet(models.QuerySet["RolePeriod"]):
    def on(self, day: date) -> Self:
        """Return the roles held on ``day``."""
        return self.filter(started_on__lte=day).filter(models.Q(ended_on=None) | models.Q(ended_on__gt=day))


class RolePeriod(TenantModel):
    """How long a person held a role, for item 10 and the target "communities started": from ``started_on`` until
    before ``ended_on``. The office can read it.
    """

    office = models.ForeignKey(
        "communities.Office", models.PROTECT, editable=False, db_default=CurrentOffice(), related_name="+"
    )
    membership = models.ForeignKey(Membership, models.PROTECT, db_constraint=False, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.PositiveSmallIntegerField(choices=Role)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects: ClassVar[RolePeriodQuerySet] = RolePeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="communities_roleperiod_office", key="office"),
            SameTenant(field="membership", name="communities_roleperiod_membership"),
        ]


class StaffMembershipQuerySet(models.QuerySet["StaffMembership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def with_places(self) -> Self:
        """Return staff memberships with person and office, by name, and what else the access decorators check."""
        memberships = Membership.objects.current().filter(user=models.OuterRef("user"))
        staff_memberships = self.select_related("user", "office").order_by("office__name")
        factors = _second_factors().filter(user=models.OuterRef("user"))
        zones = get_zone_names(models.OuterRef(models.OuterRef("office")))[:1]
        return staff_memberships.annotate(
            is_member=models.Exists(memberships),
            has_second_factor=models.Exists(factors),
            zone_name=models.Subquery(zones),
        )


class StaffMembership(models.Model):
    office = models.ForeignKey("communities.Office", models.PROTECT, related_name="staff")
    user = models.ForeignKey(User, models.PROTECT, related_name="offices")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Set by `with_places`: the person has a role in a community as well, and a second factor.
    is_member: bool
    has_second_factor: bool
    # The time zone of most communities of the office; None if it has none.
    zone_name: str | None

    objects: ClassVar[StaffMembershipQuerySet] = StaffMembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "user"], condition=models.Q(ended_at=None), name="communities_one_staff"
            )
        ]


# By the ID of a person: the queries of the access decorators on every page.
get_memberships = CompiledQuery(lambda: Membership.objects.current().with_places().filter(user=parameter(0)))
_staff_of = CompiledQuery(lambda: StaffMembership.objects.current().with_places().filter(user=parameter(0)))


def get_staff_memberships(user_id: int) -> list[StaffMembership]:
    """Return staff memberships, each with its office and the office's time zone."""
    staff_memberships = _staff_of(user_id)
    for membership in staff_memberships:
        membership.office.zone = zone_named(membership.zone_name)
    return staff_memberships
