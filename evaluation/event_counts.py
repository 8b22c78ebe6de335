"""What one event counts for, and why not, shown on its page as soon as it is saved (see figure_queries/parts.py)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import TAKES_PART, Cadence, Community
from communities.thresholds import thresholds_for
from evaluation.instrument import Part, part
from evaluation.measures.gatherings import (
    CROSS_SECTOR_KINDS,
    ENGAGEMENT_KINDS,
    ENGAGEMENT_ROLES,
    PRESENT_AT_LEAST,
    STAKEHOLDER_MEETING_KINDS,
)
from events.event_page import RecordedAttendance
from events.models import Event, EventKind, EventStatus
from tfc.periods import HalfYear


@dataclass(frozen=True)
class EventCount:
    """A part of the instrument; ``reason``: why the event does not count for it yet, "" if it does."""

    part: Part
    url: str
    reason: str


def get_event_counts(community: Community, event: Event, recorded: RecordedAttendance) -> list[EventCount]:
    """Return the parts for which a held event counts, then those for which it could; in the community's scope."""
    if event.status != EventStatus.HELD or event.deleted_at:
        return []
    half_year = HalfYear.from_day(event.local_day)
    # Before that stage no figure applies.
    too_early = (
        ""
        if community.stage in TAKES_PART
        else _("It counts once your office moves your community to the stage “Leadership team”.")
    )
    counts = [
        EventCount(
            part(code),
            reverse("evaluation:figure-receipt", args=[community.slug, half_year, code]),
            too_early or reason,
        )
        for code, reason in _explain(community, event, half_year, recorded)
    ]
    return sorted(counts, key=lambda count: bool(count.reason))


def _explain(
    community: Community, event: Event, half_year: HalfYear, recorded: RecordedAttendance
) -> Iterator[tuple[str, str]]:
    """Yield the code of each part, and why the event does not count for it."""
    if event.kind == EventKind.TEAM_MEETING:
        yield "meets_consistently", _explain_rhythm(community, event, half_year, recorded)
        yield (
            "diverse_participation",
            "" if recorded.attendance.headcounts else _("No group of people was counted."),
        )
    if event.kind in CROSS_SECTOR_KINDS:
        present = {sector for _name, sector in recorded.organizations} | set(
            recorded.attendance.constituencies
        )
        if len(present) >= PRESENT_AT_LEAST:
            yield "stakeholder_meetings", ""
            yield "sector_breadth", ""
        elif present or event.kind in STAKEHOLDER_MEETING_KINDS:
            yield "stakeholder_meetings", _explain_few(len(present))
    if event.kind in ENGAGEMENT_KINDS:
        takes_part = event.hosting in ENGAGEMENT_ROLES
        yield (
            "engagement_events",
            "" if takes_part else _("Your community did not host, co-host or facilitate it."),
        )
    if event.kind == EventKind.LEADERSHIP_TRAINING:
        yield "leaders_in_development", "" if recorded.members else _("No member is recorded.")
    if event.kind == EventKind.STAKEHOLDER_TRAINING:
        recorded_professions = recorded.attendance.headcounts.get("profession")
        yield "professionals_trained", "" if recorded_professions else _("No profession is recorded.")


def _explain_rhythm(
    community: Community, event: Event, half_year: HalfYear, recorded: RecordedAttendance
) -> str:
    needed = thresholds_for(community.office_id, half_year).members_present
    members, invited = len(recorded.members), len(recorded.attendance.invited)
    if members < needed <= members + invited:
        return _("%(members)s of %(needed)s members. It counts when the invited people have accepted.") % {
            "members": members,
            "needed": needed,
        }
    if members < needed:
        return ngettext(
            "%(members)s of %(needed)s members. Invite one more.",
            "%(members)s of %(needed)s members. Invite %(missing)s more.",
            needed - members,
        ) % {"members": members, "needed": needed, "missing": needed - members}
    if not Cadence.objects.filter(declared_on__lte=event.local_day).exists():
        return _("Your meeting rhythm was not set on that day.")
    return ""


def _explain_few(present: int) -> str:
    return _("%(present)s of %(needed)s sectors or groups of people.") % {
        "present": present,
        "needed": PRESENT_AT_LEAST,
    }
