"""The timeline of a community and one organization, read from the rows of every app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.access import CommunityRequest
from communities.models import Role
from stakeholders.catalogue import get_strategy_title
from stakeholders.merged import get_merge_targets, get_source_ids
from stakeholders.models import (
    BriefingShare,
    Contact,
    Contribution,
    Evidence,
    FocusStakeholder,
    Organization,
    OrganizationMerge,
    Strategy,
    StrategyAssessment,
    StrategyLevel,
    StrategyStep,
)
from stakeholders.timeline import Cursor, Entry, Kind, Timeline, build_page
from stakeholders.views.organizations import visible_contacts
from tfc.batched_queries import evaluate_together
from tfc.registry import get_panels
from tfc.text.punctuation import join_title

PAGE = 25


@dataclass(frozen=True)
class TimelineReader:
    """The reader and the organization of a timeline."""

    request: CommunityRequest
    organization: Organization

    def url(self, name: str, *args: int) -> str:
        return reverse(name, args=[self.request.community.slug, *args])


@dataclass(frozen=True)
class Source:
    """Rows with a ``day``, and a function that returns title, text and url of an entry."""

    kind: Kind
    icon: str
    rows: "QuerySet[Any]"
    describe: Callable[[Any], tuple[str, str, str]]
    undo: Callable[[Any], str] = lambda row: ""

    def page(self, cursor: Cursor | None, size: int) -> "QuerySet[Any]":
        rows = self.rows.filter(cursor.below(self.kind)) if cursor else self.rows
        return rows.order_by("-day", "-pk")[: size + 1]

    def entry(self, row: Any) -> Entry:
        return Entry(row.day, self.kind, row.pk, self.icon, *self.describe(row), undo=self.undo(row))


def build_timeline(reader: TimelineReader, cursor: Cursor | None, size: int = PAGE) -> Timeline:
    """Return a page of the timeline: one query, and one for merged organizations.

    A panel "organization_timeline" takes the reader and returns further sources.
    """
    sources = (
        *(source for get_sources in get_panels("organization_timeline") for source in get_sources(reader)),
        *_get_strategy_sources(reader),
        *_get_focus_sources(reader),
        *_get_contribution_sources(reader),
        *_get_people_sources(reader),
    )
    pages = [source.page(cursor, size) for source in sources]
    evaluate_together(*pages)
    entries = [source.entry(row) for source, rows in zip(sources, pages, strict=True) for row in rows]
    return build_page([*entries, *_get_first_entries(reader, cursor)], size)


def _get_strategy_sources(reader: TimelineReader) -> list[Source]:
    def page(strategy: Strategy) -> str:
        return reader.url("stakeholders:strategy-detail", strategy.pk)

    of_theirs = Q(strategy__organization=reader.organization, strategy__deleted_at=None)
    steps = StrategyStep.objects.filter(of_theirs).select_related("strategy")
    evidence = Evidence.objects.not_deleted().filter(of_theirs).select_related("strategy")
    ended = Strategy.objects.not_deleted().filter(organization=reader.organization, ended_on__isnull=False)
    assessments = StrategyAssessment.objects.filter(organization=reader.organization)
    return [
        Source(
            Kind.STRATEGY_STEP,
            "target",
            steps.annotate(day=F("on")),
            lambda row: (
                get_strategy_title(row.strategy),
                join_title(_("Strategy"), StrategyLevel(row.rung).label),
                page(row.strategy),
            ),
        ),
        Source(
            Kind.EVIDENCE,
            "check",
            evidence.annotate(day=F("on")),
            lambda row: (
                join_title(_("Evidence"), row.what),
                get_strategy_title(row.strategy),
                page(row.strategy),
            ),
        ),
        Source(
            Kind.STRATEGY_ENDED,
            "close",
            ended.annotate(day=F("ended_on")),
            lambda row: (
                _("Strategy ended: %(title)s") % {"title": get_strategy_title(row)},
                row.end_reason,
                page(row),
            ),
        ),
        Source(
            Kind.ASKED,
            "search",
            assessments.annotate(day=F("on")),
            lambda row: (_("You asked: no strategy yet"), "", ""),
        ),
    ]


def _get_focus_sources(reader: TimelineReader) -> list[Source]:
    rows = FocusStakeholder.objects.not_deleted().filter(
        organization=reader.organization, decision__deleted_at=None
    )

    def page(row: FocusStakeholder) -> str:
        return reader.url("stakeholders:focus-decision", row.decision_id)

    return [
        Source(
            Kind.FOCUS_CHOSEN,
            "flag",
            rows.annotate(day=F("decision__decided_on")),
            lambda row: (_("You chose them as a focus"), row.plan, page(row)),
        ),
        Source(
            Kind.FOCUS_ENDED,
            "flag",
            rows.filter(ended_on__isnull=False).annotate(day=F("ended_on")),
            lambda row: (_("No longer a focus"), row.end_reason, page(row)),
        ),
    ]


def _get_contribution_sources(reader: TimelineReader) -> list[Source]:
    shares = (
        BriefingShare.objects.not_deleted()
        .filter(organization=reader.organization, briefing__deleted_at=None)
        .select_related("briefing")
    )
    gifts = Contribution.objects.not_deleted().filter(organization=reader.organization)

    def about(title: str, text: str) -> Callable[[BriefingShare], tuple[str, str, str]]:
        return lambda row: (
            title % {"briefing": row.briefing.title},
            getattr(row, text),
            reader.url("stakeholders:briefing-detail", row.briefing_id),
        )

    return [
        Source(
            Kind.CONTRIBUTION,
            "plus",
            gifts.annotate(day=F("received_on")),
            lambda row: (
                _("They gave: %(what)s") % {"what": row.what},
                str(row.get_kind_display()),
                reader.url("stakeholders:contribution-list"),
            ),
        ),
        Source(
            Kind.BRIEFING_GIVEN,
            "file",
            shares.annotate(day=F("shared_on")),
            about(_("They got the briefing “%(briefing)s”"), "recipient"),
        ),
        Source(
            Kind.BRIEFING_ANSWERED,
            "mail",
            shares.filter(answered_on__isnull=False).annotate(day=F("answered_on")),
            about(_("They answered the briefing “%(briefing)s”"), "answer"),
        ),
        Source(
            Kind.BRIEFING_FOLLOWED,
            "arrow-right",
            shares.filter(followed_on__isnull=False).annotate(day=F("followed_on")),
            about(_("What followed the briefing “%(briefing)s”"), "outcome"),
        ),
    ]


def _get_people_sources(reader: TimelineReader) -> list[Source]:
    """Return contacts that the reader may see, and the organizations merged into this one."""
    contacts = visible_contacts(reader.request).filter(organization=reader.organization)
    source_ids = get_source_ids(reader.organization.pk, get_merge_targets())
    merges = OrganizationMerge.objects.filter(undone_at=None, source__in=source_ids).select_related(
        "source", "by"
    )
    may_undo = reader.request.role >= Role.COORDINATOR

    def added(row: Contact) -> tuple[str, str, str]:
        return _("%(name)s became a contact") % {"name": row.name}, row.role, ""

    def joined(row: OrganizationMerge) -> tuple[str, str, str]:
        title = _("“%(name)s” was merged into it") % {"name": row.source.name}
        return title, _("by %(person)s") % {"person": row.by}, ""

    return [
        Source(Kind.CONTACT, "user", contacts.annotate(day=TruncDate("created_at")), added),
        Source(
            Kind.MERGED,
            "link",
            merges.annotate(day=TruncDate("at")),
            joined,
            undo=lambda row: reader.url("stakeholders:merge-undo", row.pk) if may_undo else "",
        ),
    ]


def _get_first_entries(reader: TimelineReader, cursor: Cursor | None) -> list[Entry]:
    """Return when the organization was first met, and when it was recorded."""
    organization, zone = reader.organization, reader.request.community.zone
    by = _("by %(person)s") % {"person": organization.created_by} if organization.created_by else ""
    added_on = organization.created_at.astimezone(zone).date()
    entries = [Entry(added_on, Kind.ADDED, organization.pk, "pencil", _("Added to your list"), by)]
    if organization.met_on:
        entries.append(
            Entry(organization.met_on, Kind.MET, organization.pk, "people", _("You know them since then"))
        )
    return [entry for entry in entries if cursor is None or entry.place > cursor.place]
