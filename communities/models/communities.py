"""Offices and communities, with the stages, cadence, languages and population of a community."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tfc.form_fields import build_single_line_constraint
from tfc.tenancy import SameTenant, TenantModel


class Stage(models.TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    AWARENESS = "awareness", _("Awareness")
    LEADERSHIP_TEAM = "leadership_team", _("Leadership team")
    DISCOVERING = "discovering", _("Discovering the community")
    PLANNING = "planning", _("Planning")
    ACTING = "acting", _("Acting")
    SHARING = "sharing", _("Sharing")
    DORMANT = "dormant", _("Dormant")


STAGE_NAMES: Mapping[str, Any] = dict(Stage.choices)
# A community answers the half-year survey from the stage "leadership team" on.
TAKES_PART = (Stage.LEADERSHIP_TEAM, Stage.DISCOVERING, Stage.PLANNING, Stage.ACTING, Stage.SHARING)


# Number of search words that are used; further ones are ignored.
MOST_WORDS = 6

# How many communities of an office determine its time zone.
ANSWERING = 100


def valid_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ValidationError(_("Choose a time zone from the list.")) from error


class OfficeQuerySet(models.QuerySet["Office"]):
    def real(self) -> Self:
        """Return real offices, without sample ones."""
        return self.filter(is_sample=False)

    def of_countries(self) -> Self:
        """Return offices with communities of their own, by name: those that the international office reads."""
        return self.real().filter(is_international=False).order_by("name")


class Office(models.Model):
    """Oasis in one country; one office is the international one, which reads the figures of all."""

    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(unique=True)
    country = models.CharField(_("Country"), max_length=2)
    language = models.CharField(_("Language"), max_length=10, default="en")
    # Each as communities/hotline_forms.py stores it: name, number, text_number, always_open, hours, languages, url.
    hotlines = models.JSONField(_("Hotlines"), default=list, blank=True)
    # Empty: that of its country (communities/hotlines.py).
    emergency_number = models.CharField(
        _("Emergency number"), max_length=10, blank=True, default="", db_default=""
    )
    hotlines_confirmed_on = models.DateField(_("Hotlines confirmed on"), null=True, blank=True)
    # Contact for questions about data and reports of barriers; the office's own text of the privacy notice.
    contact_email = models.EmailField(blank=True, default="", db_default="")
    privacy_en = models.TextField(blank=True, default="", db_default="", max_length=8000)
    privacy_es = models.TextField(blank=True, default="", db_default="", max_length=8000)
    privacy_zh = models.TextField(blank=True, default="", db_default="", max_length=8000)
    is_international = models.BooleanField(default=False)
    # The office of one sample community: no real office (docs/adr/0031).
    is_sample = models.BooleanField(default=False, db_default=False, editable=False)

    objects: ClassVar[OfficeQuerySet] = OfficeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [build_single_line_constraint("name", "communities_office_name_one_line")]

    def __str__(self) -> str:
        return self.name

    @property
    def letters_in(self) -> str:
        """Return the language of its messages."""
        return self.language

    @property
    def hotline_numbers(self) -> list[str]:
        return [hotline["number"] for hotline in self.hotlines]

    @property
    def hotline(self) -> str:
        """Return the numbers of its hotlines in one line; empty without one."""
        return ", ".join(self.hotline_numbers)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone of most of the office's communities (`get_zone_names`), since an office has none of its
        own; without communities UTC.
        """
        return zone_named(get_zone_names(self).first())


def zone_named(name: str | None) -> ZoneInfo:
    """Return the zone; UTC if there is none."""
    return ZoneInfo(name or "UTC")


class CommunityQuerySet(models.QuerySet["Community"]):
    def taking_part(self) -> Self:
        return self.filter(stage__in=TAKES_PART)

    def by_name(self) -> Self:
        """Return communities by name; those with the same name in a stable order."""
        return self.order_by("name", "pk")

    def named(self, search_text: str) -> Self:
        """Return communities whose name, city or region contains these words. Communities have no row-level security,
        so this query is allowed.
        """
        communities = self
        for word in search_text.split()[:MOST_WORDS]:
            of_place = models.Q(city__icontains=word) | models.Q(region__icontains=word)
            communities = communities.filter(models.Q(name__icontains=word) | of_place)
        return communities

    def stages(self) -> dict[str, int]:
        """Return the number of communities in each stage, without zeros."""
        return dict(self.in_stages())

    def in_stages(self) -> "models.QuerySet[Any, tuple[str, int]]":
        return self.order_by().values_list("stage").annotate(number=models.Count("pk"))


