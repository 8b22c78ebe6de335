"""A community in a half-year: its days, what “today” was, the thresholds in force, and whether it takes part.

Sentences in quotation marks are those of the half-year instrument, in its revision of 30 November 2026.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tests.recompute.raw_rows import RawRows, Row

TAKES_PART = ("leadership_team", "discovering", "planning", "acting", "sharing")
DEFAULTS = {
    "met": 80,
    "partly": 40,
    "members_present": 3,
    "group_share": 5,
    "represented_share": 50,
    "recorded_attendances": 20,
    "unrecorded_share": 40,
    "survey_answers": 30,
    "confirmed_days": 184,
    "finding_months": 24,
    "evidence_months": 12,
    "role_days": 60,
}


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day where it is shorter."""
    month = day.year * 12 + day.month - 1 + months
    next_month = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(month // 12, month % 12 + 1, 1) + timedelta(days=day.day - 1), next_month - timedelta(1))


def get_days(half_year: str) -> tuple[date, date]:
    """Period: “January–June and July–December”."""
    year = int(half_year[:4])
    return (
        (date(year, 1, 1), date(year, 6, 30))
        if half_year[-1] == "1"
        else (date(year, 7, 1), date(year, 12, 31))
    )


@dataclass(frozen=True)
class CommunityHalfYear:
    community: Row
    half_year: str
    computed_at: datetime
    # In force, by code.
    thresholds: Mapping[str, int]
    # By part; a part without target is left out.
    targets: Mapping[str, int]
    raw_rows: RawRows

    @property
    def key(self) -> tuple[int, str]:
        return self.community.id, self.half_year

    @cached_property
    def zone(self) -> ZoneInfo:
        """“A day is always a day of the community's (or office's) own time zone”."""
        return ZoneInfo(self.community.time_zone)

    def get_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def get_local_day(self, event: Row) -> date:
        """The day of its “local start”: an event keeps the time zone in which the community entered it."""
        return event.starts_at.astimezone(ZoneInfo(event.time_zone)).date()

    @property
    def first_day(self) -> date:
        return get_days(self.half_year)[0]

    @property
    def last_day(self) -> date:
        return get_days(self.half_year)[1]

    @cached_property
    def as_of(self) -> date:
        """As of “the period's end, or today while it is open”."""
        return min(self.last_day, self.get_day(self.computed_at))

    def get_rows(self, name: str, **equal: Any) -> list[Row]:
        """Those of the community that are not in the trash, or of these the ones with one column equal to a value."""
        if equal:
            [(column, value)] = equal.items()
            rows = self.raw_rows.get_index(name, column).get((self.community.id, value), [])
        else:
            rows = self.raw_rows.by_community[name].get(self.community.id, [])
        return [row for row in rows if getattr(row, "deleted_at", None) is None]

    def is_in_period(self, day: date) -> bool:
        """The page's periods end with the half-year; while it is open nothing later can have been held."""
        return self.first_day <= day <= self.as_of

    def get_held_events(self, *kinds: str) -> list[Row]:
        """“Events that were held (not planned, canceled or deleted) and whose local start is in the period”."""
        return [
            event
            for event in self.get_rows("events")
            if event.status == "held" and event.kind in kinds and self.is_in_period(self.get_local_day(event))
        ]

    def get_events_without_outcome(self, *kinds: str) -> list[Row]:
        """Unresolved: “a past event without outcome”."""
        return [
            event
            for event in self.get_rows("events")
            if event.status == "planned"
            and event.kind in kinds
            and event.ends_at < self.computed_at
            and self.is_in_period(self.get_local_day(event))
        ]

    def is_declared_none(self, part: str) -> bool:
        """“Someone signed “none this half-year””."""
        return any(
            (row.half_year, row.part) == (self.half_year, part) for row in self.get_rows("declarations")
        )

    @cached_property
    def takes_part(self) -> bool:
        """Stage: “A community takes part if its stage at the end of the period (today, while it is open) is one of
        leadership team to sharing. A candidate, awareness or dormant community does not, except that a survey
        submitted before it became dormant stays.”
        """
        changes = sorted(self.get_rows("stage_changes"), key=lambda change: (change.since, change.id))
        if not changes:
            return self.community.stage in TAKES_PART
        changes = [change for change in changes if change.since <= self.as_of]
        if not changes:
            # Its first stage came later, so at the end of the period it had not started.
            return False
        present = changes[-1]
        if present.stage == "dormant":
            return any(self.get_day(moment) < present.since for moment in self._get_moments_of_submission())
        return present.stage in TAKES_PART

    def _get_moments_of_submission(self) -> Iterator[datetime]:
        half_years = {row.id: row.half_year for row in self.raw_rows.rounds}
        for submission in self.get_rows("submissions"):
            if half_years[submission.round_id] == self.half_year and submission.state in (
                "submitted",
                "accepted",
            ):
                yield submission.submitted_at


def get_community_half_years(raw_rows: RawRows) -> Iterator[CommunityHalfYear]:
    """Every half-year that the office of a community has opened, once its figures were computed."""
    for opened in raw_rows.rounds:
        for community in raw_rows.communities.values():
            moment = raw_rows.computed_at.get((community.id, opened.half_year))
            if (
                opened.opened_at is not None
                and community.office_id == opened.office_id
                and moment is not None
            ):
                yield CommunityHalfYear(
                    community=community,
                    half_year=opened.half_year,
                    computed_at=moment,
                    thresholds=get_thresholds(raw_rows, opened.office_id, opened.half_year),
                    targets=get_targets(raw_rows, opened.office_id, opened.half_year),
                    raw_rows=raw_rows,
                )


def get_thresholds(raw_rows: RawRows, office_id: int, half_year: str) -> dict[str, int]:
    """Thresholds “are those in force at the first midnight of the half-year … (defaults before an office's first
    half-year); a change applies from the next half-year on”: those that were set for it or an earlier one.
    """
    settings = {row.code: row.value for row in _get_settings(raw_rows, office_id, half_year)}
    return DEFAULTS | {code: value for code, value in settings.items() if not code.startswith("target:")}


def get_targets(raw_rows: RawRows, office_id: int, half_year: str) -> dict[str, int]:
    """“Targets are not thresholds.” A target of 0 means that there is none."""
    settings = {row.code: row.value for row in _get_settings(raw_rows, office_id, half_year)}
    return {code[7:]: value for code, value in settings.items() if code.startswith("target:") and value}


def _get_settings(raw_rows: RawRows, office_id: int, half_year: str) -> Iterable[Row]:
    """Of this half-year or an earlier one, the earliest first, so that a later one replaces it."""
    rows = (
        row
        for row in raw_rows.threshold_settings
        if row.office_id == office_id and row.from_half_year <= half_year
    )
    return sorted(rows, key=lambda row: (row.from_half_year, row.id))
