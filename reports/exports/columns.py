"""The columns of figures, in their files and lists.

Codes and tags are promised in docs/formats.md: add at the end, never rename, never reuse.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from evaluation.community_results import RatedPart
from evaluation.instrument import ITEMS, Part
from evaluation.measures import Measurement
from evaluation.wording import bounds_text, override_text, value_text
from reports.formats import unit_text
from tfc.disclosure import Reader
from tfc.lists import Field, Kind, Value
from tfc.periods import HalfYear
from tfc.text.punctuation import end_sentence, sentences

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


def _read_term(name: str) -> Callable[[FigureRow], Value]:
    """Return a reader of the numerator, denominator or a bound as it enters sums; empty for a bare percentage."""
    return lambda row: None if row.measured.percent_only else getattr(row.measured, name)


def _read_interval(end: int) -> Callable[[FigureRow], Value]:
    return lambda row: row.measured.interval[end] if row.measured.interval else None


def get_notes(row: FigureRow) -> str:
    """Return the notes on the number: bounds, sample, reason why it is unknown, and whether it is an override."""
    measured = row.measured
    notes = [bounds_text(measured), str(measured.reason_text)]
    if measured.details.get("convenience"):
        notes.append(gettext("Only about those asked, who were not chosen by chance."))
    if measured.overridden:
        notes.append(override_text(measured))
    return sentences(map(end_sentence, notes))


def receipt_url(community: Community, half_year: HalfYear, part: Part, reader: Reader) -> str:
    """Return the URL of the figure's receipt for this reader."""
    rest = [community.slug, str(half_year), part.code]
    if reader is Reader.COMMUNITY:
        path = reverse("evaluation:figure-receipt", args=rest)
    else:
        path = reverse("evaluation:office-figure-receipt", args=[community.office.slug, *rest])
    return f"{settings.SITE_URL}{path}"


def _read_receipt(row: FigureRow) -> Value:
    if not row.standing.has_receipt:
        return None
    return receipt_url(row.community, row.half_year, row.standing.part, row.reader)


FIGURE_FIELDS = (
    Field("office", "#org+name", _("Office"), Kind.TEXT, "community.office.name"),
    Field("country", "#country+code+v_iso2", _("Country"), Kind.CODE, "community.office.country"),
    Field("region", "#adm1+name", _("State or region"), Kind.TEXT, "community.region"),
    Field("community", "#loc+name", _("Community"), Kind.TEXT, "community.name"),
    Field("community_code", "#loc+code", _("Code"), Kind.CODE, "community.slug"),
    Field("half_year", "#meta+half_year+code", _("Half-year"), Kind.CODE),
    Field("first_day", "#date+start", _("First day"), Kind.DATE, "half_year.first_day"),
    Field("last_day", "#date+end", _("Last day"), Kind.DATE, "half_year.last_day"),
    Field("as_of", "#date+as_of", _("Counted until"), Kind.DATE, meaning=_("Empty where nothing was computed")),
    Field("survey", "#status+survey+code", _("Survey"), Kind.CODE,
          meaning=_("not_started, draft, submitted, returned or accepted; empty where it does not take part")),
    Field("indicator", "#indicator+group+code", _("Indicator"), Kind.CODE, "standing.part.indicator"),
    Field("item", "#indicator+item+num", _("Item"), Kind.COUNT, "standing.part.item", _("1 to 12")),
    Field("item_title", "#indicator+item+name", _("Item in words"), Kind.TEXT,
          lambda row: ITEM_TITLES[row.standing.part.item]),
    Field("part", "#indicator+code", _("Part"), Kind.CODE, "standing.part.code"),
    Field("part_label", "#meta+part+label", _("Part number"), Kind.CODE, "standing.part.label"),
    Field("part_title", "#indicator+name", _("Part in words"), Kind.TEXT, "standing.part.title"),
    Field("definition_version", "#meta+version+num", _("Version of the definition"), Kind.COUNT, "version",
          _("Different versions are counted differently")),
    Field("state", "#status+figure+code", _("Status"), Kind.CODE, "measured.state.value",
          _("value, declared_zero, unknown, not_applicable or hidden")),
    Field("value", "#indicator+value+num", _("Value"), Kind.NUMBER, "measured.value",
          _("0 to 100 where the unit is percent, else how many")),
    Field("unit", "#indicator+unit+code", _("Unit"), Kind.CODE, "standing.part.unit.value"),
    Field("unit_name", "#indicator+unit+name", _("Unit in words"), Kind.TEXT,
          lambda row: unit_text(row.standing.part)),
    Field("numerator", "#indicator+numerator+num", _("Numerator"), Kind.NUMBER, _read_term("numerator")),
    Field("denominator", "#indicator+denominator+num", _("Denominator"), Kind.NUMBER, _read_term("denominator"),
          _("A count has none")),
    Field("lower", "#indicator+numerator+min+num", _("Numerator, at least"), Kind.NUMBER, _read_term("lower")),
    Field("upper", "#indicator+numerator+max+num", _("Numerator, at most"), Kind.NUMBER, _read_term("upper"),
          _("Empty if there is no known maximum")),
    Field("interval_lower", "#indicator+interval+min+num", _("Interval from"), Kind.PERCENT, _read_interval(0),
          _("95% interval of a survey, in percent")),
    Field("interval_upper", "#indicator+interval+max+num", _("Interval to"), Kind.PERCENT, _read_interval(1),
          _("95% interval of a survey, in percent")),
    Field("shown", "#description+value", _("As shown on pages"), Kind.TEXT, lambda row: value_text(row.measured)),
    Field("rating", "#status+rating+code", _("Rating"), Kind.CODE, "standing.rating.value"),
    Field("own_value", "#meta+override", _("Override"), Kind.YES_NO, "measured.overridden",
          _("yes: the records give no figure")),
    Field("locked", "#meta+locked", _("Locked"), Kind.YES_NO, "frozen",
          _("yes: later records do not change it")),
    Field("reason", "#meta+reason+code", _("Reason"), Kind.CODE, "measured.reason", _("Reason without a number")),
    Field("notes", "#description+notes", _("Note"), Kind.TEXT, get_notes),
    Field("receipt", "#meta+url", _("Receipt"), Kind.URL, _read_receipt,
          _("The page that shows how this was calculated")),
)  # fmt: skip
