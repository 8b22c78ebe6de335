"""The grid of needs and languages in words and links, as the page of a team shows it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.languages import language_name, required_languages
from communities.models import Community, RequiredLanguage
from communities.thresholds import thresholds_for
from evaluation.models import Figure
from support.coverage import Coverage, Found, Grid, GridCell, NextStep, Offer, Readiness, grid_of
from support.models import Need, ServiceKind
from support.readiness import offers_on, spoken_languages
from tfc.periods import HalfYear
from tfc.text.punctuation import within

NAMES_IN_CELL = 2
NAMES_IN_STEP = 4
STEPS_SHOWN = 6
# The parts of the survey that count the cells of this grid.
GRID_PARTS = ("ready_to_refer", "resources_identified")

Link = tuple[str, str]  # name, url


@dataclass(frozen=True)
class CellShown:
    need: str
    coverage: Coverage
    readiness: Readiness | None
    links: list[Link]
    more: int


@dataclass(frozen=True)
class RowShown:
    language: str
    speakers: int | None
    cells: list[CellShown]
    indispensable: list[CellShown]


@dataclass(frozen=True)
class StepShown:
    """``looks``: nobody is known at all, so a new service is what is wanted."""

    title: str
    coverage: Coverage
    text: str
    links: list[Link]
    looks: bool


def read_grid(community: Community, day: dt.date) -> tuple[Grid, list[Offer]]:
    """In the community's scope, as of today, by the office's rules for the half-year."""
    rules = thresholds_for(community.office_id, HalfYear.of(day))
    spoken = spoken_languages()
    declared = RequiredLanguage.objects.values_list("language", flat=True)
    languages = required_languages(declared, spoken, share=rules.group_share)
    offers = offers_on(day)
    return grid_of(languages, offers, spoken, day, rules.confirmed_days), offers


def receipts_on(community: Community, day: dt.date) -> dict[str, str]:
    """Where the figures of items 8 and 12 of the half-year of ``day`` come from, by part; one query."""
    half_year = HalfYear.of(day)
    found = Figure.objects.for_communities([community.pk]).for_half_year(half_year)
    return {
        part: reverse("evaluation:figure-receipt", args=[community.slug, str(half_year), part])
        for part in found.filter(part__in=GRID_PARTS).values_list("part", flat=True)
    }


def rows_shown(grid: Grid, slug: str) -> list[RowShown]:
    return [
        RowShown(
            language_name(row.language),
            row.speakers,
            [_cell(cell.found, cell, slug) for cell in row.cells],
            [_cell(found, None, slug) for found in row.indispensable],
        )
        for row in grid.rows
    ]


def _cell(found: Found, cell: GridCell | None, slug: str) -> CellShown:
    links = _links(found.offers, slug)
    return CellShown(
        str(found.what.label),
        found.coverage,
        cell.readiness if cell else None,
        links[:NAMES_IN_CELL],
        len(links[NAMES_IN_CELL:]),
    )


def _links(offers: Sequence[Offer], slug: str) -> list[Link]:
    return [(one.name, reverse("support:service-detail", args=[slug, one.id])) for one in offers]


def steps_shown(grid: Grid, slug: str) -> list[StepShown]:
    """What nobody can do without first, then by how many speak the language."""
    steps = [one for row in grid.rows for one in row.steps()]
    urgent = [one for one in steps if isinstance(one.what, ServiceKind)]
    return [_step(one, slug) for one in urgent + [one for one in steps if one not in urgent]]


def _step(found: Found, slug: str) -> StepShown:
    language = within(language_name(found.language))
    names = {"what": found.what.label, "language": language}
    return StepShown(
        _("%(what)s help in %(language)s") % names,
        found.coverage,
        _text(found, language),
        _links(found.others, slug)[:NAMES_IN_STEP],
        found.next == NextStep.LOOK,
    )


def _text(found: Found, language: str) -> str:
    if any(one.doubted for one in found.offers):
        return _("A provider answered that something has changed or ended. Look at that answer first:")
    if found.next == NextStep.ASK_AGAIN:
        return ngettext(
            "You know somebody, but what they told you is not confirmed or too old. Ask again:",
            "You know these, but what they told you is not confirmed or too old. Ask again:",
            len(found.others),
        )
    if found.next == NextStep.ASK_INTERPRETER:
        text = _("These do not speak %(language)s. Ask whether they would find an interpreter:")
        return text % {"language": language}
    return str(WHERE_TO_LOOK[found.what])


# Where a team that knows nobody may begin.
WHERE_TO_LOOK: dict[Need | ServiceKind, Any] = {
    ServiceKind.HOUSING: gettext_lazy(
        "Nobody is known. Begin to look: ask the hospital's social workers and the police which shelters they call."
    ),
    ServiceKind.COUNSELING: gettext_lazy(
        "Nobody is known. Begin to look: ask the clinic and the schools to whom they send people for counseling."
    ),
    Need.PHYSICAL: gettext_lazy(
        "Nobody is known. Begin to look: ask the hospital, the food bank and the shelters of the next town."
    ),
    Need.PSYCHOLOGICAL: gettext_lazy(
        "Nobody is known. Begin to look: ask the clinic, the schools and the crisis line of your county."
    ),
    Need.SPIRITUAL: gettext_lazy(
        "Nobody is known. Begin to look: ask the congregations of your register, and the chaplains of the hospital."
    ),
    Need.SOCIAL: gettext_lazy(
        "Nobody is known. Begin to look: ask the legal aid office, the library and the job center."
    ),
}


def total_words(sure: int, maybe: int, of: int) -> tuple[str, str]:
    """ "5 of 12", and what it could be at most where something is open."""
    value = _("%(sure)s of %(of)s") % {"sure": sure, "of": of}
    bounds = _("at most %(most)s") % {"most": sure + maybe} if maybe else ""
    return value, bounds


def page_of(grid: Grid, offers: Sequence[Offer], slug: str) -> dict[str, Any]:
    steps = steps_shown(grid, slug)
    covered, covered_bounds = total_words(grid.covered, grid.unconfirmed, grid.total)
    working, working_bounds = total_words(grid.working, grid.untested, grid.total)
    return {
        "grid": grid,
        "rows": rows_shown(grid, slug),
        "needs": [str(need.label) for need in Need],
        "with_speakers": any(row.speakers for row in grid.rows),
        "any_service": bool(offers),
        "any_pathway": any(one.begun for one in offers),
        "covered": covered,
        "covered_bounds": covered_bounds,
        "working": working,
        "working_bounds": working_bounds,
        "first": steps[0] if steps else None,
        "steps": steps[1 : STEPS_SHOWN + 1],
        "more_steps": steps[STEPS_SHOWN + 1 :],
    }
