"""Items 10 and 11: leaders by their membership, professionals only as counts."""

from collections import defaultdict
from datetime import date

from communities.models import Role
from evaluation import measures
from evaluation.figure_queries import receipts
from evaluation.figure_queries.receipts import PartComputation
from evaluation.figure_queries.rows import CommunityRows, EventRow, RoleRow
from events.models import EventKind


def leaders_in_development(rows: CommunityRows) -> PartComputation:
    """Compute 10. A person is one leader, regardless of the number of roles, memberships and trainings.

    Trainings are the community's own leadership trainings and those of its office; at an own training without an
    attendance list any leader may have been present, at the office's only those who had signed up.
    """
    trainings = rows.of_kind(EventKind.LEADERSHIP_TRAINING)
    unsettled = [training for training in trainings if not training.members]
    unsettled += rows.of_kind(EventKind.LEADERSHIP_TRAINING, held=False)
    in_post = _leaders_in_post(rows)
    present = {membership for training in trainings for membership in training.members}
    present |= {sign_up.membership_id for sign_up in rows.sign_ups if sign_up.was_there}
    waiting = {sign_up.membership_id for sign_up in rows.sign_ups if sign_up.was_there is None}
    memberships = defaultdict(set)
    for role in rows.roles:
        memberships[role.user_id].add(role.membership_id)
    leaders = [
        measures.Leader(
            _get_days_in_role(periods, rows.as_of),
            trained=bool(memberships[user_id] & present),
            unresolved=bool(unsettled or memberships[user_id] & waiting),
        )
        for user_id, periods in in_post.items()
    ]
    measured = measures.leaders_in_development(
        leaders, _roster_day(rows), rows.half_year, rows.as_of, thresholds=rows.thresholds
    )
    current = [period for periods in in_post.values() for period in periods if period.leads_on(rows.as_of)]
    return PartComputation(
        measured,
        filters={
            "status": "held",
            "kinds": [EventKind.LEADERSHIP_TRAINING],
            "roles": ["leader", "coordinator"],
        },
        records={
            receipts.ROLES: [(period.id, 1) for period in current],
            receipts.ROSTERS: [(rows.roster[0], 1)] if rows.roster else [],
            receipts.ATTENDANCES: [
                sign_up.attendance for sign_up in rows.sign_ups if sign_up.was_there and sign_up.attendance
            ],
        },
        considered={
            receipts.EVENTS: [training.entry for training in unsettled],
            receipts.SIGN_UPS: [sign_up.entry for sign_up in rows.sign_ups if sign_up.was_there is None],
        },
        events=[training for training in trainings if training.members],
    )


def _leaders_in_post(rows: CommunityRows) -> dict[int, list[RoleRow]]:
    """Return the roles of each person who leads at the as-of date, in chronological order."""
    by_person: dict[int, list[RoleRow]] = defaultdict(list)
    for role in sorted(rows.roles, key=lambda role: (role.started_on, role.id)):
        by_person[role.user_id].append(role)
    return {
        user_id: roles
        for user_id, roles in by_person.items()
        if any(role.leads_on(rows.as_of) for role in roles)
    }


def _get_days_in_role(roles: list[RoleRow], as_of: date) -> int:
    """Return the days as a leader or coordinator over all memberships; overlapping days count once."""
    days, counted_until = 0, date.min
    # In chronological order, so that an overlap is always with days already counted.
    for role in roles:
        if role.role < Role.LEADER:
            continue
        first = max(role.started_on, counted_until)
        last = min(role.ended_on or as_of, as_of)
        if last > first:
            days += (last - first).days
            counted_until = last
    return days


def _roster_day(rows: CommunityRows) -> date | None:
    """Return the confirmation day, at most the as-of date: a list confirmed after the half-year counts for its last
    day.
    """
    return min(rows.roster[1], rows.as_of) if rows.roster else None


def professionals_trained(rows: CommunityRows) -> PartComputation:
    """Compute 11. People beyond those recorded by profession have an unrecorded profession."""
    trainings = rows.of_kind(EventKind.STAKEHOLDER_TRAINING)
    unresolved = rows.of_kind(EventKind.STAKEHOLDER_TRAINING, held=False)
    measured = measures.professionals_trained(
        [_training(training) for training in trainings],
        declared_none="professionals_trained" in rows.declarations,
        unresolved=len(unresolved),
    )
    return PartComputation(
        measured,
        filters={
            "status": "held",
            "kinds": [EventKind.STAKEHOLDER_TRAINING],
            "professions": list(measures.PROFESSION_GROUPS),
        },
        considered={receipts.EVENTS: [training.entry for training in unresolved]},
        events=trainings,
    )


def _training(event: EventRow) -> measures.Training:
    people = dict(event.people.get("profession", {}))
    return measures.Training.from_counts(str(event.id), people, event.people_present, event.joint_key)
