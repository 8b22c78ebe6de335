"""For how many months findings and evidence count: set by the office, else the default of the items."""

import datetime as dt
from dataclasses import dataclass, fields

from communities.models import ThresholdSetting
from stakeholders.research_steps import FINDING_MONTHS
from stakeholders.strategy_status import EVIDENCE_MONTHS
from tfc.periods import HalfYear
from tfc.tenancy import cached_in_scope


@dataclass(frozen=True)
class Horizon:
    finding_months: int = FINDING_MONTHS
    evidence_months: int = EVIDENCE_MONTHS


def horizon(day: dt.date) -> Horizon:
    """Return the months in force on a day; one query per scope, since a scope can read the settings of one office
    alone.
    """
    return cached_in_scope(("horizon", day), lambda: _read(day))


def _read(day: dt.date) -> Horizon:
    codes = [field.name for field in fields(Horizon)]
    settings = ThresholdSetting.objects.up_to(HalfYear.from_day(day)).filter(code__in=codes)
    return Horizon(**dict(settings.values_list("code", "value")))
