"""Running all checks over the facts of a community."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from evaluation.quality.checks import BY_CODE, CHECKS, Check, Flag, Group
from evaluation.quality.events import EVENT_CHECKS
from evaluation.quality.facts import Facts
from evaluation.quality.record_checks import STANDING_CHECKS

# (check, key) of the flags that were answered.
Answered = Collection[tuple[str, str]]


@dataclass(frozen=True)
class CheckResult:
    """The unanswered flags of one check."""

    check: Check
    flags: list[Flag]


def run_checks(facts: Facts, answered: Answered = frozenset()) -> list[CheckResult]:
    """Return the checks that found something, in the order of the catalogue."""
    flags: dict[str, list[Flag]] = {}
    for flag in get_all_flags(facts):
        if not BY_CODE[flag.check].may_be_left or (flag.check, flag.key) not in answered:
            flags.setdefault(flag.check, []).append(flag)
    return [CheckResult(check, flags[check.code]) for check in CHECKS if check.code in flags]


def get_all_flags(facts: Facts) -> Iterable[Flag]:
    for check in (*EVENT_CHECKS, *STANDING_CHECKS):
        yield from check(facts)


def count_flags_by_check(results: Iterable[CheckResult]) -> Mapping[str, int]:
    """Return the number of flags by check code, without checks that found nothing."""
    return {result.check.code: len(result.flags) for result in results}


def sum_flags(counts: Mapping[str, int]) -> int:
    return sum(count_by_group(counts).values())


def count_by_group(counts: Mapping[str, int]) -> dict[Group, int]:
    """Return the number of flags by group; checks no longer in the catalogue are ignored."""
    counts_by_group = dict.fromkeys(Group, 0)
    for code, number in counts.items():
        if code in BY_CODE:
            counts_by_group[BY_CODE[code].group] += number
    return counts_by_group
