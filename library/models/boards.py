"""Announcements of an office or a community, and the boards on which teams write to each other."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Stage
from tfc.sharing import Audience, SharedModel, SharedReference
from tfc.tenancy import TenantModel, TrashQuerySet


class AnnouncementQuerySet(TrashQuerySet["Announcement"]):
    def of_place(self, office_id: int, community_id: int | None) -> Self:
        """Return those created by this place."""
        return self.filter(office=office_id, community=community_id)

    def for_stage(self, stage: Any) -> Self:
        """Return those for this stage; row-level security hides those of other communities and offices."""
        return self.filter(Q(stages=[]) | Q(stages__contains=[stage]))

    def begun(self, day: Any) -> Self:
        return self.filter(from_on__lte=day)

    def shown_on(self, day: Any) -> Self:
        return self.begun(day).filter(Q(until_on=None) | Q(until_on__gte=day))

    def not_dismissed(self, user: Any) -> Self:
        """Leave out those that this person dismissed in this place."""
        return self.exclude(
            Exists(DismissedAnnouncement.objects.filter(announcement=OuterRef("pk"), by=user))
        )


class Announcement(SharedModel):
    """An announcement by a community to its team, or by an office to its communities.

    An office addresses all, or those of some ``stages``.
    """

    title = models.CharField(_("Title"), max_length=160)
    text = models.TextField(_("Text"), max_length=4000)
    from_on = models.DateField(_("Shown from"))
    until_on = models.DateField(_("Shown until"), null=True, blank=True)
    pinned = models.BooleanField(_("Pin to top"), default=False)
    stages = ArrayField(models.CharField(max_length=20, choices=Stage), default=list, blank=True)
    client_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        "communities.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(SharedModel.Meta):
        constraints = [
            *SharedModel.Meta.constraints,
            models.CheckConstraint(
                name="library_announcement_inside",
                condition=Q(community=None) | Q(audience=Audience.OWN, stages=[]),
            ),
            models.CheckConstraint(
                name="library_announcement_days", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.UniqueConstraint(
                fields=["office", "community", "client_id"],
                name="library_announcement_sent_once",
                nulls_distinct=False,
                condition=Q(client_id__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["office", "-from_on"], name="library_announced")]

    def __str__(self) -> str:
        return self.title

    @property
    def stage_names(self) -> list[str]:
        return [str(Stage(code).label) for code in self.stages]

    def is_shown_on(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class DismissedAnnouncement(SharedModel):
    """A person dismissed an announcement from this home page. Only that person sees this row."""

    announcement = models.ForeignKey(
        Announcement, models.CASCADE, db_constraint=False, related_name="put_aside"
    )
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(SharedModel.Meta):
        constraints = [
            *SharedModel.Meta.constraints,
            SharedReference(field="announcement", name="library_dismissal_announcement", follows=False),
            models.UniqueConstraint(
                fields=["office", "community", "announcement", "by"],
                name="library_put_aside_once",
                nulls_distinct=False,
            ),
        ]


class BoardPostQuerySet(models.QuerySet["BoardPost"]):
    def on_team_board(self) -> Self:
        return self.filter(partner=None)

    def between(self, first: Community, second: Community) -> Self:
        pair = [first.pk, second.pk]
        return self.filter(community__in=pair, partner__in=pair)

    def top_level(self) -> Self:
        """Return posts that are not answers."""
        return self.filter(parent=None)


class BoardPost(TenantModel):
    """A post on a board: of one team or, with ``partner``, of two paired communities.

    Both teams of a pair read the row, only its own community changes it, and a coordinator of either may empty it.
    ``parent``: the post that it answers, one level deep. See library/board_policies.py and docs/adr/0017-boards.md.
    """

    partner = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, db_constraint=False, null=True, editable=False, related_name="answers"
    )
    text = models.TextField(_("Your message"), max_length=2000)
    client_id = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    edited_at = models.DateTimeField(null=True, editable=False)
    # The text was deleted by its author or, with a reason, by a coordinator.
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        "communities.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    removed_reason = models.CharField(_("Reason"), max_length=300, blank=True)

    objects: ClassVar[BoardPostQuerySet] = BoardPostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            # An answer may belong to the partner's post; row-level security requires that both are on one board.
            SharedReference(field="parent", name="library_boardpost_parent", follows=False),
            models.CheckConstraint(
                name="library_board_of_two", condition=Q(partner=None) | ~Q(partner=F("community"))
            ),
            models.CheckConstraint(
                name="library_removed_is_empty", condition=Q(removed_at=None) | Q(text="")
            ),
            models.UniqueConstraint(fields=["community", "client_id"], name="library_post_sent_once"),
        ]
        indexes = [
            models.Index(fields=["community", "partner", "-id"], name="library_board_ours"),
            models.Index(fields=["partner", "community", "-id"], name="library_board_theirs"),
            models.Index(fields=["parent"], name="library_board_answers"),
        ]
