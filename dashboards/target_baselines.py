"""Where the plan for a part begins: what it was in the half-year before, frozen with what that follows from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from communities.models import Target
from evaluation.figure_queries.round_membership import list_not_computed
from evaluation.figure_visibility import GUARDED
from evaluation.figures import figures_here, overrides_of
from evaluation.instrument import PARTS, Part
from evaluation.measures import Measured
from evaluation.targets import level, part_of
from tfc.disclosure import Reader
from tfc.periods import HalfYear


@dataclass(frozen=True)
class Baseline:
    """What a part was in the half-year before a plan begins, and from which figures that follows."""

    measured: Measured | None
    receipt: Mapping[str, Any] = field(default_factory=dict)


def baseline_before(target: Target, reader: Reader) -> Baseline:
    """``target`` need not be stored; three queries."""
    half_year = HalfYear.of(target.baseline_on).previous()
    part = part_of(target)
    rows = figures_here().for_half_year(half_year).filter(part=part.code if part else "").defer("receipt")
    figures = [
        one for one in rows.order_by("community_id") if target.community_id in (None, one.community_id)
    ]
    measured, known, asked = level(target, figures, overrides_of([half_year]), reader)
    if target.community_id is None:
        asked += len(list_not_computed(target.office_id, half_year))
    receipt = {
        "part": part.code if part else "",
        "half_year": str(half_year),
        "known": known,
        "asked": asked,
        "figures": [[one.community_id, one.receipt_hash] for one in figures],
        "computed_at": timezone.now().isoformat(timespec="seconds"),
    }
    return Baseline(measured, receipt)


def parts_to_aim_at(*, over_all: bool) -> list[Part]:
    """Surveys of different communities are listed, never added up."""
    return [one for one in PARTS if not (over_all and one.code in GUARDED)]
