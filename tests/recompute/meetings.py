"""Item 1: does the team meet as it said, and do those who come reflect the town?"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from tests.recompute.half_years import CommunityHalfYear, add_months
from tests.recompute.ratings import UNKNOWN, RecomputedFigure, make_value
from tests.recompute.raw_rows import Row

DAYS = {"week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3}
UNDER_15, OLD_ENOUGH = "0-14", 15
# By their youngest.
BANDS = {15: "15-24", 25: "25-44", 45: "45-64", 65: "65+"}


def compute_meets_consistently(at: CommunityHalfYear) -> RecomputedFigure:
    """1a: “windows met / windows (%)”; “no cadence declared” is unknown, and so is a cadence of which no window
    ended.
    """
    windows = [(first, last) for first, last in _get_windows(at) if at.first_day <= last <= at.as_of]
    if not windows:
        return UNKNOWN
    met_on = {at.get_local_day(event) for event in _get_team_meetings_with_enough_members(at)}
    perhaps_met_on = met_on | {at.get_local_day(event) for event in _get_unresolved_team_meetings(at)}
    lower, upper = (
        sum(any(first <= day <= last for day in days) for first, last in windows)
        for days in (met_on, perhaps_met_on)
    )
    return make_value(lower, upper, len(windows))


def _get_windows(at: CommunityHalfYear) -> Iterator[tuple[date, date]]:
    """“Windows run from the date the cadence was declared, cadence-long (week 7, fortnight 14 days, month and quarter
    by calendar)”. The next cadence replaces one from its own day on. First and last day of each.
    """
    cadences = sorted(at.get_rows("cadences"), key=lambda cadence: cadence.declared_on)
    ends = [*(cadence.declared_on for cadence in cadences[1:]), date.max][: len(cadences)]
    for cadence, end in zip(cadences, ends, strict=True):
        number, first = 0, cadence.declared_on
        while first <= at.as_of:
            number += 1
            following = _get_start_of_window(cadence, number)
            if following <= end:
                yield first, following - timedelta(days=1)
            first = following


def _get_start_of_window(cadence: Row, number: int) -> date:
    if cadence.kind in DAYS:
        return cadence.declared_on + timedelta(days=number * DAYS[cadence.kind])
    return add_months(cadence.declared_on, number * MONTHS[cadence.kind])


def _get_team_meetings_with_enough_members(at: CommunityHalfYear) -> list[Row]:
    """Met: “a team meeting with ≥ 3 members whose presence a person ticked”. A window that ends in the period may
    have begun before it.
    """
    return [
        event
        for event in at.get_rows("events", kind="team_meeting")
        if event.status == "held" and len(get_members_present(at, event)) >= at.thresholds["members_present"]
    ]


def _get_unresolved_team_meetings(at: CommunityHalfYear) -> list[Row]:
    """What is unresolved widens the bounds: a past team meeting without outcome, and one held without any presence."""
    return [
        event
        for event in at.get_rows("events", kind="team_meeting")
        if (event.status == "planned" and event.ends_at < at.computed_at)
        or (event.status == "held" and not get_members_present(at, event))
    ]


def get_members_present(at: CommunityHalfYear, event: Row) -> set[int]:
    """The people of the team, whatever memberships they hold."""
    return {
        at.raw_rows.memberships[presence.membership_id].user_id
        for presence in at.get_rows("member_presences", event_id=event.id)
    }


Groups = dict[str, int]


def compute_diverse_participation(at: CommunityHalfYear) -> RecomputedFigure:
    """1b: “the part is the sum of the dimensions' numerators / the sum of their denominators”. People who were
    present and not recorded are unresolved, and widen the bounds: as if none or all of them belonged to the group. A
    past team meeting without outcome, or a held one without attendance, may have had anybody.
    """
    meetings = at.get_held_events("team_meeting")
    numerator = lower = upper = denominator = all_recorded = all_unrecorded = 0
    for dimension, profile in _get_profile(at).items():
        recorded = _get_recorded(at, meetings, dimension)
        unrecorded = _get_headcount(at, meetings, dimension) - sum(recorded.values())
        all_recorded += sum(recorded.values())
        all_unrecorded += unrecorded
        if _is_enough(at, sum(recorded.values()), unrecorded):
            groups = _get_larger_groups(at, profile)
            numerator += sum(_is_represented(at, group, recorded, profile) for group in groups)
            lower += sum(_is_represented(at, group, recorded, profile, others=unrecorded) for group in groups)
            upper += sum(_is_represented(at, group, recorded, profile, more=unrecorded) for group in groups)
            denominator += len(groups)
    if at.get_events_without_outcome("team_meeting") or any(
        _has_no_attendance(at, event) for event in meetings
    ):
        lower, upper = 0, denominator
    if not denominator or not _is_enough(at, all_recorded, all_unrecorded):
        return UNKNOWN
    return replace(make_value(lower, upper, denominator), numerator=numerator)


def _has_no_attendance(at: CommunityHalfYear, event: Row) -> bool:
    is_counted = event.people_present is not None or at.get_rows("headcounts", event_id=event.id)
    return not is_counted and not get_members_present(at, event)


def _get_profile(at: CommunityHalfYear) -> dict[str, Groups]:
    """The town's people by dimension and group; ages “15 and over, in bands 15–24, 25–44, 45–64, 65+”."""
    profile: dict[str, Groups] = defaultdict(lambda: defaultdict(int))
    for row in at.get_rows("population_profile"):
        if row.dimension != "age_band":
            profile[row.dimension][row.group] = row.people
        elif (youngest := int(re.split(r"[-+]", row.group)[0])) >= OLD_ENOUGH:
            band = max(first for first in BANDS if first <= youngest)
            profile[row.dimension][BANDS[band]] += row.people
    return profile


