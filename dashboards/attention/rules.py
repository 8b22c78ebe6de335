"""From facts and an office's rules to the reasons of a community, as they are stored. Pure functions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboards.attention.reasons import BY_CODE, REASONS, Facts


@dataclass(frozen=True)
class FoundReason:
    """A reason of a community. ``since``: the day since which it holds; ``until``: the day on which it ended."""

    code: str
    since: dt.date
    values: Mapping[str, Any]
    until: dt.date | None = None

    @property
    def points(self) -> int:
        return BY_CODE[self.code].points

    def describe(self, today: dt.date) -> str:
        """Return the reason in words, without a capital and a full stop, in the reader's language."""
        return BY_CODE[self.code].describe(self.values, self.until or today)

    def to_json(self) -> dict[str, Any]:
        ended = {"until": self.until.isoformat()} if self.until else {}
        return {"code": self.code, "since": self.since.isoformat(), "values": self.values, **ended}


# Past reasons that are stored of a community.
MOST_PAST = 20
# By code: whether the reason counts, and its limit.
Limits = Mapping[str, tuple[bool, int]]
DEFAULTS: Limits = {reason.code: (True, reason.limit) for reason in REASONS}


def find_reasons(facts: Facts, limits: Limits, stored: Iterable[FoundReason] = ()) -> list[FoundReason]:
    """Return the reasons that hold, most points first. One without a day of its own holds since it was first found,
    which ``stored`` says.
    """
    since_by_code = {reason.code: reason.since for reason in stored}
    reasons = []
    for reason in REASONS:
        is_on, limit = limits.get(reason.code, DEFAULTS[reason.code])
        values = reason.find(facts, limit) if is_on else None
        if values is not None:
            first = since_by_code.get(reason.code, facts.today)
            since = values.get("since") or min(first, values.get("not_after") or first)
            rest = {name: value for name, value in values.items() if name not in ("since", "not_after")}
            reasons.append(FoundReason(reason.code, since, rest))
    return reasons


def find_past_reasons(
    stored: Iterable[FoundReason],
    found_reasons: Iterable[FoundReason],
    past: Iterable[FoundReason],
    today: dt.date,
) -> list[FoundReason]:
    """Return the reasons that no longer hold, newest first: the stored ones not found again, then ``past``."""
    codes = {reason.code for reason in found_reasons}
    ended = [replace(reason, until=today) for reason in stored if reason.code not in codes]
    return [*ended, *past][:MOST_PAST]


def count_points(found_reasons: Iterable[FoundReason]) -> int:
    return sum(reason.points for reason in found_reasons)


def parse_reasons(stored: Sequence[Mapping[str, Any]]) -> list[FoundReason]:
    """Return the reasons as stored; codes that no longer exist are left out."""
    return [
        FoundReason(
            row["code"],
            dt.date.fromisoformat(row["since"]),
            row["values"],
            dt.date.fromisoformat(row["until"]) if "until" in row else None,
        )
        for row in stored
        if row["code"] in BY_CODE
    ]
