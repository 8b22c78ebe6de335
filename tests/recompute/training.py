"""Items 10 and 11: leaders in training, and professionals trained."""

from collections import defaultdict
from datetime import date, timedelta

from tests.recompute.half_years import CommunityHalfYear
from tests.recompute.meetings import get_members_present
from tests.recompute.ratings import NOT_APPLICABLE, UNKNOWN, RecomputedFigure, make_value
from tests.recompute.raw_rows import Row

LEADER, COORDINATOR = 2, 3
PROFESSIONS = ("police", "prosecutors", "judges", "first_responders")
OTHER_PROFESSIONS = ("teachers", "health_workers", "other")
# The least people, and the most; None: there is no most.
Bounds = tuple[int, int | None]


def compute_leaders_in_development(at: CommunityHalfYear) -> RecomputedFigure:
    """10: “trained / leaders (%)”; unknown when “roster not confirmed this half-year”, and not applicable where it is
    and there is no such leader. A leadership training is unresolved, and widens the bounds, without outcome and
    without any presence recorded.
    """
    leaders = get_leaders(at)
    is_confirmed = any(row.half_year == at.half_year for row in at.get_rows("roster_confirmations"))
    if not is_confirmed or not leaders:
        return NOT_APPLICABLE if is_confirmed else UNKNOWN
    trained = leaders & _get_people_trained(at)
    unresolved = at.get_events_without_outcome("leadership_training") + [
        event for event in at.get_held_events("leadership_training") if not get_members_present(at, event)
    ]
    upper = len(leaders) if unresolved else len(trained)
    return make_value(len(trained), upper, len(leaders))


def get_leaders(at: CommunityHalfYear) -> set[int]:
    """“People with role LEADER or COORDINATOR at the as-of date, ≥ 60 days in these roles (days as leader and as
    coordinator add up)”.
    """
    days: dict[int, set[date]] = defaultdict(set)
    for period in at.get_rows("role_periods"):
        if period.role in (LEADER, COORDINATOR):
            after = min(period.ended_on or date.max, at.as_of + timedelta(days=1))
            length = (after - period.started_on).days
            days[period.user_id] |= {period.started_on + timedelta(days=number) for number in range(length)}
    # The day itself is not over.
    needed = at.thresholds["role_days"] + 1
    return {
        person for person, days_held in days.items() if at.as_of in days_held and len(days_held) >= needed
    }


def _get_people_trained(at: CommunityHalfYear) -> set[int]:
    """“Trained = a leadership training held in the period”, the community's own or one that the office offered."""
    people: set[int] = set()
    for event in at.get_held_events("leadership_training"):
        people |= get_members_present(at, event)
    sign_ups = {row.id: row for row in at.get_rows("training_sign_ups")}
    for attendance in at.get_rows("training_attendances"):
        sign_up = sign_ups[attendance.sign_up_id]
        training = at.raw_rows.office_trainings[sign_up.training_id]
        is_held = training.status == "held" and at.is_in_period(at.get_local_day(training))
        if attendance.was_there and is_held:
            people.add(at.raw_rows.memberships[sign_up.membership_id].user_id)
    return people


def compute_professionals_trained(at: CommunityHalfYear) -> RecomputedFigure:
    """11: “people, by police, prosecutors, judges, other first responders”; unknown with “no training and no
    declaration”. “Several trainings: largest ≤ people ≤ sum”. A training contradicts the declaration that there was
    none.
    """
    trainings = at.get_held_events("stakeholder_training")
    declared = at.is_declared_none("professionals_trained")
    recorded = [_get_professions(at, event) for event in trainings]
    number = sum(max((row.get(name, 0) for row in recorded), default=0) for name in PROFESSIONS)
    uppers = [_get_most(at, event) for event in trainings]
    if at.get_events_without_outcome("stakeholder_training"):
        uppers.append(None)
    most = _add(uppers)
    if declared:
        state = "" if trainings else "declared_zero"
    else:
        # Unknown is never zero: 0 is known only where nobody else can have come.
        state = "value" if trainings and (number or most == 0) else ""
    return make_value(number, most, state=state) if state else UNKNOWN


def compute_people_by_profession(at: CommunityHalfYear) -> dict[str, Bounds]:
    """11: “headcount by profession at stakeholder trainings; several trainings: largest ≤ people ≤ sum. … A profession
    left empty at a training where others were entered is unknown (0 to the people not accounted for), never 0”, and
    “unrecorded profession is its own row”. Empty where no training was held.
    """
    trainings = at.get_held_events("stakeholder_training")
    if not trainings:
        return {}
    is_open = bool(at.get_events_without_outcome("stakeholder_training"))
    ends: dict[str, list[Bounds]] = defaultdict(list)
    for event in trainings:
        entered = _get_professions(at, event)
        rest = _get_people_not_accounted_for(event, entered)
        for name in (*PROFESSIONS, *OTHER_PROFESSIONS):
            ends[name].append((entered[name], entered[name]) if name in entered else (0, rest))
        ends["unrecorded"].append((rest or 0, rest))
    return {
        name: (
            max(least for least, _most in bounds),
            None if is_open else _add([most for _least, most in bounds]),
        )
        for name, bounds in ends.items()
    }


def _get_people_not_accounted_for(event: Row, entered: dict[str, int]) -> int | None:
    """None where the people present were not counted."""
    return None if event.people_present is None else max(event.people_present - sum(entered.values()), 0)


def _add(numbers: list[int | None]) -> int | None:
    return None if None in numbers else sum(number for number in numbers if number is not None)


def _get_professions(at: CommunityHalfYear, event: Row) -> dict[str, int]:
    """What was entered, zeros included; police count under police only."""
    return {
        row.group: row.people
        for row in at.get_rows("headcounts", event_id=event.id)
        if row.dimension == "profession"
    }


def _get_most(at: CommunityHalfYear, event: Row) -> int | None:
    """“The four professions' upper bounds together never exceed the people present. … A profession left empty at a
    training where others were entered is unknown (0 to the people not accounted for), never 0”. None: there is no
    most.
    """
    entered = _get_professions(at, event)
    number = sum(entered.get(name, 0) for name in PROFESSIONS)
    if set(PROFESSIONS) <= set(entered):
        return number
    rest = _get_people_not_accounted_for(event, entered)
    return None if rest is None else number + rest
