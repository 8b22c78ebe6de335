"""From rows to figures: selecting the rows for each part of the instrument and passing them to its pure measure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date

from evaluation import measures
from evaluation.figure_queries import receipts
from evaluation.figure_queries.people import leaders_in_development, professionals_trained
from evaluation.figure_queries.receipts import PartComputation
from evaluation.figure_queries.research_and_strategies import (
    focus_chosen,
    research_done,
    strategies_implemented,
)
from evaluation.figure_queries.research_rows import Entry
from evaluation.figure_queries.residents import access_known, risks_known
from evaluation.figure_queries.rows import CommunityRows, EventRow
from evaluation.figure_queries.support import ready_to_refer, resources_identified
from evaluation.measures.participation import AGE_DIMENSION, fold_ages
from events.models import EventKind


def meets_consistently(rows: CommunityRows) -> PartComputation:
    """Compute 1a. A held meeting without recorded members may or may not have had enough of them."""
    declarations = rows.cadence_declarations
    first = measures.first_day_needed(declarations, rows.half_year, rows.as_of)
    meetings = rows.meetings_since(first)
    enough = rows.thresholds.members_present
    counted = [meeting for meeting in meetings if meeting.held and len(meeting.members) >= enough]
    unsettled = [meeting for meeting in meetings if not (meeting.held and meeting.members)]
    measured = measures.meets_consistently(
        declarations, _days(counted), _days(unsettled), rows.half_year, rows.as_of
    )
    return PartComputation(
        _with_regularity(rows, measured, counted),
        filters={"status": "held", "kinds": [EventKind.TEAM_MEETING], "members_at_least": enough},
        records={receipts.CADENCES: [(identity, 1) for identity, _declaration in rows.cadences]},
        considered={receipts.EVENTS: _entries_without(meetings, counted)},
        events=counted,
    )


def _with_regularity(
    rows: CommunityRows, measured: measures.Measurement, counted: list[EventRow]
) -> measures.Measurement:
    """Add to the details of 1a the gaps between meetings since the half-year began, or since the rhythm if later."""
    declarations = sorted(rows.cadence_declarations, key=lambda declaration: declaration.declared_on)
    if not declarations:
        return measured
    since = max(rows.half_year.first_day, declarations[0].declared_on)
    if since > rows.as_of:
        return measured
    regularity = measures.regularity(
        declarations[-1].cadence, _days(counted), since, rows.as_of, rows.thresholds
    )
    warns_on = regularity.warns_on.isoformat() if regularity.warns_on else None
    shown = asdict(regularity) | {"warns_on": warns_on}
    return replace(measured, details={**measured.details, "regularity": shown})


def diverse_participation(rows: CommunityRows) -> PartComputation:
    """Compute 1b. Headcounts are summed over all held team meetings; individuals are not distinguished. Anybody may
    have been at a held meeting without attendance.
    """
    held = rows.of_kind(EventKind.TEAM_MEETING)
    meetings = [meeting for meeting in held if meeting.has_attendance]
    unresolved = rows.of_kind(EventKind.TEAM_MEETING, held=False)
    attendance: dict[str, dict[str, int]] = {}
    for meeting in meetings:
        for dimension, groups in meeting.people.items():
            total = attendance.setdefault(dimension, {})
            for group, people in groups.items():
                total[group] = total.get(group, 0) + people
    measured = measures.diverse_participation(
        _comparable_profile(rows),
        attendance | {AGE_DIMENSION: _readable_ages(attendance.get(AGE_DIMENSION, {}))},
        sum(meeting.headcount for meeting in meetings),
        unresolved_meetings=len(unresolved),
        unrecorded_meetings=len(held) - len(meetings),
        thresholds=rows.thresholds,
    )
    return PartComputation(
        measured,
        filters={"status": "held", "kinds": [EventKind.TEAM_MEETING]},
        records={receipts.PROFILES: rows.profile_rows},
        considered={receipts.EVENTS: _entries_without([*held, *unresolved], meetings)},
        events=meetings,
    )


def _comparable_profile(rows: CommunityRows) -> dict[str, Mapping[str, int]]:
    """Return the profile's dimensions; ages only if every band can be compared."""
    ages: Mapping[str, int] = rows.profile.get(AGE_DIMENSION, {})
    readable = len(_readable_ages(ages)) == len(ages)
    return {name: groups for name, groups in rows.profile.items() if name != AGE_DIMENSION or readable}


