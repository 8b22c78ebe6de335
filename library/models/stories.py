"""Stories of what a community did, and their adoptions."""

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.models import Event, OutputUnit
from library.models.items import ItemQuerySet, LibraryItem
from support.models import Need
from tfc.sharing import SharedModel, SharedReference
from tfc.tenancy import SameTenant, TenantModel


class StoryKind(models.TextChoices):
    PRACTICE = "practice", _("A practice that works")
    CHALLENGE = "challenge", _("A challenge")


class Measure(models.TextChoices):
    """What a story's figure counts; its adoptions count the same."""

    ITEMS = OutputUnit.ITEMS.value, OutputUnit.ITEMS.label
    PLACEMENTS = OutputUnit.PLACEMENTS.value, OutputUnit.PLACEMENTS.label
    BROADCASTS = OutputUnit.BROADCASTS.value, OutputUnit.BROADCASTS.label
    CONTACTS = OutputUnit.CONTACTS.value, OutputUnit.CONTACTS.label
    SHARE = "share", _("Percent of those who were asked")


MOST_COUNTED = 1_000_000_000
FIGURE_LIMITS = (MinValueValidator(0), MaxValueValidator(MOST_COUNTED))


class Result(models.Model):
    """A result. ``figure`` is in the story's ``measure``; ``n``: how many were counted or surveyed."""

    result = models.TextField(_("Outcome"), max_length=2000, blank=True)
    figure = models.PositiveIntegerField(_("Figure"), null=True, blank=True, validators=FIGURE_LIMITS)
    n = models.PositiveIntegerField(_("Of how many"), null=True, blank=True, validators=FIGURE_LIMITS)

    class Meta:
        abstract = True


class StoryQuerySet(ItemQuerySet["Story"]):
    def with_adopters(self) -> Self:
        """Annotate ``adopters``: how many communities try it or continue it."""
        going = Adoption.objects.filter(story=models.OuterRef("pk")).exclude(status=AdoptionStatus.STOPPED)
        count = going.order_by().values("story").annotate(count=models.Count("pk")).values("count")
        return self.annotate(adopters=Coalesce(models.Subquery(count), 0))


class Story(Result, LibraryItem):
    """A story. ``needs``: codes of support.models.Need."""

    kind = models.CharField(_("Kind"), max_length=10, choices=StoryKind)
    language = models.CharField(_("Language"), max_length=10)
    context = models.TextField(_("Context"), max_length=2000)
    action = models.TextField(_("What we have done"), max_length=3000)
    measure = models.CharField(_("What was counted"), max_length=12, choices=Measure, blank=True)
    change = models.TextField(_("what we would change"), max_length=2000, blank=True)
    needs = models.JSONField(_("Needs"), default=list, blank=True)

    SEARCHED = ("title", "context", "action", "result", "change")
    # Set by with_adopters().
    adopters: int
    objects: ClassVar[StoryQuerySet] = StoryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(LibraryItem.Meta):
        constraints = LibraryItem.Meta.constraints

    @property
    def need_names(self) -> list[str]:
        labels = dict(Need.choices)
        return [str(labels[code]) for code in self.needs if code in labels]


class AdoptionStatus(models.TextChoices):
    TRYING = "trying", _("We are trying this")
    KEPT = "kept", _("We keep doing it")
    STOPPED = "stopped", _("We stopped")


class Adoption(Result, SharedModel):
    """A community's adoption of a story. Everyone who can read the story sees it."""

    story = models.ForeignKey(Story, models.CASCADE, db_constraint=False, related_name="adoptions")
    since = models.DateField(_("Since"))
    status = models.CharField(_("how it goes"), max_length=8, choices=AdoptionStatus)
    created_by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta(SharedModel.Meta):
        constraints = [
            *SharedModel.Meta.constraints,
            SharedReference(field="story", name="library_adoption_story"),
            models.UniqueConstraint(fields=["community", "story"], name="library_adopted_once"),
        ]


class AdoptionEvent(TenantModel):
    """An event of the adopting community, visible only to that community."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, db_constraint=False, related_name="events")
    event = models.ForeignKey(Event, models.CASCADE, db_constraint=False, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="adoption", name="library_adoptionevent_adoption"),
            SameTenant(field="event", name="library_adoptionevent_event"),
            models.UniqueConstraint(
                fields=["community", "adoption", "event"], name="library_adoptionevent_once"
            ),
        ]
