"""The checks on events. Each is a pure function over the facts."""

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from evaluation.quality.checks import Flag, fingerprint_facts
from evaluation.quality.facts import EventFact, Facts
from evaluation.wording import day_text
from events.models import Dimension, EventKind, EventStatus
from tfc.number_text import number_text
from tfc.periods import HalfYear, half_year_text
from tfc.text.punctuation import phrases

# How many times the median of its kind is unusual, how many other events that needs, and the minimum count, since
# small counts vary.
TIMES, OTHERS, LEAST_UNUSUAL = 10, 5, 20
# This many events on a half-year's last day, and at least this share of all its events.
ON_LAST_DAY, SHARE_ON_LAST_DAY = 3, 0.2
# This many events entered on one day, each at least so many days after it took place.
TOGETHER, DAYS_LATER = 10, 30
# This many within one minute were imported or made as one series, not typed; an import is from a list made earlier.
IN_A_MINUTE = 5
# This many events of a kind in a row with the same count, and the minimum count, to exclude a small team that always
# attends.
IN_A_ROW, LEAST_IN_A_ROW = 5, 8
# This many counts of at least this size, all ending in a zero.
ROUND, LEAST_ROUND = 8, 20
ALIKE = 88
# Up to this many events of a day and kind are all compared with each other; with more (an import), each with only
# ``NEAR`` others.
MOST_OF_A_DAY, NEAR = 40, 3


def describe_event(event: EventFact) -> str:
    """Return "Neighborhood walk, 3 May 2026"; for an event without a title its kind."""
    name = event.title or str(EventKind(event.kind).label)
    return phrases([name, day_text(event.day)])


def _flag(check: str, event: EventFact, *, key: str = "", note: str = "") -> Flag:
    return Flag(check, key or str(event.id), describe_event(event), event.id, note)


def _key(event: EventFact, *facts: object) -> str:
    """Return the key of a flag that may be left unchanged; it changes with the facts."""
    return f"{event.id}:{fingerprint_facts(event.kind, event.day, *facts)}"


def no_outcome(facts: Facts) -> Iterator[Flag]:
    for event in facts.events:
        if event.status == EventStatus.PLANNED and event.ends_at < facts.now:
            yield _flag("no_outcome", event)


def no_headcount(facts: Facts) -> Iterator[Flag]:
    for event in facts.held:
        if not event.has_attendance:
            yield _flag("no_headcount", event, key=_key(event))


def no_groups(facts: Facts) -> Iterator[Flag]:
    """Flag team meetings counted without groups, which item 1 needs."""
    for event in facts.held:
        groups = event.groups.keys() - {Dimension.PROFESSION}
        if event.kind == EventKind.TEAM_MEETING and event.has_attendance and not groups:
            yield _flag("no_groups", event, key=_key(event, event.people_present, event.members))


def no_professions(facts: Facts) -> Iterator[Flag]:
    for event in facts.held:
        if event.kind == EventKind.STAKEHOLDER_TRAINING and Dimension.PROFESSION not in event.groups:
            came = (event.people_present, event.members, sorted(event.groups.items()))
            yield _flag("no_professions", event, key=_key(event, *came))


def held_in_future(facts: Facts) -> Iterator[Flag]:
    for event in facts.held:
        if event.starts_at > facts.now:
            yield _flag("held_in_future", event)


def groups_over_total(facts: Facts) -> Iterator[Flag]:
    for event in facts.held:
        most = max(event.groups.values(), default=0)
        if event.people_present is not None and most > event.people_present:
            note = _("%(groups)s in the groups, %(present)s present")
            numbers = {"groups": number_text(most), "present": number_text(event.people_present)}
            yield _flag("groups_over_total", event, note=note % numbers)


def members_over_total(facts: Facts) -> Iterator[Flag]:
    for event in facts.held:
        if event.people_present is not None and event.members > event.people_present:
            note = _("%(members)s members, %(present)s present")
            numbers = {"members": number_text(event.members), "present": number_text(event.people_present)}
            yield _flag("members_over_total", event, note=note % numbers)


def headcount_unusual(facts: Facts) -> Iterator[Flag]:
    for events in _group_counted_by_kind(facts).values():
        counts = sorted(event.people_present or 0 for event in events)
        for event in events:
            people = event.people_present or 0
            if len(events) <= OTHERS or people < LEAST_UNUSUAL:
                continue
            usual = _median_without(counts, people)
            if usual > 0 and people >= TIMES * usual:
                note = _("%(people)s people; usual for this kind are %(usual)s")
                numbers = {"people": number_text(people), "usual": number_text(round(usual))}
                # The key contains the number, so an answer does not apply to another number.
                yield _flag("headcount_unusual", event, key=_key(event, people), note=note % numbers)


def _median_without(counts: Sequence[int], excluded: int) -> float:
    """Return the median of the other counts; ``counts`` must be sorted. Fast even for thousands."""
    gone, half = bisect_left(counts, excluded), (len(counts) - 1) // 2

    def other(at: int) -> int:
        return counts[at + (at >= gone)]

    return other(half) if len(counts) % 2 == 0 else (other(half - 1) + other(half)) / 2