def _readable_ages(people: Mapping[str, int]) -> dict[str, int]:
    """Leave out age bands that cannot be parsed, such as "grown-up": these people count as of unrecorded age."""
    readable = {}
    for label, number in people.items():
        try:
            fold_ages({label: number})
        except ValueError:
            continue
        readable[label] = number
    return readable


def stakeholder_meetings(rows: CommunityRows) -> PartComputation:
    """Compute 4a."""
    return _measure_stakeholders(rows, measures.stakeholder_meetings)


def sector_breadth(rows: CommunityRows) -> PartComputation:
    """Compute 4b, over the meetings of 4a and with the same declaration."""
    worked = _measure_stakeholders(rows, measures.sector_breadth)
    declared = rows.declarations.get("stakeholder_meetings")
    if declared is not None:
        worked.records = {**worked.records, receipts.DECLARATIONS: [(declared, 1)]}
    return worked


def _measure_stakeholders(
    rows: CommunityRows, measure: Callable[..., measures.Measurement]
) -> PartComputation:
    """Apply a measure to cross-sector events; a held event of the five kinds counts with two or more sectors or
    constituencies.

    A stakeholder meeting widens the bounds while attendance is unrecorded, and it contradicts a declared "none".
    """
    kinds, declared = measures.STAKEHOLDER_MEETING_KINDS, rows.declared("stakeholder_meetings")
    events = rows.of_kind(*measures.CROSS_SECTOR_KINDS)
    stakeholder_events = {event.id: _stakeholder_event(event) for event in events}
    counted = [
        event for event in events if len(stakeholder_events[event.id].present) >= measures.PRESENT_AT_LEAST
    ]
    tells = 2 if declared else 1
    held = [
        event for event in events if event.kind in kinds or len(stakeholder_events[event.id].present) >= tells
    ]
    unresolved = rows.of_kind(*kinds, held=False)
    measured = measure(
        [stakeholder_events[event.id] for event in held], declared_none=declared, unresolved=len(unresolved)
    )
    organizations = {entry for event in counted for entry in event.organizations.items()}
    return PartComputation(
        measured,
        filters={
            "status": "held",
            "kinds": list(measures.CROSS_SECTOR_KINDS),
            "sectors_or_constituencies_at_least": measures.PRESENT_AT_LEAST,
        },
        records={receipts.ORGANIZATIONS: organizations},
        considered={receipts.EVENTS: _entries_without([*held, *unresolved], counted)},
        events=counted,
    )


def _stakeholder_event(event: EventRow) -> measures.StakeholderEvent:
    return measures.StakeholderEvent(
        str(event.id), frozenset(event.sectors), frozenset(event.constituencies), event.joint_key
    )


def engagement_events(rows: CommunityRows) -> PartComputation:
    """Compute 5. Campaigns won and events sponsored by Oasis are shown separately."""
    kinds, roles = measures.ENGAGEMENT_KINDS, measures.ENGAGEMENT_ROLES
    counted = [event for event in rows.of_kind(*kinds) if event.hosting in roles]
    unresolved = [event for event in rows.of_kind(*kinds, held=False) if event.hosting in roles]
    measured = measures.engagement_events(
        [
            measures.EngagementEvent(
                str(event.id), event.kind, event.hosting, event.sponsored_by_oasis, event.joint_key
            )
            for event in counted
        ],
        declared_none=rows.declared("engagement_events"),
        unresolved=[event.kind for event in unresolved],
        campaigns_won=len(rows.wins),
        joint_campaigns_won=rows.joint_wins,
    )
    return PartComputation(
        measured,
        filters={"status": "held", "kinds": list(kinds), "hosting": list(roles)},
        considered={receipts.EVENTS: [event.entry for event in unresolved], receipts.WINS: rows.wins},
        events=counted,
    )


def _days(events: Iterable[EventRow]) -> list[date]:
    return [event.day for event in events]


def _entries_without(events: Iterable[EventRow], counted: Iterable[EventRow]) -> list[Entry]:
    ids = {event.id for event in counted}
    return [event.entry for event in events if event.id not in ids]


# The function of every part of the instrument, by code.
WORK: dict[str, Callable[[CommunityRows], PartComputation]] = {
    work.__name__: work
    for work in (
        meets_consistently,
        diverse_participation,
        research_done,
        focus_chosen,
        stakeholder_meetings,
        sector_breadth,
        engagement_events,
        access_known,
        risks_known,
        ready_to_refer,
        strategies_implemented,
        leaders_in_development,
        professionals_trained,
        resources_identified,
    )
}
