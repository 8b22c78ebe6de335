"""The public tables in words, in the active language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.models import PublicTable
from evaluation.public_tables import ACCESS, PROMPTED, RISKS, PublicGroup, PublicRow, read_groups
from residents.models import Sampling
from tfc.disclosure import Display, ShownShare
from tfc.number_text import number_text, percent_text, range_text


@dataclass(frozen=True)
class RowWords:
    """A row in words. ``share``: "33% (40 of 120)", or the text in its place; ``bounds`` is empty without a
    percentage. ``row``: the numbers, for a bar.
    """

    question: str
    share: str
    bounds: str
    row: PublicRow


@dataclass(frozen=True)
class GroupWords:
    met: str
    note: str
    rows: tuple[RowWords, ...]


def groups_in_words(content: Mapping[str, Any]) -> list[GroupWords]:
    groups = read_groups(content)
    versions = {group.version for group in groups}
    return [_group(group, tell_version=len(versions) > 1) for group in groups]


def _group(group: PublicGroup, *, tell_version: bool) -> GroupWords:
    note = _("Only about those asked, who were not chosen by chance.") if group.convenience else ""
    if tell_version:
        version = _("Version %(number)s of the questions.") % {"number": group.version}
        note = f"{version} {note}".strip()
    return GroupWords(str(Sampling(group.sampling).label), note, tuple(map(_row, group.rows)))


def _row(row: PublicRow) -> RowWords:
    return RowWords(_question(row.what), _share(row), _bounds(row), row)


def _question(what: str) -> str:
    return {
        ACCESS: _("Can name a way to help, and the hotline"),
        PROMPTED: _("The same, with the answers shown"),
        RISKS: _("Know what trafficking is, and what makes it likely"),
    }[what]


def _share(row: PublicRow) -> str:
    if row.valid is None:
        return _("Too few people answered.")
    if row.first is not None and row.last is not None:
        possible = range(row.first, row.last + 1)
        return ShownShare(Display.HIDDEN, whole=row.valid, possible=possible).text
    if row.percent is None:
        sentence = ngettext(
            "%(count)s person answered: too few for a result.",
            "%(count)s people answered: too few for a result.",
            row.valid,
        )
        return sentence % {"count": number_text(row.valid)}
    knows = row.knows or 0
    most = knows + row.unclear
    return _("%(percent)s (%(part)s of %(whole)s)") % {
        "percent": range_text(percent_text(row.percent), percent_text(100 * most / row.valid)),
        "part": range_text(number_text(knows), number_text(most)),
        "whole": number_text(row.valid),
    }


def _bounds(row: PublicRow) -> str:
    if row.lower is None or row.upper is None:
        return ""
    return _("between %(low)s and %(high)s") % {
        "low": percent_text(row.lower),
        "high": percent_text(row.upper),
    }


def get_resident_results() -> dict[str, Any]:
    """Return what residents knew in the newest published half-year, of the largest group asked; {} without a result."""
    table = PublicTable.objects.newest_first().first()
    groups = groups_in_words(table.content) if table else []
    return {"half_year": table.period, "group": groups[0]} if table and groups else {}
