"""Sums over many communities without reading each figure: the database adds up figures without an override."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connections
from django.db.models import Count, F, Q, Sum

from evaluation.instrument import PARTS, Unit
from evaluation.measures import Measurement, Override, PooledFigure, State, add_up, unknown
from evaluation.models import Figure
from evaluation.models.figures import SURVEYED, FigureKey, FigureQuerySet
from tfc.periods import HalfYear

CODES = tuple(part.code for part in PARTS)
# What joint events count more than once: for each key all amounts but the largest, as in `count_again`. A figure that
# an override replaces counts no joint event.
AGAIN = """
    SELECT part, sum(amount - most) FROM (
        SELECT part, sum(shared.value::numeric) AS amount, max(shared.value::numeric) AS most
        FROM evaluation_figure, jsonb_each_text(joint) shared
        WHERE office_id = %(office)s AND half_year = %(half_year)s AND part = ANY (%(parts)s)
            AND joint <> '{}' AND state IN ('value', 'declared_zero')
            AND (%(towns)s::bigint[] IS NULL OR community_id = ANY (%(towns)s::bigint[]))
            AND (community_id, part) NOT IN (
                SELECT * FROM unnest(%(replaced_towns)s::bigint[], %(replaced_parts)s::text[])
            )
        GROUP BY part, shared.key
    ) keys GROUP BY part
"""


def pool_stored_figures(
    office_id: int,
    half_year: HalfYear,
    community_ids: Collection[int] | None,
    overrides: Mapping[FigureKey, Override],
    *,
    parts: Collection[str] = CODES,
    using: str = "default",
) -> dict[str, PooledFigure]:
    """Return what `FigureQuerySet.pooled(overrides)` returns, for these communities or for all (None), by part code;
    three queries.
    """
    figures = (
        Figure.objects.using(using).for_office(office_id).for_half_year(half_year).filter(part__in=parts)
    )
    if community_ids is not None:
        figures = figures.for_communities(community_ids)
    replaced = [
        (community_id, part)
        for (community_id, of_half_year, part), override in overrides.items()
        if of_half_year == str(half_year) and override.counts
    ]
    again = _count_joint_events_again(office_id, half_year, community_ids, parts, replaced, using)
    measures: dict[str, list[Measurement]] = defaultdict(list)
    states: dict[str, Counter[State]] = defaultdict(Counter)
    # Figures of communities with an override are read one by one, and surveys, which are pooled.
    own = Q(community_id__in={community_id for community_id, _half_year, _part in overrides})
    own |= Q(part__in=SURVEYED, state=State.VALUE)
    for row in _add_up(figures.exclude(own)):
        measured = _as_one(row)
        states[row["part"]][measured.state] += row["count"]
        measures[row["part"]].append(measured)
    overridden: Counter[str] = Counter()
    percent_only: Counter[str] = Counter()
    for figure in figures.filter(own).for_pooling():
        measured = figure.effective(overrides)
        overridden[figure.part] += measured.overridden and not measured.percent_only
        percent_only[figure.part] += measured.percent_only
        states[figure.part][measured.state] += 1
        measures[figure.part].append(measured)
    sums = {
        part.code: add_up(
            part,
            [measured for measured in measures[part.code] if measured.enters_sums],
            again.get(part.code, 0),
        )
        for part in PARTS
        if part.code in measures
    }
    return {
        code: PooledFigure(
            measured=measured,
            value_count=surveys
            if code in SURVEYED
            else states[code][State.VALUE] + states[code][State.DECLARED_ZERO] - percent_only[code],
            applicable=states[code].total() - states[code][State.NOT_APPLICABLE],
            states={state: states[code][state] for state in State if state != State.HIDDEN},
            overridden=overridden[code],
        )
        for code, (measured, surveys) in sums.items()
    }


def _count_joint_events_again(
    office_id: int,
    half_year: HalfYear,
    community_ids: Collection[int] | None,
    parts: Collection[str],
    replaced: Collection[tuple[int, str]],
    using: str,
) -> dict[str, int]:
    query_params: dict[str, Any] = {
        "office": office_id,
        "half_year": str(half_year),
        "parts": list(parts),
        "towns": None if community_ids is None else list(community_ids),
        "replaced_towns": [community_id for community_id, _part in replaced],
        "replaced_parts": [part for _community_id, part in replaced],
    }
    with connections[using].cursor() as cursor:
        cursor.execute(AGAIN, query_params)
        return {part: int(amount) for part, amount in cursor.fetchall()}


def _add_up(figures: FigureQuerySet) -> Iterable[Mapping[str, Any]]:
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


def _as_one(row: Mapping[str, Any]) -> Measurement:
    """Return figures of one state, already added up, as one measurement for `add_up`."""
    state, unit = State(row["state"]), Unit(row["unit"])
    if state not in (State.VALUE, State.DECLARED_ZERO):
        unknown_figure = unknown(unit, "none_known")
        return (
            unknown_figure
            if state == State.UNKNOWN
            else Measurement(state, unit, reason="before_leadership_team")
        )
    return Measurement.from_json(
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
