"""The tables of the pages of professionals, in words."""

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
from evaluation.target_words import range_text
from events.models import EventKind, Profession
from tfc.half_years import half_year_text
from tfc.number_text import number_text, percent_text
from tfc.text.punctuation import phrases, titled

Table = tuple[list[str], list[list[str]]]


@dataclass(frozen=True)
class Head:
    """A half-year above its column; ``url``: the receipt of item 11 in it, where one is stored."""

    words: str
    url: str


@dataclass(frozen=True)
class Cell:
    """One number in its state; ``url``: the trainings behind it, where somebody came or may have. ``head`` is said
    beside it where the table has no heads."""

    state: State
    words: str
    url: str
    head: str


def group_name(group: str) -> str:
    return _("Profession not recorded") if group == UNRECORDED else str(Profession(group).label)


def town_table(
    found: TownProfessionals, community: Community
) -> tuple[list[Head], list[tuple[str, list[Cell]]]]:
    """A row a profession, the unrecorded one last. One column for all trainings and one a half-year, the newest first:
    a phone shows these at once."""
    columns = [found.together, *reversed(found.columns)]
    rows = [(group_name(group), [_cell(one, group, community) for one in columns]) for group in EVERY_GROUP]
    return [_head(one, community) for one in columns], rows


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
    words, head = cell_text(column, group), _head_words(column)
    if column.trained is None:
        return Cell(State.DECLARED_ZERO if column.declared else State.UNKNOWN, words, "", head)
    found = column.trained.groups[group]
    wanted = {"kind": EventKind.STAKEHOLDER_TRAINING.value, "status": "held"}
    if column.half_year is not None:
        wanted["half_year"] = str(column.half_year)
    page = reverse("events:event-list", args=[community.slug])
    # Of nobody there is nothing to open; which trainings may still count stands below the table.
    url = f"{page}?{urlencode(wanted)}" if found.lower or found.upper else ""
    return Cell(State.VALUE, words, url, head)


def cell_text(column: Column, group: str) -> str:
    if column.trained is None:
        return _("None, declared") if column.declared else _("Not known")
    found = column.trained.groups[group]
    return range_text(found.lower, found.upper, Unit.PEOPLE)


def range_label(lower: int, upper: int | None) -> str:
    """In a chart: "12", "12–19", "12+"."""
    if upper is None:
        return f"{number_text(lower)}+"
    return number_text(lower) if upper == lower else f"{number_text(lower)}–{number_text(upper)}"


@dataclass(frozen=True)
class TrainingRow:
    title: str
    day: dt.date
    url: str
    words: str


def training_rows(found: TownProfessionals, community: Community) -> list[TrainingRow]:
    return [
        TrainingRow(
            title=str(one.event),
            day=one.event.local_day,
            url=reverse("events:event-detail", args=[community.slug, one.event.pk]),
            words=_who_came(one.training.people, one.training.unrecorded),
        )
        for one in found.newest
    ]


def _who_came(people: Mapping[str, int], unrecorded: int | None) -> str:
    known = [
        titled(group_name(group), number_text(people[group])) for group in EVERY_GROUP if people.get(group)
    ]
    if unrecorded is None:
        known.append(_("nobody counted the people"))
    elif unrecorded:
        known.append(_("Profession not recorded: %(people)s") % {"people": number_text(unrecorded)})
    return phrases(known)


@dataclass(frozen=True)
class ShareRow:
    workforce: Workforce
    name: str
    words: str
    note: str


def workforce_rows(found: TownProfessionals) -> list[ShareRow]:
    return [
        ShareRow(
            one.workforce,
            group_name(one.workforce.profession)
            if one.workforce.profession in EVERY_GROUP
            else one.workforce.profession,
            share_text(one.share) if one.share else _nobody_knows(one.workforce.people),
            _("More were trained than this number says. Perhaps people changed; look at the number.")
            if one.share and one.share.exceeds
            else "",
        )
        for one in found.workforce
    ]


def _nobody_knows(people: int) -> str:
    return ngettext(
        "%(people)s person, of whom it is not known whether they were trained",
        "%(people)s people, of whom it is not known how many were trained",
        people,
    ) % {"people": number_text(people)}


def share_text(share: WorkforceShare) -> str:
    """ "12 to 19 of 140 (9% to 14%)"."""
    words = {
        "low": number_text(share.lower),
        "high": number_text(share.upper),
        "all": number_text(share.people),
        "from": percent_text(100 * share.lower / share.people),
        "to": percent_text(100 * share.upper / share.people),
    }
    if share.lower == share.upper:
        return _("%(low)s of %(all)s (%(from)s)") % words
    return _("%(low)s to %(high)s of %(all)s (%(from)s to %(to)s)") % words


def office_table(found: OfficeProfessionals) -> Table:
    """As `town_table`; all of the half-years shown together are a range over the people who may have come again."""
    newest_first = [half_year_text(one) for one in reversed(found.half_years)]
    headers = [_("Profession"), _("All of these together"), *newest_first]
    if not found.half_years:
        return headers, []
    rows = [
        [group_name(group), _together(found, group), *(_total(one) for one in reversed(found.single[group]))]
        for group in EVERY_GROUP
    ]
    known = [
        _("%(known)s of %(asked)s") % {"known": number_text(one.known), "asked": number_text(one.asked)}
        for one in reversed(found.single[EVERY_GROUP[0]])
    ]
    return headers, [*rows, [_("Communities of which it is known"), "", *known]]


def _together(found: OfficeProfessionals, group: str) -> str:
    if not any(one.known for one in found.single[group]):
        return _("Not known")
    total = found.running[group][-1]
    return range_text(total.lower, total.upper, Unit.PEOPLE)


def _total(total: Total) -> str:
    return range_text(total.lower, total.upper, Unit.PEOPLE) if total.known else _("Not known")
