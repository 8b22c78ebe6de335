"""Sums over many communities without reading each figure: the database adds up what stands by itself."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, F, Q, Sum

from evaluation.instrument import PARTS, Unit
from evaluation.measures import Measured, Override, Pooled, State, pool, unknown
from evaluation.models import Figure
from evaluation.models.figures import FigureKey, FigureQuerySet
from tfc.periods import HalfYear


def sums_of(
    office_id: int,
    half_year: HalfYear,
    community_ids: Collection[int],
    overrides: Mapping[FigureKey, Override],
) -> dict[str, Pooled]:
    """As `Figure.objects.….pooled(overrides)` over these communities, in two queries; by part code."""
    figures = Figure.objects.for_office(office_id).for_half_year(half_year).for_communities(community_ids)
    # What was done together counts once, and a coordinator's own value stands in for one figure: these are looked at.
    alone = ~Q(joint={}) | Q(community_id__in={community_id for community_id, _half_year, _part in overrides})
    measures: dict[str, list[Measured]] = defaultdict(list)
    states: dict[str, Counter[State]] = defaultdict(Counter)
    for row in _added(figures.exclude(alone)):
        measured = _as_one(row)
        states[row["part"]][measured.state] += row["count"]
        measures[row["part"]].append(measured)
    overridden: Counter[str] = Counter()
    for figure in figures.filter(alone).without_receipts():
        measured = figure.effective(overrides)
        overridden[figure.part] += measured.overridden
        states[figure.part][measured.state] += 1
        measures[figure.part].append(measured)
    return {
        part.code: Pooled(
            measured=pool(part, measures[part.code]).measured,
            known=states[part.code][State.VALUE] + states[part.code][State.DECLARED_ZERO],
            applicable=states[part.code].total() - states[part.code][State.NOT_APPLICABLE],
            states={state: states[part.code][state] for state in State if state != State.HIDDEN},
            overridden=overridden[part.code],
        )
        for part in PARTS
        if part.code in measures
    }


def _added(figures: FigureQuerySet) -> Iterable[Mapping[str, Any]]:
    return (
        figures.order_by()
        .values("part", "unit", "state", "capped", is_open=Q(upper=None))
        .annotate(
            count=Count("pk"),
            top=Sum("numerator"),
            bottom=Sum("denominator"),
            least=Sum("lower"),
            most=Sum(F("upper")),
        )
    )


def _as_one(row: Mapping[str, Any]) -> Measured:
    """Figures of one state, added up: `pool` goes on from there."""
    state, unit = State(row["state"]), Unit(row["unit"])
    if state not in (State.VALUE, State.DECLARED_ZERO):
        found = unknown(unit, "none_known")
        return found if state == State.UNKNOWN else Measured(state, unit, reason="before_leadership_team")
    return Measured.from_json(
        {
            "state": state,
            "unit": unit,
            "numerator": row["top"],
            "denominator": row["bottom"],
            "lower": row["least"],
            "upper": None if row["is_open"] else row["most"],
            "interval": None,
            "reason": "",
            "capped": row["capped"],
            "joint": {},
        }
    )
