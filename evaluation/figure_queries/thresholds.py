"""An office's thresholds as they hold for a half-year."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from evaluation.instrument import Thresholds
from evaluation.models import ThresholdSetting
from stakeholders.horizon import Horizon
from tfc.periods import HalfYear

TARGET = "target:"
NAMES = frozenset(one.name for one in fields(Thresholds)) - {"targets"}


def thresholds_by_office(
    office_ids: Collection[int], half_year: HalfYear, *, using: str = "default"
) -> dict[int, Thresholds]:
    """The thresholds of many offices, in one query; an office that set nothing has the instrument's own."""
    settings: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ThresholdSetting.objects.using(using).up_to(half_year).filter(office_id__in=office_ids)
    for office_id, code, value in rows.values_list("office_id", "code", "value"):
        settings[office_id][code] = value
    return {office_id: thresholds_from(settings[office_id].items()) for office_id in office_ids}


def thresholds_for(office_id: int, half_year: HalfYear, *, using: str = "default") -> Thresholds:
    """The thresholds of one office; see `thresholds_by_office`."""
    return thresholds_by_office([office_id], half_year, using=using)[office_id]


def thresholds_over(office_id: int, half_years: Collection[HalfYear]) -> dict[HalfYear, Thresholds]:
    """The thresholds of one office as they held in each of the half-years, in one query."""
    if not half_years:
        return {}
    rows = ThresholdSetting.objects.up_to(max(half_years)).filter(office_id=office_id)
    return thresholds_in(list(rows.values_list("from_half_year", "code", "value")), half_years)


def thresholds_in(
    settings: Collection[tuple[str, str, int]], half_years: Iterable[HalfYear]
) -> dict[HalfYear, Thresholds]:
    """From what one office set: from when, code and value, earliest first."""
    return {
        half_year: thresholds_from(
            (code, value) for since, code, value in settings if since <= str(half_year)
        )
        for half_year in half_years
    }


def settings_of(office: Any) -> "QuerySet[ThresholdSetting, str]":
    """What an office set, earliest first, each in a line: from when, its code, its value. For a column of a larger
    question; see `thresholds_told`."""
    rows = ThresholdSetting.objects.filter(office=office).order_by("from_half_year", "id")
    space = Value(" ")
    told = Concat("from_half_year", space, "code", space, Cast("value", CharField()))
    return rows.annotate(line=told).values_list("line", flat=True)


def thresholds_told(lines: Iterable[str], half_years: Iterable[HalfYear]) -> dict[HalfYear, Thresholds]:
    """From the lines of `settings_of`."""
    split = [line.split(" ") for line in lines]
    return thresholds_in([(since, code, int(value)) for since, code, value in split], half_years)


def horizon_on(day: dt.date) -> Horizon:
    """In a scope: for how long findings and evidence count in the half-year of ``day`` at the scope's office."""
    rows = ThresholdSetting.objects.up_to(HalfYear.of(day)).filter(
        code__in=[one.name for one in fields(Horizon)]
    )
    return Horizon(**dict(rows.values_list("code", "value")))


def thresholds_from(settings: Iterable[tuple[str, int]]) -> Thresholds:
    """From stored codes and values, earliest first; ValueError when they do not go together."""
    latest = dict(settings)
    # A target of 0 takes an earlier target back.
    targets = {code.removeprefix(TARGET): value for code, value in latest.items() if code.startswith(TARGET)}
    # An office may have set a threshold that later versions of the instrument no longer have.
    plain = {code: value for code, value in latest.items() if code in NAMES}
    return Thresholds().with_overrides(plain | {"targets": {code: n for code, n in targets.items() if n}})