def same_event(facts: Facts) -> Iterator[Flag]:
    """Flag events of one day and kind with similar titles, or with the same start where one has no title."""
    days: dict[tuple[dt.date, str], list[EventFact]] = defaultdict(list)
    for event in facts.events:
        days[event.day, event.kind].append(event)
    for events in days.values():
        for first, second in _pairs(sorted(events, key=lambda event: event.id)):
            if _look_alike(first, second):
                note = _("compared with “%(title)s” (#%(first)s and #%(second)s)")
                values = {"title": describe_event(first), "first": first.id, "second": second.id}
                facts_seen = [(event.title, event.starts_at.astimezone(dt.UTC)) for event in (first, second)]
                key = f"{first.id}-{second.id}:{fingerprint_facts(first.kind, *facts_seen)}"
                yield Flag(
                    "same_event", key, describe_event(second), second.id, note=note % values, other=first.id
                )


def _pairs(events: Sequence[EventFact]) -> Iterator[tuple[EventFact, EventFact]]:
    """Yield all pairs; for many events of one day and kind only pairs of neighbors by title."""
    if len(events) <= MOST_OF_A_DAY:
        yield from combinations(events, 2)
        return
    near = sorted(events, key=lambda event: (event.title.casefold().strip(), event.starts_at, event.id))
    for at, first in enumerate(near):
        for second in near[at + 1 : at + 1 + NEAR]:
            yield (first, second) if first.id < second.id else (second, first)


def _look_alike(first: EventFact, second: EventFact) -> bool:
    if not first.title or not second.title:
        return first.starts_at == second.starts_at
    return fuzz.ratio(first.title.casefold().strip(), second.title.casefold().strip()) >= ALIKE


def last_day(facts: Facts) -> Iterator[Flag]:
    by_half_year: dict[HalfYear, list[EventFact]] = defaultdict(list)
    for event in facts.held:
        by_half_year[HalfYear.from_day(event.day)].append(event)
    for half_year, events in sorted(by_half_year.items()):
        late = [event for event in events if event.day == half_year.last_day]
        if len(late) >= ON_LAST_DAY and len(late) >= SHARE_ON_LAST_DAY * len(events):
            description = _("%(half_year)s: %(late)s of %(all)s events are of its last day")
            numbers = {"late": number_text(len(late)), "all": number_text(len(events))}
            key = f"{half_year}:{len(late)}:{_build_fingerprint(late)}"
            description %= {"half_year": half_year_text(half_year), **numbers}
            # The list shows the newest first.
            yield Flag("last_day", key, description, query=f"half_year={half_year}&status=held")


def _build_fingerprint(events: Sequence[EventFact]) -> str:
    """Return a fingerprint of the events and their days, so that another event makes another key."""
    return fingerprint_facts(*sorted((event.id, event.day) for event in events))


def entered_together(facts: Facts) -> Iterator[Flag]:
    late: dict[dt.date, list[EventFact]] = defaultdict(list)
    for event in _filter_typed(facts.held):
        if (event.entered_on - event.day).days >= DAYS_LATER:
            late[event.entered_on].append(event)
    for day, events in sorted(late.items()):
        number = len(events)
        if number >= TOGETHER:
            description = _("%(number)s events, entered on %(day)s")
            values = {"number": number_text(number), "day": day_text(day)}
            key = f"{day}:{number}:{_build_fingerprint(events)}"
            yield Flag("entered_together", key, description % values, query=f"entered_on={day}&status=held")


def _filter_typed(events: Sequence[EventFact]) -> list[EventFact]:
    """Return the events that were entered one by one, by hand."""
    minutes = Counter(_minute(event) for event in events)
    return [event for event in events if minutes[_minute(event)] < IN_A_MINUTE]


def _minute(event: EventFact) -> dt.datetime:
    return event.entered_at.replace(second=0, microsecond=0)


def same_headcount(facts: Facts) -> Iterator[Flag]:
    for events in _group_counted_by_kind(facts).values():
        for run in _runs(sorted(events, key=lambda event: (event.starts_at, event.id))):
            people = run[0].people_present or 0
            if len(run) >= IN_A_ROW and people >= LEAST_IN_A_ROW:
                note = _("%(people)s people at each of %(number)s events up to it")
                numbers = {"people": number_text(people), "number": number_text(len(run))}
                key = f"{run[0].id}-{run[-1].id}:{fingerprint_facts(people, len(run))}"
                yield _flag("same_headcount", run[-1], key=key, note=note % numbers)


def round_numbers(facts: Facts) -> Iterator[Flag]:
    large = [event for event in facts.held if (event.people_present or 0) >= LEAST_ROUND]
    if len(large) >= ROUND and all((event.people_present or 0) % 10 == 0 for event in large):
        description = _("All %(number)s counts of %(least)s or more people end in a zero")
        numbers = {"number": number_text(len(large)), "least": number_text(LEAST_ROUND)}
        counts = sorted((event.id, event.people_present) for event in large)
        yield Flag(
            "round_numbers",
            f"{len(large)}:{fingerprint_facts(*counts)}",
            description % numbers,
            query="status=held",
        )


def _group_counted_by_kind(facts: Facts) -> dict[str, list[EventFact]]:
    events_by_kind: dict[str, list[EventFact]] = defaultdict(list)
    for event in facts.held:
        if event.people_present is not None:
            events_by_kind[event.kind].append(event)
    return events_by_kind


def _runs(events: Sequence[EventFact]) -> Iterator[list[EventFact]]:
    """Yield runs of consecutive events with the same count."""
    run: list[EventFact] = []
    for event in events:
        if run and event.people_present != run[-1].people_present:
            yield run
            run = []
        run.append(event)
    if run:
        yield run


EVENT_CHECKS = (
    no_outcome, no_headcount, no_groups, no_professions, held_in_future,
    groups_over_total, members_over_total, headcount_unusual, same_event, last_day, entered_together,
    same_headcount, round_numbers,
)  # fmt: skip
