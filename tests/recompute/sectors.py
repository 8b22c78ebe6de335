"""Items 4 and 5: meetings of different sectors, and events with the community."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tests.recompute.half_years import CommunityHalfYear
from tests.recompute.ratings import UNKNOWN, RecomputedFigure, make_value
from tests.recompute.raw_rows import Row

CROSS_SECTOR_KINDS = (
    "team_meeting", "stakeholder_meeting", "stakeholder_training", "community_workshop", "listening_group",
)  # fmt: skip
ENGAGEMENT_KINDS = (
    "awareness", "education", "stakeholder_training", "community_workshop", "listening_group", "campaign",
)  # fmt: skip
OUR_OWN = ("hosted", "co_hosted", "facilitated")
SECTORS = 8
CONSUMERS = "consumers"


def get_sectors_present(at: CommunityHalfYear, event: Row) -> set[str]:
    """“Two churches are one sector”; consumers are a constituency and a sector."""
    present = {
        organization.sector
        for presence in at.get_rows("organization_presences", event_id=event.id)
        for organization in at.get_rows("organizations", id=presence.organization_id)
    }
    return present | ({CONSUMERS} & _get_constituencies(at, event))


def _get_constituencies(at: CommunityHalfYear, event: Row) -> set[str]:
    return {row.constituency for row in at.get_rows("constituency_presences", event_id=event.id)}


def get_groups_present(at: CommunityHalfYear, event: Row) -> set[tuple[str, str]]:
    """“A constituency counts apart from any sector, except consumers, who are both; members' ticks are no sector”."""
    sectors = {("sector", sector) for sector in get_sectors_present(at, event)}
    constituencies = {("constituency", name) for name in _get_constituencies(at, event) - {CONSUMERS}}
    return sectors | constituencies


def get_cross_sector_meetings(at: CommunityHalfYear) -> list[Row]:
    """4a: “held team meetings, stakeholder meetings, stakeholder trainings, workshops and listening groups with two
    or more different sectors or constituencies recorded … not outreach, lessons or campaign actions”.
    """
    events = drop_repeated(at.get_held_events(*CROSS_SECTOR_KINDS))
    return [event for event in events if len(get_groups_present(at, event)) >= 2]


def drop_repeated(events: list[Row]) -> list[Row]:
    """A joint event is one, should a community have it twice."""
    return list({event.joint_key or event.id: event for event in events}.values())


def _get_unresolved_meetings(at: CommunityHalfYear) -> list[Row]:
    """“Only stakeholder meetings without recorded presence or without outcome widen the bounds”."""
    held_meetings = at.get_held_events("stakeholder_meeting")
    without_presence = [event for event in held_meetings if not get_groups_present(at, event)]
    return without_presence + at.get_events_without_outcome("stakeholder_meeting")


def compute_stakeholder_meetings(at: CommunityHalfYear) -> RecomputedFigure:
    """4a: “count”; unknown with “no event and no declaration”."""
    number = len(get_cross_sector_meetings(at))
    state = _get_state_of_meetings(at)
    return make_value(number, number + len(_get_unresolved_meetings(at)), state=state) if state else UNKNOWN


def compute_sector_breadth(at: CommunityHalfYear) -> RecomputedFigure:
    """4b: “distinct sectors present / 8 (%)”, “over the events of 4a”. A meeting whose presence is unresolved may
    have had any of them.
    """
    meetings = get_cross_sector_meetings(at)
    number = len(set().union(*(get_sectors_present(at, event) for event in meetings)))
    upper = SECTORS if _get_unresolved_meetings(at) else number
    state = _get_state_of_meetings(at)
    return make_value(number, upper, SECTORS, state=state) if state else UNKNOWN


def _get_state_of_meetings(at: CommunityHalfYear) -> str:
    """Empty where it is unknown: “no event and no declaration”, which is an event of which presence was recorded; and
    where a record contradicts the declaration: a meeting that counts, or any that was meant for stakeholders.
    """
    if at.is_declared_none("stakeholder_meetings"):
        contradicted = get_cross_sector_meetings(at) or at.get_held_events("stakeholder_meeting")
        return "" if contradicted else "declared_zero"
    events = at.get_held_events(*CROSS_SECTOR_KINDS)
    return "value" if any(get_groups_present(at, event) for event in events) else ""


def get_engagement_events(at: CommunityHalfYear) -> list[Row]:
    """5: “awareness and outreach, education, stakeholder training, community workshop, listening group, campaign
    action; hosted, co-hosted or facilitated. Not team or stakeholder meetings, leadership trainings”. Campaigns won
    are shown apart.
    """
    return drop_repeated(
        [event for event in at.get_held_events(*ENGAGEMENT_KINDS) if event.hosting in OUR_OWN]
    )


def compute_engagement_events(at: CommunityHalfYear) -> RecomputedFigure:
    """5: “count, by kind”; unknown with “no event and no declaration”."""
    events = get_engagement_events(at)
    unresolved = [
        event for event in at.get_events_without_outcome(*ENGAGEMENT_KINDS) if event.hosting in OUR_OWN
    ]
    declared = at.is_declared_none("engagement_events")
    if bool(events) == declared:
        return UNKNOWN
    state = "declared_zero" if declared else "value"
    return make_value(len(events), len(events) + len(unresolved), state=state)


Breakdowns = Mapping[tuple[str, str, str], Mapping[str, int]]


def get_breakdowns(half_years: Iterable[CommunityHalfYear]) -> Breakdowns:
    """By the community's code, half-year and part: events by kind, cross-sector meetings by the sectors present."""
    breakdowns: dict[tuple[str, str, str], Mapping[str, int]] = {}
    for at in half_years:
        key = (at.community.slug, at.half_year)
        breakdowns[*key, "engagement_events"] = Counter(event.kind for event in get_engagement_events(at))
        breakdowns[*key, "stakeholder_meetings"] = Counter(
            sector for event in get_cross_sector_meetings(at) for sector in get_sectors_present(at, event)
        )
    return breakdowns


def get_joint_events(half_years: Iterable[CommunityHalfYear]) -> list[dict[str, Any]]:
    """“Joint events once over communities”: what several communities held together, by half-year and part."""
    communities: dict[tuple[str, str, Any], set[int]] = defaultdict(set)
    for at in half_years:
        for part, events in (
            ("stakeholder_meetings", get_cross_sector_meetings(at)),
            ("engagement_events", get_engagement_events(at)),
        ):
            for event in events:
                if event.joint_key is not None:
                    communities[at.half_year, part, event.joint_key].add(at.community.id)
    return [
        {"half_year": half_year, "part": part, "communities": together}
        for (half_year, part, _key), together in communities.items()
        if len(together) > 1
    ]
