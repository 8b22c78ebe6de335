"""The tables of the professionals pages, in words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Workforce
from evaluation.instrument import Unit
from evaluation.measures import EVERY_GROUP, UNRECORDED, State, WorkforceShare
from evaluation.measures.plans import Total
from evaluation.professionals import PART, Column, OfficeProfessionals, TownProfessionals
from evaluation.wording import part_of_whole_text
from events.models import EventKind, Profession
from reports.target_texts import range_text
from tfc.number_text import number_text, percent_text
from tfc.periods import half_year_text
from tfc.text.punctuation import join_title, phrases

Table = tuple[list[str], list[list[str]]]


@dataclass(frozen=True)
class Head:
    """A half-year as a column heading; ``url``: the stored receipt of item 11, if there is one."""

    text: str
    url: str


@dataclass(frozen=True)
class Cell:
    """One number with its state; ``url``: the trainings behind it, if there may be attendees. ``head`` is shown with
    it if the table has no headings.
    """

    state: State
    text: str
    url: str
    head: str


def group_name(group: str) -> str:
    return _("Profession not recorded") if group == UNRECORDED else str(Profession(group).label)


def town_table(
    professionals: TownProfessionals, community: Community
) -> tuple[list[Head], list[tuple[str, list[Cell]]]]:
    """Return a row per profession, unrecorded last, with a column for all trainings and one per half-year.

    The newest half-year comes first, because a phone shows only the first columns.
    """
    columns = [professionals.together, *reversed(professionals.columns)]
    rows = [
        (group_name(group), [_cell(column, group, community) for column in columns]) for group in EVERY_GROUP
    ]
    return [_head(column, community) for column in columns], rows


def _head_words(column: Column) -> str:
    return _("All together") if column.half_year is None else half_year_text(column.half_year)


def _head(column: Column, community: Community) -> Head:
    if column.half_year is None:
        return Head(_head_words(column), "")
    where = [community.slug, str(column.half_year), PART]
    return Head(
        _head_words(column),
        reverse("evaluation:figure-receipt", args=where) if column.has_receipt else "",
    )


def _cell(column: Column, group: str, community: Community) -> Cell:
    text, head = cell_text(column, group), _head_words(column)
    if column.trained is None:
        return Cell(State.DECLARED_ZERO if column.declared else State.UNKNOWN, text, "", head)
    bounds = column.trained.groups[group]
    wanted = {"kind": EventKind.STAKEHOLDER_TRAINING.value, "status": "held"}
    if column.half_year is not None:
        wanted["half_year"] = str(column.half_year)
    page = reverse("events:event-list", args=[community.slug])
    # Zero has nothing to open; trainings that may still count are listed below the table.
    url = f"{page}?{urlencode(wanted)}" if bounds.lower or bounds.upper else ""
    return Cell(State.VALUE, text, url, head)


def cell_text(column: Column, group: str) -> str:
    if column.trained is None:
        return _("0 (reported as zero)") if column.declared else _("Unknown")
    bounds = column.trained.groups[group]
    return range_text(bounds.lower, bounds.upper, Unit.PEOPLE)


def range_label(lower: int, upper: int | None) -> str:
    """Return a chart label: "12", "12–19", "12+"."""
    if upper is None:
        return f"{number_text(lower)}+"
    return number_text(lower) if upper == lower else f"{number_text(lower)}–{number_text(upper)}"


@dataclass(frozen=True)
class TrainingRow:
    title: str
    day: dt.date
    url: str
    text: str


def training_rows(professionals: TownProfessionals, community: Community) -> list[TrainingRow]:
    return [
        TrainingRow(
            title=str(entry.event),
            day=entry.event.local_day,
            url=reverse("events:event-detail", args=[community.slug, entry.event.pk]),
            text=_describe_people(entry.training.people, entry.training.unrecorded),
        )
        for entry in professionals.newest
    ]


def _describe_people(people: Mapping[str, int], unrecorded: int | None) -> str:
    texts = [
        join_title(group_name(group), number_text(people[group]))
        for group in EVERY_GROUP
        if people.get(group)
    ]
    if unrecorded is None:
        texts.append(_("attendance missing"))
    elif unrecorded:
        texts.append(join_title(_("Profession not recorded"), number_text(unrecorded)))
    return phrases(texts)


@dataclass(frozen=True)
class ShareRow:
    workforce: Workforce
    name: str
    text: str
    note: str


def workforce_rows(professionals: TownProfessionals) -> list[ShareRow]:
    return [
        ShareRow(
            entry.workforce,
            group_name(entry.workforce.profession)
            if entry.workforce.profession in EVERY_GROUP
            else entry.workforce.profession,
            share_text(entry.share) if entry.share else _nobody_knows(entry.workforce.people),
            _("More people were trained than this number.") if entry.share and entry.share.exceeds else "",
        )
        for entry in professionals.workforce
    ]


def _nobody_knows(people: int) -> str:
    return ngettext(
        "%(people)s person; unknown whether they were trained",
        "%(people)s people; unknown how many were trained",
        people,
    ) % {"people": number_text(people)}


def share_text(share: WorkforceShare) -> str:
    """Return "12 to 19 of 140 (9% to 14%)" as text."""
    numbers = {
        "low": number_text(share.lower),
        "high": number_text(share.upper),
        "all": number_text(share.people),
        "from": percent_text(100 * share.lower / share.people),
        "to": percent_text(100 * share.upper / share.people),
    }
    if share.lower == share.upper:
        return _("%(low)s of %(all)s (%(from)s)") % numbers
    return _("%(low)s to %(high)s of %(all)s (%(from)s to %(to)s)") % numbers


def office_table(professionals: OfficeProfessionals) -> Table:
    """Like `town_table`; the total of all half-years is a range, because people may have attended repeatedly."""
    newest_first = [half_year_text(half_year) for half_year in reversed(professionals.half_years)]
    headers = [_("Profession"), _("All together"), *newest_first]
    if not professionals.half_years:
        return headers, []
    rows = [
        [
            group_name(group),
            _get_total_text(professionals, group),
            *(_total(total) for total in reversed(professionals.single[group])),
        ]
        for group in EVERY_GROUP
    ]
    coverage = [
        part_of_whole_text(total.value_count, total.expected_count)
        for total in reversed(professionals.single[EVERY_GROUP[0]])
    ]
    return headers, [*rows, [_("Known for"), "", *coverage]]


def _get_total_text(professionals: OfficeProfessionals, group: str) -> str:
    if not any(total.value_count for total in professionals.single[group]):
        return _("Unknown")
    total = professionals.running[group][-1]
    return range_text(total.lower, total.upper, Unit.PEOPLE)


def _total(total: Total) -> str:
    return range_text(total.lower, total.upper, Unit.PEOPLE) if total.value_count else _("Unknown")
