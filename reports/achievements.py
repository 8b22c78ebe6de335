"""What was achieved in a half-year, as a chapter of reports: the numbers of the achievements page as readers outside
the community may see them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Office
from evaluation.achievement_items import Item, ItemKind, as_number
from evaluation.achievements import Facts, get_community_facts, get_office_facts, list_items
from evaluation.campaign_results import get_campaign_outputs
from evaluation.measures.achievements import ATTENDANCE, CONTACTS, Amount, Reach, count_people
from evaluation.models import Round
from evaluation.rollups.events import read_event_facts
from evaluation.wording import day_text
from events.models import Event, EventKind, Output
from reports.schema import Achievement
from stakeholders.models import Organization
from tfc.disclosure import Reader
from tfc.lists import Field, Kind, ListExport, ListRequest, code_fields
from tfc.number_text import count_text, number_text
from tfc.periods import HalfYear
from tfc.tenancy import office_scope
from tfc.text.punctuation import clauses, join_bracketed, join_title, phrases


@dataclass(frozen=True)
class _Row:
    """``half_year`` None: all time. ``office``: whose it is, in the list of all offices."""

    half_year: HalfYear | None
    item: Item
    office: str = ""


def _list_rows(list_request: ListRequest) -> Iterator[_Row]:
    """Yield the items over all time, then of each opened half-year, newest first."""
    place = list_request.place
    office = place if isinstance(place, Office) else place.office
    for half_year in _get_periods(office):
        facts = (
            get_office_facts(office, half_year, own_reader=Reader.COMMUNITY)
            if place == office
            else get_community_facts(place, half_year, list_request.today)
        )
        yield from (_Row(half_year, item) for item in list_items([facts]))


def _get_periods(office: Office) -> list[HalfYear | None]:
    """Return None for all time, then each opened half-year, newest first."""
    opened = Round.objects.opened().filter(office=office).newest_first()
    return [None, *map(HalfYear.parse, opened.values_list("half_year", flat=True))]


def _list_rows_of_all(list_request: ListRequest) -> list[_Row]:
    """Return the items of all offices together, then those of each office, by period. Each office is read in its own
    scope; call outside any scope.
    """
    facts: dict[HalfYear | None, list[tuple[str, Facts]]] = defaultdict(list)
    for office in Office.objects.of_countries():
        with office_scope(office.pk, zone=office.zone):
            for half_year in _get_periods(office):
                office_facts = get_office_facts(office, half_year, own_reader=Reader.NETWORK)
                facts[half_year].append((office.name, office_facts))
    rows = []
    for half_year in sorted(facts, key=lambda period: (period is None, str(period)), reverse=True):
        named = facts[half_year]
        rows += [_Row(half_year, item) for item in list_items([own for _name, own in named])]
        rows += [_Row(half_year, item, name) for name, own in named for item in list_items([own])]
    return rows


ACHIEVEMENTS = ListExport(
    code="achievements",
    title=_("Achievements"),
    about=_("Outputs, people reached, campaigns, wins and other results, by half-year. No data link."),
    get_rows=_list_rows,
    fields=(
        Field("half_year", "#meta+half_year+code", _("Half-year"), Kind.CODE, meaning=_("Empty: all time")),
        *code_fields("kind", "#activity+type", _("Kind"), ItemKind.choices, "item.kind"),
        Field("unit", "#indicator+unit+code", _("Unit"), Kind.CODE, "item.unit"),
        Field("title", "#indicator+name", _("What was achieved"), Kind.TEXT, "item.label"),
        Field("value", "#indicator+value+num", _("How many"), Kind.NUMBER,
              lambda row: row.item.value if row.item.is_shown else None,
              _("Of people reached the attendances. Empty if unknown or too small to show.")),
        Field("at_least", "#meta+at_least", _("At least"), Kind.YES_NO, "item.at_least"),
        Field("currency", "#currency+code", _("Currency"), Kind.CODE, "item.currency"),
        Field("people_low", "#reached+people+min+num", _("Different people, at least"), Kind.PEOPLE,
              lambda row: row.item.people_low if row.item.is_shown else None),
        Field("people_high", "#reached+people+max+num", _("Different people, at most"), Kind.PEOPLE,
              "item.people_high"),
        Field("records", "#meta+records+num", _("Records"), Kind.COUNT, "item.records"),
        Field("date", "#date+won", _("Date"), Kind.DATE, "item.on"),
        Field("evidence", "#description+evidence", _("Evidence"), Kind.TEXT, "item.evidence"),
    ),
)  # fmt: skip

_OWN_WORK_FIELDS = (
    Field("own_work", "#meta+own_work", _("The office's own work"), Kind.YES_NO, "item.is_own",
          _("Not included in the numbers of the communities.")),
    Field("until", "#date+end", _("Until"), Kind.DATE, "item.until",
          _("The last day of a grant or partnership; its first is the date")),
    Field("partner", "#org+partner+name", _("Partner"), Kind.TEXT, "item.partner",
          _("The funder of a grant, or with whom a partnership is")),
)  # fmt: skip
OFFICE_ACHIEVEMENTS = replace(
    ACHIEVEMENTS,
    about=_(
        "Outputs, people reached, campaigns, your own work and other results, by half-year. No data link."
    ),
    fields=(*ACHIEVEMENTS.fields, *_OWN_WORK_FIELDS),
)
ACHIEVEMENTS_OF_ALL = replace(
    ACHIEVEMENTS,
    get_rows=_list_rows_of_all,
    fields=(
        *ACHIEVEMENTS.fields,
        Field("office", "#org+office", _("Office"), Kind.TEXT, meaning=_("Empty: all offices together")),
        *_OWN_WORK_FIELDS,
    ),
)

# By unit: how many, and what they were.
OutputNames: TypeAlias = Mapping[str, Sequence[tuple[Amount, str]]]
# The most names of things that are listed with one unit.
NAMED = 10


def read_output_names(period: HalfYear) -> OutputNames:
    """Return by unit what a community's outputs were, in its scope, the largest number first.

    Without units that count people, whose single numbers may be small.
    """
    events = Event.objects.held().in_period(period).order_by()
    campaigns = get_campaign_outputs(period).order_by()
    columns = ("unit", "quantity", "at_least", "what")
    outputs = Output.objects.filter(event__in=events.values("pk"))
    return sum_names([*outputs.values_list(*columns), *campaigns.values_list(*columns)])


@dataclass(frozen=True)
class WorkDone:
    """The held events by kind, the most first, as readers outside may see them, and the organizations added."""

    events: Mapping[str, Reach] = field(default_factory=dict)
    organizations: int = 0


def read_work_done(community: Community, period: HalfYear) -> WorkDone:
    sums: dict[str, Reach] = defaultdict(Reach)
    for _community, event in read_event_facts(Event.objects.held().in_period(period)):
        sums[event.kind] += count_people(event, Reader.NETWORK)
    added = Organization.objects.not_deleted().filter(created_at__range=period.bounds(community.zone)).count()
    ordered = sorted(sums.items(), key=lambda row: (-row[1].events - row[1].unrecorded, row[0]))
    return WorkDone(dict(ordered), added)


def describe_work_done(work: WorkDone) -> str:
    """Return a sentence, empty if nothing is known to be done."""
    done = [join_title(EventKind(kind).label, _describe_events(reach)) for kind, reach in work.events.items()]
    if work.organizations:
        done.append(join_title(gettext("Organizations added"), number_text(work.organizations)))
    return gettext("Done in this half-year: %(work)s.") % {"work": clauses(done)} if done else ""


def _describe_events(reach: Reach) -> str:
    """Return how many events, and how many came: "2 (at least 20 attendances)"."""
    number = number_text(reach.events + reach.unrecorded)
    if not reach.events:
        return number
    if reach.at_least and not reach.attendances:
        return join_bracketed(number, gettext("too few people to show their number"))
    people = count_text(reach.attendances, at_least=reach.at_least or bool(reach.unrecorded))
    is_single = reach.events + reach.unrecorded == 1
    text = gettext("%(number)s people present") if is_single else gettext("%(number)s attendances")
    return join_bracketed(number, text % {"number": people})


def sum_names(lines: Iterable[tuple[str, int, bool, str]]) -> OutputNames:
    totals: dict[tuple[str, str], Amount] = defaultdict(Amount)
    for unit, number, at_least, what in lines:
        if what and unit not in (ATTENDANCE, CONTACTS):
            totals[unit, what] += Amount(number, at_least, 1)
    names: dict[str, list[tuple[Amount, str]]] = defaultdict(list)
    for (unit, what), amount in sorted(totals.items(), key=lambda row: (-row[1].value, row[0])):
        names[unit].append((amount, what))
    return names


def describe_achievements(several: Sequence[Facts], names: OutputNames) -> list[Achievement]:
    """Return a row for each number; ``names``: what the outputs were, by unit."""
    return [describe_item(item, names.get(item.code, ())) for item in list_items(several)]


def describe_item(item: Item, names: Sequence[tuple[Amount, str]]) -> Achievement:
    return {
        "kind": item.kind,
        "kind_text": str(ItemKind(item.kind).label),
        "unit": item.unit,
        "title": item.label,
        "value": as_number(item.value) if item.is_shown else None,
        "currency": item.currency,
        "at_least": item.at_least,
        "people_low": item.people_low if item.is_shown else None,
        "people_high": item.people_high,
        "records": item.records,
        "value_text": _get_value_text(item),
        "note": _get_note(item, names),
    }


def _get_value_text(item: Item) -> str:
    if item.kind == ItemKind.WIN and item.on:
        return day_text(item.on)
    if item.kind == ItemKind.REACH:
        return gettext("%(number)s attendances") % {"number": item.number}
    return item.people if item.kind == ItemKind.TRAINING else item.number


def _get_note(item: Item, names: Sequence[tuple[Amount, str]]) -> str:
    if item.kind == ItemKind.WIN:
        return item.evidence or gettext("No evidence")
    if item.kind == ItemKind.REACH:
        return phrases((gettext("%(people)s different people") % {"people": item.people}, item.events))
    # One name of all of them needs no number of its own.
    is_only = len(names) == 1 and names[0][0].value == item.value
    shown = [
        join_bracketed(count_text(amount.value, at_least=amount.at_least), what)
        for amount, what in names[:NAMED]
    ]
    more = [gettext("%(number)s more") % {"number": len(names) - NAMED}] if len(names) > NAMED else []
    return names[0][1] if is_only else phrases((*shown, *more))
