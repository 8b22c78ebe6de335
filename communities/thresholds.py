"""An office's settings for measuring and rating, as they apply to a half-year."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from communities.models import ThresholdSetting
from tfc.periods import HalfYear

# Valid answers of residents to a question before any result of it is shown.
SMALLEST_RESULT = 10


@dataclass(frozen=True)
class Thresholds:
    """An office's settings for measuring and rating; the defaults are the instrument's own.

    All shares are whole percentages, all periods whole days or months. ValueError for an invalid setting.
    """

    met: int = 80
    partly: int = 40
    targets: Mapping[str, int] = field(default_factory=dict)  # by part code, for a half-year
    members_present: int = 3  # members required for a team meeting (1a)
    group_share: int = 5  # smaller population groups are not required (1b)
    represented_share: int = 50  # of a group's share of the population (1b)
    recorded_attendances: int = 20  # with fewer, attendance is not rated (1b)
    unrecorded_share: int = 40  # with more, attendance is not rated (1b)
    survey_answers: int = 30  # with fewer, the survey is not rated (6, 7)
    confirmed_days: int = 184  # so that a whole half-year fits (8, 12)
    finding_months: int = 24
    evidence_months: int = 12
    role_days: int = 60
    gap_warning: int = 125  # of the planned meeting cadence

    def __post_init__(self) -> None:
        for name, value in self.as_json().items():
            if name != "targets" and (type(value) is not int or value < 0):
                raise ValueError(f"The setting {name} must be a whole number, 0 or more.")
        if not self.partly <= self.met <= 100:
            raise ValueError("“Partly” must not be above “met”, and “met” not above 100 %.")
        for code, target in self.targets.items():
            if type(target) is not int or target < 1:
                raise ValueError(f"The target of {code} must be a whole number, 1 or more.")

    def with_overrides(self, overrides: Mapping[str, Any]) -> Self:
        """Return the same settings with some replaced, as an office stores them; ValueError for an unknown name."""
        unknown = sorted(set(overrides) - {setting.name for setting in fields(self)})
        if unknown:
            raise ValueError(f"There is no setting named {', '.join(unknown)}.")
        return replace(self, **overrides)

    @property
    def enough_answers(self) -> int:
        """Return the minimum for a figure about residents, never so small that it reveals individual answers."""
        return max(self.survey_answers, SMALLEST_RESULT)

    def as_json(self) -> dict[str, Any]:
        """Return every setting by name, for receipts and snapshots; `with_overrides` reads it back."""
        values = {setting.name: getattr(self, setting.name) for setting in fields(self)}
        return values | {"targets": dict(self.targets)}


TARGET = "target:"
NAMES = frozenset(setting.name for setting in fields(Thresholds)) - {"targets"}


def thresholds_by_office(
    office_ids: Collection[int], half_year: HalfYear, *, using: str = "default"
) -> dict[int, Thresholds]:
    """Return the thresholds of many offices, in one query; an office without settings has the instrument's own."""
    settings: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ThresholdSetting.objects.using(using).up_to(half_year).filter(office_id__in=office_ids)
    for office_id, code, value in rows.values_list("office_id", "code", "value"):
        settings[office_id][code] = value
    return {office_id: thresholds_from(settings[office_id].items()) for office_id in office_ids}


def thresholds_for(office_id: int, half_year: HalfYear, *, using: str = "default") -> Thresholds:
    """Return the thresholds of one office; see `thresholds_by_office`."""
    return thresholds_by_office([office_id], half_year, using=using)[office_id]


def thresholds_over(office_id: int, half_years: Collection[HalfYear]) -> dict[HalfYear, Thresholds]:
    """Return the thresholds of one office in each of the half-years, in one query."""
    if not half_years:
        return {}
    rows = ThresholdSetting.objects.up_to(max(half_years)).filter(office_id=office_id)
    return thresholds_in(list(rows.values_list("from_half_year", "code", "value")), half_years)


def thresholds_in(
    settings: Collection[tuple[str, str, int]], half_years: Iterable[HalfYear]
) -> dict[HalfYear, Thresholds]:
    """Return thresholds by half-year from one office's settings: since when, code and value, earliest first."""
    return {
        half_year: thresholds_from(
            (code, value) for since, code, value in settings if since <= str(half_year)
        )
        for half_year in half_years
    }


def get_setting_lines(office: Any) -> "QuerySet[ThresholdSetting, str]":
    """Return an office's settings, earliest first, one line each: since when, code, value. For a column of a larger
    query; see `parse_thresholds`.
    """
    rows = ThresholdSetting.objects.filter(office=office).order_by("from_half_year", "id")
    space = Value(" ")
    line = Concat("from_half_year", space, "code", space, Cast("value", CharField()))
    return rows.annotate(line=line).values_list("line", flat=True)


def parse_thresholds(lines: Iterable[str], half_years: Iterable[HalfYear]) -> dict[HalfYear, Thresholds]:
    """Return thresholds by half-year from the lines of `get_setting_lines`."""
    split = [line.split(" ") for line in lines]
    return thresholds_in([(since, code, int(value)) for since, code, value in split], half_years)


def thresholds_from(settings: Iterable[tuple[str, int]]) -> Thresholds:
    """Return thresholds from stored codes and values, earliest first; ValueError if they are inconsistent."""
    latest = dict(settings)
    # A target of 0 removes an earlier target.
    targets = {code.removeprefix(TARGET): value for code, value in latest.items() if code.startswith(TARGET)}
    # An office may have set a threshold that later versions of the instrument no longer have.
    plain = {code: value for code, value in latest.items() if code in NAMES}
    return Thresholds().with_overrides(plain | {"targets": {code: n for code, n in targets.items() if n}})
