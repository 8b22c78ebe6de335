"""The baseline of a target: the part in the half-year before, frozen with its sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from communities.models import Target
from evaluation.figure_queries.round_membership import list_not_computed
from evaluation.figure_visibility import GUARDED
from evaluation.figures import figures_here, get_overrides
from evaluation.instrument import PARTS, Part
from evaluation.measures import Measurement
from evaluation.targets import get_target_part, level
from tfc.disclosure import Reader
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Baseline:
    """The measurement in the half-year before a plan begins, and the receipt of its figures."""

    measured: Measurement | None
    receipt: Mapping[str, Any] = field(default_factory=dict)


def baseline_before(target: Target, reader: Reader) -> Baseline:
    """Return the baseline. ``target`` need not be stored; three queries."""
    half_year = HalfYear.from_day(target.baseline_on).previous()
    part = get_target_part(target)
    rows = figures_here().for_half_year(half_year).filter(part=part.code if part else "").defer("receipt")
    figures = [
        figure
        for figure in rows.order_by("community_id")
        if target.community_id in (None, figure.community_id)
    ]
    measured, value_count, community_count, overridden = level(
        target, figures, get_overrides([half_year]), reader
    )
    if target.community_id is None:
        community_count += len(list_not_computed(target.office_id, half_year))
    receipt = {
        "part": part.code if part else "",
        "half_year": str(half_year),
        "known_count": value_count,
        "community_count": community_count,
        "overridden": overridden,
        "figures": [[figure.community_id, figure.receipt_hash] for figure in figures],
        "computed_at": timezone.now().isoformat(timespec="seconds"),
    }
    return Baseline(measured, receipt)


def parts_to_aim_at(*, over_all: bool) -> list[Part]:
    """Return the parts that can have a target; residents' surveys of different communities are listed, not summed."""
    return [part for part in PARTS if not (over_all and part.code in GUARDED)]
