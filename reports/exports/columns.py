"""The columns of a figures file: stable codes, HXL tags and contents.

Codes and tags are promised in docs/formats.md: add at the end, never rename, never reuse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.community_results import RatedPart
from evaluation.instrument import ITEMS, Part
from evaluation.measures import Measurement
from evaluation.wording import bounds_text, override_text, value_text
from reports.formats import unit_text
from tfc.csv_text import number_cell
from tfc.disclosure import Reader
from tfc.periods import HalfYear
from tfc.text.punctuation import ended, sentences

ITEM_TITLES = {item.number: item.title for item in ITEMS}


@dataclass(frozen=True)
class FigureRow:
    """One part of one community in one half-year, as its reader may see it.

    ``version`` is that of the stored figure's definition; without a stored figure its date is empty too.
    """

    community: Community
    half_year: HalfYear
    survey: str
    standing: RatedPart
    version: int
    as_of: date | None
    frozen: bool
    reader: Reader

    @property
    def measured(self) -> Measurement:
        return self.standing.measured


@dataclass(frozen=True)
class Column:
    code: str
    tag: str
    cell: Callable[[FigureRow], str]


def _interval(row: FigureRow, end: int) -> str:
    interval = row.measured.interval
    return "" if interval is None else number_cell(interval[end])


def _get_term_cell(row: FigureRow, name: str) -> str:
    """Return the numerator or denominator that enters sums; empty for a bare percentage."""
    return "" if row.measured.percent_only else number_cell(getattr(row.measured, name))


def get_notes(row: FigureRow) -> str:
    """Return the notes on the number: bounds, sample, reason why it is unknown, and whether it is an override."""
    measured = row.measured
    notes = [bounds_text(measured), str(measured.reason_text)]
    if measured.details.get("convenience"):
        notes.append(_("Of those asked: people were not chosen by chance."))
    if measured.overridden:
        notes.append(override_text(measured))
    return sentences(map(ended, notes))


def receipt_url(community: Community, half_year: HalfYear, part: Part, reader: Reader) -> str:
    """Return the URL of the figure's receipt for this reader."""
    rest = [community.slug, str(half_year), part.code]
    if reader is Reader.COMMUNITY:
        path = reverse("evaluation:figure-receipt", args=rest)
    else:
        path = reverse("evaluation:office-figure-receipt", args=[community.office.slug, *rest])
    return f"{settings.SITE_URL}{path}"


def _receipt(row: FigureRow) -> str:
    if not row.standing.has_receipt:
        return ""
    return receipt_url(row.community, row.half_year, row.standing.part, row.reader)


COLUMNS: Sequence[Column] = (
    Column("office", "#org+name", lambda row: row.community.office.name),
    Column("country", "#country+code+v_iso2", lambda row: row.community.office.country),
    Column("region", "#adm1+name", lambda row: row.community.region),
    Column("community", "#loc+name", lambda row: row.community.name),
    Column("community_code", "#loc+code", lambda row: row.community.slug),
    Column("half_year", "#meta+half_year+code", lambda row: str(row.half_year)),
    Column("first_day", "#date+start", lambda row: row.half_year.first_day.isoformat()),
    Column("last_day", "#date+end", lambda row: row.half_year.last_day.isoformat()),
    Column("as_of", "#date+as_of", lambda row: row.as_of.isoformat() if row.as_of else ""),
    Column("survey", "#status+survey+code", lambda row: row.survey),
    Column("indicator", "#indicator+group+code", lambda row: row.standing.part.indicator),
    Column("item", "#indicator+item+num", lambda row: str(row.standing.part.item)),
    Column("item_title", "#indicator+item+name", lambda row: str(ITEM_TITLES[row.standing.part.item])),
    Column("part", "#indicator+code", lambda row: row.standing.part.code),
    Column("part_label", "#meta+part+label", lambda row: row.standing.part.label),
    Column("part_title", "#indicator+name", lambda row: str(row.standing.part.title)),
    Column("definition_version", "#meta+version+num", lambda row: str(row.version)),
    Column("state", "#status+figure+code", lambda row: row.measured.state.value),
    Column("value", "#indicator+value+num", lambda row: number_cell(row.measured.value)),
    Column("unit", "#indicator+unit+code", lambda row: row.standing.part.unit.value),
    Column("unit_name", "#indicator+unit+name", lambda row: unit_text(row.standing.part)),
    Column("numerator", "#indicator+numerator+num", lambda row: _get_term_cell(row, "numerator")),
    Column("denominator", "#indicator+denominator+num", lambda row: _get_term_cell(row, "denominator")),
    Column("lower", "#indicator+numerator+min+num", lambda row: _get_term_cell(row, "lower")),
    Column("upper", "#indicator+numerator+max+num", lambda row: _get_term_cell(row, "upper")),
    Column("interval_lower", "#indicator+interval+min+num", lambda row: _interval(row, 0)),
    Column("interval_upper", "#indicator+interval+max+num", lambda row: _interval(row, 1)),
    Column("shown", "#description+value", lambda row: value_text(row.measured)),
    Column("rating", "#status+rating+code", lambda row: row.standing.rating.value),
    Column("own_value", "#meta+override", lambda row: "yes" if row.measured.overridden else "no"),
    Column("locked", "#meta+locked", lambda row: "yes" if row.frozen else "no"),
    Column("reason", "#meta+reason+code", lambda row: row.measured.reason),
    Column("notes", "#description+notes", get_notes),
    Column("receipt", "#meta+url", _receipt),
)