def _get_recorded(at: CommunityHalfYear, meetings: list[Row], dimension: str) -> Groups:
    """Recorded attendances by group, of the same ages as the profile."""
    recorded: Groups = defaultdict(int)
    for event in meetings:
        for row in at.get_rows("headcounts", event_id=event.id):
            if row.dimension == dimension and row.group != UNDER_15:
                recorded[row.group] += row.people
    return recorded


def _get_headcount(at: CommunityHalfYear, meetings: list[Row], dimension: str) -> int:
    """As many as were counted, ticked or recorded, whichever is most. Children, where they were counted, are in no
    band.
    """
    headcount = 0
    for event in meetings:
        recorded: Groups = defaultdict(int)
        for row in at.get_rows("headcounts", event_id=event.id):
            recorded[row.dimension] += row.people
            headcount -= row.people if (row.dimension, row.group) == (dimension, UNDER_15) else 0
        members = len(get_members_present(at, event))
        headcount += max(event.people_present or 0, members, *recorded.values())
    return headcount


def _is_enough(at: CommunityHalfYear, recorded: int, unrecorded: int) -> bool:
    """Unknown when “< 20 recorded attendances, or > 40 % of headcount unrecorded”."""
    share = at.thresholds["unrecorded_share"]
    return recorded >= at.thresholds["recorded_attendances"] and 100 * unrecorded <= share * (
        recorded + unrecorded
    )


def _get_larger_groups(at: CommunityHalfYear, profile: Groups) -> list[str]:
    """“Groups of ≥ 5 % of the profile”."""
    least = at.thresholds["group_share"] * sum(profile.values())
    return [group for group, people in profile.items() if people and 100 * people >= least]


def _is_represented(
    at: CommunityHalfYear, group: str, recorded: Groups, profile: Groups, *, others: int = 0, more: int = 0
) -> bool:
    """“Represented = its share of recorded attendances ≥ half its share of the profile”."""
    share = Fraction(recorded.get(group, 0) + more, sum(recorded.values()) + others + more)
    return 100 * share >= at.thresholds["represented_share"] * Fraction(profile[group], sum(profile.values()))
