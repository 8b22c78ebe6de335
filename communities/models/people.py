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
from tfc.restricted_fields import WithheldCharField
from tfc.single_line import one_line
from tfc.tenancy import SameTenant, TenantModel


class Role(models.IntegerChoices):
    """In a community; each includes the one before."""

    MEMBER = 1, _("Member")
    LEADER = 2, _("Leader")
    COORDINATOR = 3, _("Coordinator")


# Who closed the own account.
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
    password = WithheldCharField(_("password"), max_length=128)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # Where it is morning for this person; empty: where the community is.
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[valid_time_zone])
    is_active = models.BooleanField(default=True)
    # When this person last looked at what is new. The audit passes over a column of this name (tfc.auditing).
    news_seen_on = models.DateField(null=True, editable=False, db_column="last_seen_on")
    # Seen to its end, or put away for good.
    tour_is_over = models.BooleanField(_("tour is over"), default=False, db_default=False, editable=False)
    # Single keys that lead somewhere; whoever speaks to the computer switches them off.
    uses_keys = models.BooleanField(_("uses single keys"), default=True, db_default=True, editable=False)
    # How often all sessions were ended; those of before are known by an older number.
    sessions_ended = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # By the person: name, address and every way in are gone since then.
    closed_at = models.DateTimeField(null=True, editable=False)
    # When the person last downloaded what is stored about them. The account's history shows each change of it.
    data_downloaded_at = models.DateTimeField(_("data downloaded on"), null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    EMAIL_FIELD = USERNAME_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="communities_user_email"),
            one_line("name", "communities_user_name_one_line"),
        ]

    def __str__(self) -> str:
        return str(FORMER_MEMBER) if self.closed_at else self.name or self.email

    def get_session_auth_hash(self) -> str:
        return self._as_ended(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (self._as_ended(session_hash) for session_hash in super().get_session_auth_fallback_hash())

    def _as_ended(self, of_password: str) -> str:
        """A session holds this, and is over when it is no longer right: with a new password, or when it was ended."""
        return f"{of_password}.{self.sessions_ended}" if self.sessions_ended else of_password

    @cached_property
    def roles(self) -> "Roles":
        """Where this person has a role now; asked once, and so once a request."""
        return Roles(self.pk)


class Roles:
    """The roles that a person holds now. Most hold theirs in one kind of place, and are asked for that one alone."""

    def __init__(self, user_id: int) -> None:
        self._user_id = user_id

    @cached_property
    def memberships(self) -> "list[Membership]":
        """In communities, with these and their offices, by name."""
        if "staff" in self.__dict__ and self.staff and not self.staff[0].is_member:
            return []
        return get_memberships(self._user_id)

    @cached_property
    def staff(self) -> "list[StaffMembership]":
        """In offices, with these, by name."""
        if "memberships" in self.__dict__ and self.memberships and not self.memberships[0].is_staff:
            return []
        return get_staff_memberships(self._user_id)

    @property
    def works_in_an_office(self) -> bool:
        """Comes with the memberships, where there are some."""
        if held := self.memberships:
            return held[0].is_staff
        return bool(self.staff)

    @property
    def has_second_factor(self) -> bool:
        """Comes with the roles; whoever has none is asked for it alone."""
        if held := self.memberships or self.staff:
            return held[0].has_second_factor
        return _second_factors().filter(user=self._user_id).exists()


def _second_factors() -> "models.QuerySet[Any]":
    """Recovery codes stand in for one that was lost."""
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def with_places(self) -> Self:
        """With person, community and office, by name, and what else the door asks of the person."""
        staff = StaffMembership.objects.current().filter(user=models.OuterRef("user"))
        memberships = self.select_related("user", "community__office").order_by("community__name")
        factors = _second_factors().filter(user=models.OuterRef("user"))
        return memberships.annotate(is_staff=models.Exists(staff), has_second_factor=models.Exists(factors))


class Membership(models.Model):
    """Global: the door reads it before a scope opens. A removed member keeps the row, with its end."""

    community = models.ForeignKey("communities.Community", models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.PositiveSmallIntegerField(_("role"), choices=Role)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Known where the rows come `with_places`: the person works in an office as well, and has a second factor.
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
        """The roles held on ``day``."""
        return self.filter(started_on__lte=day).filter(models.Q(ended_on=None) | models.Q(ended_on__gt=day))


class RolePeriod(TenantModel):
    """How long a person held a role, as item 10 asks it: from ``started_on`` until before ``ended_on``."""

    membership = models.ForeignKey(Membership, models.PROTECT, db_constraint=False, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.PositiveSmallIntegerField(choices=Role)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects: ClassVar[RolePeriodQuerySet] = RolePeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="membership", name="communities_roleperiod_membership"),
        ]


class StaffMembershipQuerySet(models.QuerySet["StaffMembership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def with_places(self) -> Self:
        """With person and office, by name, and what else the door asks of the person."""
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
    # Known where the rows come `with_places`: the person has a role in a community as well, and a second factor.
    is_member: bool
    has_second_factor: bool
    # Where most communities of the office are; None where it has none.
    zone_name: str | None

    objects: ClassVar[StaffMembershipQuerySet] = StaffMembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "user"], condition=models.Q(ended_at=None), name="communities_one_staff"
            )
        ]


# By the id of a person: what the door asks on every page.
get_memberships = CompiledQuery(lambda: Membership.objects.current().with_places().filter(user=parameter(0)))
_staff_of = CompiledQuery(lambda: StaffMembership.objects.current().with_places().filter(user=parameter(0)))


def get_staff_memberships(user_id: int) -> list[StaffMembership]:
    """Each with its office, whose zone is known then."""
    staff_memberships = _staff_of(user_id)
    for membership in staff_memberships:
        membership.office.zone = zone_named(membership.zone_name)
    return staff_memberships
