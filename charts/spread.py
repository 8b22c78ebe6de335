"""One part over thousands of communities, too many for a dot each: the middle half, and counts by band."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.axis import nice_top
from charts.distribution import LEAST
from evaluation.comparison import quartiles
from evaluation.instrument import Unit
from tfc.charts import Chart, Datum
from tfc.number_text import number_text, percent_text

BANDS = 10


def spread(
    code: str,
    title: str,
    values: Sequence[float],
    unit: Unit,
    *,
    total: int,
    source: str = "",
    made_on: dt.date | None = None,
) -> Chart:
    """Describe the visible ``values`` of ``total`` communities in a sentence and a table, which stay short for any
    number.
    """
    counted = bands(values, unit)
    labels = [_band(low, high, unit) for low, high, _number in counted]
    return Chart(
        code=code,
        title=title,
        sentence=_sentence(values, unit, total),
        headers=[_("Percent") if unit == Unit.PERCENT else _("Number"), _("Communities")],
        rows=[
            [label, number_text(number)] for label, (_low, _high, number) in zip(labels, counted, strict=True)
        ],
        data=[
            Datum("from", "#indicator+min+num", [f"{low:g}" for low, _high, _number in counted]),
            Datum("to", "#indicator+max+num", [f"{high:g}" for _low, high, _number in counted]),
            Datum("count", "#indicator+count+num", [str(number) for _low, _high, number in counted]),
        ],
        source=source,
        made_on=made_on,
    )


def bands(values: Sequence[float], unit: Unit) -> list[tuple[float, float, int]]:
    """Return (from, to, count), ten at most, each without its upper end except the last; bands of counts have whole
    ends.
    """
    if not values:
        return []
    # 100 % belongs to the highest band, and the highest count must be below the top.
    top = 100.0 if unit == Unit.PERCENT else nice_top(values) + 1
    step = top / BANDS if unit == Unit.PERCENT else math.ceil(top / BANDS)
    number = math.ceil(top / step)
    counted = Counter(min(int(value // step), number - 1) for value in values)
    return [(at * step, (at + 1) * step, counted[at]) for at in range(number)]


def _band(low: float, high: float, unit: Unit) -> str:
    if unit == Unit.PERCENT:
        return f"{number_text(round(low))}–{percent_text(round(high))}"
    last = round(high) - 1 if high - low > 1 else round(low)
    return f"{number_text(round(low))}–{number_text(last)}" if last > low else number_text(round(low))


def _sentence(values: Sequence[float], unit: Unit, total: int) -> str:
    counts = {"known": number_text(len(values)), "all": number_text(total)}
    if len(values) < LEAST:
        text = ngettext(
            "Known for %(known)s of %(all)s community: too few for a median.",
            "Known for %(known)s of %(all)s communities: too few for a median.",
            total,
        )
        return text % counts
    middle = quartiles(values)
    format_number = percent_text if unit == Unit.PERCENT else number_text
    names = {"low": middle.low, "median": middle.median, "high": middle.high}
    return _(
        "Known for %(known)s of %(all)s communities. Median %(median)s, middle 50%% from %(low)s to %(high)s."
    ) % {**counts, **{name: format_number(round(value)) for name, value in names.items()}}