class Community(models.Model):
    """A community. Global: the access decorators and the place switcher read it before a scope opens. Its records are
    in other tables.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="communities")
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(unique=True)
    city = models.CharField(_("City"), max_length=120, blank=True)
    region = models.CharField(_("State or region"), max_length=120, blank=True)
    latitude = models.DecimalField(_("Latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("Longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, validators=[valid_time_zone])
    stage = models.CharField(_("Stage"), max_length=20, choices=Stage, default=Stage.CANDIDATE)
    # Empty: the language of its office.
    language = models.CharField(_("Language"), max_length=10, blank=True, default="", db_default="")

    objects: ClassVar[CommunityQuerySet] = CommunityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "id"], name="communities_community_in_office"),
            build_single_line_constraint("name", "communities_name_one_line"),
        ]
        indexes = [
            # An office reads its thousands of communities page by page, by name, all or those of one stage.
            models.Index(fields=["office", "name", "id"], name="communities_by_name"),
            models.Index(fields=["office", "stage", "name", "id"], name="communities_by_stage"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def letters_in(self) -> str:
        """Return the language of its messages and pages for people who chose none; load it with its office."""
        return self.language or self.office.language

    def get_stage_display(self) -> str:  # type: ignore[no-redef]
        """Same as Django's method, which compares all choices on each call."""
        return str(STAGE_NAMES.get(self.stage, self.stage))

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class StageChangeQuerySet(models.QuerySet["StageChange"]):
    def build_stage(self, until: models.Q, present: Any) -> Coalesce:
        """Return the stage after the last of these changes ``until`` a day, as figures use it: a candidate before the
        first change, the ``present`` stage if no change is recorded.
        """
        last = self.filter(until).order_by("-since", "-pk").values("stage")[:1]
        unchanged = Case(When(Exists(self), then=Value(Stage.CANDIDATE.value)), default=present)
        return Coalesce(Subquery(last), unchanged)


class StageChange(TenantModel):
    """The present stage is stored on the community; this row stores since when, by whom and why."""

    office = models.ForeignKey(Office, models.PROTECT, editable=False, related_name="+")
    stage = models.CharField(_("Stage"), max_length=20, choices=Stage)
    since = models.DateField(_("Since"))
    reason = models.TextField(_("Reason"), max_length=2000)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[StageChangeQuerySet] = StageChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            # An office writes these rows; this restricts it to its own communities.
            SameTenant(field="community", name="communities_stagechange_office", key="office"),
        ]


class CadenceKind(models.TextChoices):
    WEEK = "week", _("Every week")
    FORTNIGHT = "fortnight", _("Every two weeks")
    MONTH = "month", _("Every month")
    QUARTER = "quarter", _("Every quarter")


class Cadence(TenantModel):
    """How often the team plans to meet, from a day on. A later row replaces an earlier one from its own day."""

    kind = models.CharField(_("Meeting rhythm"), max_length=10, choices=CadenceKind)
    declared_on = models.DateField(_("From"))
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "declared_on"], name="communities_one_cadence_a_day"
            ),
        ]


class RequiredLanguage(TenantModel):
    """A language in which help must be available: an ISO 639 code, declared by the community."""

    language = models.CharField(_("Language"), max_length=10)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "language"], name="communities_language_once"),
        ]


class PopulationProfile(TenantModel):
    """How many people of a group live in the community, by census; each dimension sums to the total population."""

    dimension = models.CharField(_("dimension"), max_length=30)
    group = models.CharField(_("Group"), max_length=60)
    people = models.PositiveIntegerField(_("people"))
    source = models.CharField(_("Source"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "dimension", "group"], name="communities_profile_group_once"
            ),
        ]


class RosterConfirmation(TenantModel):
    """A coordinator's confirmation that the team list is right in this half-year (item 10)."""

    half_year = models.CharField(max_length=7)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "half_year"], name="communities_roster_once"),
        ]


def get_zone_names(office: Any) -> "models.QuerySet[Any, str]":
    """Return the names of the time zones of an office's communities, most frequent first, then by name. Each of its
    pages runs this query, so only the first hundred communities are counted.
    """
    some = Community.objects.filter(office=office).by_name().values("pk")[:ANSWERING]
    counted = Community.objects.filter(pk__in=some).values("time_zone").annotate(number=models.Count("pk"))
    return counted.order_by("-number", "time_zone").values_list("time_zone", flat=True)
