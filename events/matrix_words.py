"""Connections in words: sides, pairs, cells and the reason for a proposed listening group."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.meeting_matrix import GROUP, Cell, Pair, Proposal
from events.models import Constituency
from stakeholders.models import Sector
from tfc.text.punctuation import sentences


def side_name(side: str) -> str:
    if side.startswith(GROUP):
        return str(Constituency(side.removeprefix(GROUP)).label)
    return str(Sector(side).label)


def pair_name(pair: Pair) -> str:
    first, second = pair
    if first == second:
        return _("%(sector)s among themselves") % {"sector": side_name(first)}
    return _("%(first)s and %(second)s") % {"first": side_name(first), "second": side_name(second)}


def meetings_words(number: int) -> str:
    return ngettext("%(number)d meeting", "%(number)d meetings", number) % {"number": number}


def organizations_words(number: int) -> str:
    return ngettext("%(number)d organization", "%(number)d organizations", number) % {"number": number}


def cell_words(cell: Cell) -> str:
    """Return “3 meetings · 5 organizations · last on Oct. 3, 2026”, or “never met”."""
    if cell.last is None:
        return _("never met")
    last = _("last on %(day)s") % {"day": date_format(cell.last)}
    return " · ".join([meetings_words(cell.meetings), organizations_words(cell.organizations), last])


def step_words(fewest: int, most: int) -> str:
    """Return the meaning of a color of the heat map."""
    if fewest == most:
        return meetings_words(most)
    return _("%(fewest)d to %(most)d meetings") % {"fewest": fewest, "most": most}


def reason_words(proposal: Proposal) -> str:
    """Return why these two should meet in a listening group, in short sentences."""
    sector = side_name(proposal.sector)
    people = side_name(GROUP + proposal.constituency)
    organizations_sentence = ngettext(
        "You know %(number)d organization there.",
        "You know %(number)d organizations there.",
        proposal.organization_count,
    ) % {"number": proposal.organization_count}
    if proposal.came:
        came = ngettext(
            "%(people)s came to %(number)d event, but never met them.",
            "%(people)s came to %(number)d events, but never met them.",
            proposal.came,
        ) % {"people": people, "number": proposal.came}
    else:
        came = _("%(people)s came to none of the events of this period.") % {"people": people}
    focus = [_("Your focus: %(sector)s.") % {"sector": sector}] if proposal.is_focus else []
    return sentences([*focus, organizations_sentence, came])
