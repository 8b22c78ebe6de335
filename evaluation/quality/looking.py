"""All checks over the facts of a community."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evaluation.quality.checks import BY_CODE, CHECKS, Check, Flag, Group
from evaluation.quality.events import EVENT_CHECKS
from evaluation.quality.facts import Facts
from evaluation.quality.record_checks import STANDING_CHECKS

# (check, key) of a flag that somebody answered.
Answered = Collection[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """What one check found and nobody answered."""

    check: Check
    flags: list[Flag]


def look(facts: Facts, answered: Answered = frozenset()) -> list[Found]:
    """The checks that found something, in the order of the catalogue."""
    flags: dict[str, list[Flag]] = {}
    for flag in all_flags(facts):
        if not BY_CODE[flag.check].may_be_left or (flag.check, flag.key) not in answered:
            flags.setdefault(flag.check, []).append(flag)
    return [Found(check, flags[check.code]) for check in CHECKS if check.code in flags]


def all_flags(facts: Facts) -> Iterable[Flag]:
    for check in (*EVENT_CHECKS, *STANDING_CHECKS):
        yield from check(facts)


def counted(found: Iterable[Found]) -> Mapping[str, int]:
    """How many flags each check has, by its code; what found nothing is not there."""
    return {one.check.code: len(one.flags) for one in found}


def flags_in(counts: Mapping[str, int]) -> int:
    return sum(by_group(counts).values())


def by_group(counts: Mapping[str, int]) -> dict[Group, int]:
    """A check that is not in the catalogue any more counts nowhere."""
    found = dict.fromkeys(Group, 0)
    for code, number in counts.items():
        if code in BY_CODE:
            found[BY_CODE[code].group] += number
    return found
