"""Invitations: the only way to an account, and to a role."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.communities import Community, Office
from communities.models.people import Role, User
from tfc.tokens import hash_token

# What each role asks of a person; None: the staff of an office.
TASKS = {
    Role.MEMBER: _("As a member, you come to meetings and read what the team records."),
    Role.LEADER: _("As a leader, you record meetings, events and organizations on your phone or computer."),
    Role.COORDINATOR: _(
        "As a coordinator, you lead the team, invite people and confirm the half-year survey."
    ),
    None: _("As staff, you support communities, review their surveys and report to funders."),
}


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Return invitations neither accepted nor withdrawn; an expired one can be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def usable(self) -> Self:
        return self.waiting().filter(expires_at__gt=timezone.now())

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hash_token(token))


class Invitation(models.Model):
    """An invitation to a community with a role, or to the staff of an office. Only the hash of its token is stored."""

    LIFETIME = timedelta(hours=72)

    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, related_name="invitations"
    )
    office = models.ForeignKey("communities.Office", models.PROTECT, null=True, related_name="invitations")
    role = models.PositiveSmallIntegerField(_("Role"), choices=Role, null=True)
    email = models.EmailField(_("Email address"))
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="communities_invitation_to_one",
                condition=models.Q(community__isnull=False, role__isnull=False, office=None)
                | models.Q(community=None, role=None, office__isnull=False),
            ),
            models.UniqueConstraint(
                "community",
                "office",
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="communities_one_invitation",
                nulls_distinct=False,
            ),
        ]

    @property
    def place(self) -> Community | Office:
        """Return the community or the office that it leads to."""
        if self.community:
            return self.community
        assert self.office is not None  # noqa: S101 (held by a constraint)
        return self.office

    @property
    def task(self) -> str:
        """Return what the role asks of a person, in the active language."""
        return str(TASKS[Role(self.role) if self.role else None])

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()
