"""The grid of needs and languages in words and links, for a team's page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.languages import get_required_languages, language_name
from communities.models import Community, RequiredLanguage
from communities.thresholds import thresholds_for
from evaluation.models import Figure
from evaluation.wording import part_of_whole_text
from support.coverage import Coverage, CoverageResult, Grid, GridCell, NextStep, Offer, Readiness, build_grid
from support.models import Need, ServiceKind
from support.readiness import offers_on, spoken_languages
from tfc.periods import HalfYear
from tfc.text.punctuation import format_within_sentence

NAMES_IN_CELL = 2
NAMES_IN_STEP = 4
STEPS_SHOWN = 6
# The parts of the survey that count the cells of this grid.
GRID_PARTS = ("ready_to_refer", "resources_identified")

Link = tuple[str, str]  # name, url


@dataclass(frozen=True)
class CoverageCell:
    need: str
    coverage: Coverage
    readiness: Readiness | None
    links: list[Link]
    more: int


@dataclass(frozen=True)
class CoverageRow:
    language: str
    speakers: int | None
    cells: list[CoverageCell]
    indispensable: list[CoverageCell]


@dataclass(frozen=True)
class CoverageStep:
    """``looks``: no provider is known at all, so a new service must be found."""

    title: str
    coverage: Coverage
    text: str
    links: list[Link]
    looks: bool


def read_grid(community: Community, day: dt.date) -> tuple[Grid, list[Offer]]:
    """Return today's grid, by the office's rules for the half-year. Call in the community's scope."""
    rules = thresholds_for(community.office_id, HalfYear.from_day(day))
    spoken = spoken_languages()
    declared = RequiredLanguage.objects.values_list("language", flat=True)
    languages = get_required_languages(declared, spoken, share=rules.group_share)
    offers = offers_on(day)
    return build_grid(languages, offers, spoken, day, rules.confirmed_days), offers


def receipts_on(community: Community, day: dt.date) -> dict[str, str]:
    """Return the receipt URLs of items 8 and 12 in the half-year of ``day``, by part; one query."""
    half_year = HalfYear.from_day(day)
    figures = Figure.objects.for_communities([community.pk]).for_half_year(half_year)
    return {
        part: reverse("evaluation:figure-receipt", args=[community.slug, str(half_year), part])
        for part in figures.filter(part__in=GRID_PARTS).values_list("part", flat=True)
    }


def rows_shown(grid: Grid, slug: str) -> list[CoverageRow]:
    return [
        CoverageRow(
            language_name(row.language),
            row.speakers,
            [_cell(cell.result, cell, slug) for cell in row.cells],
            [_cell(result, None, slug) for result in row.indispensable],
        )
        for row in grid.rows
    ]


def _cell(result: CoverageResult, cell: GridCell | None, slug: str) -> CoverageCell:
    links = _links(result.offers, slug)
    return CoverageCell(
        str(result.subject.label),
        result.coverage,
        cell.readiness if cell else None,
        links[:NAMES_IN_CELL],
        len(links[NAMES_IN_CELL:]),
    )


def _links(offers: Sequence[Offer], slug: str) -> list[Link]:
    return [(offer.name, reverse("support:service-detail", args=[slug, offer.id])) for offer in offers]


def steps_shown(grid: Grid, slug: str) -> list[CoverageStep]:
    """Return the steps: those for essential services (``ServiceKind``) first, then the others by
    number of speakers.
    """
    steps = [step for row in grid.rows for step in row.steps()]
    urgent = [step for step in steps if isinstance(step.subject, ServiceKind)]
    return [_step(step, slug) for step in urgent + [step for step in steps if step not in urgent]]


def _step(result: CoverageResult, slug: str) -> CoverageStep:
    language = format_within_sentence(language_name(result.language))
    names = {"what": result.subject.label, "language": language}
    return CoverageStep(
        _("%(what)s help in %(language)s") % names,
        result.coverage,
        _text(result, language),
        _links(result.others, slug)[:NAMES_IN_STEP],
        result.next_step == NextStep.LOOK,
    )


def _text(result: CoverageResult, language: str) -> str:
    if any(offer.doubted for offer in result.offers):
        return _("A provider says that something changed or ended. Read the answer first:")
    if result.next_step == NextStep.ASK_AGAIN:
        return ngettext(
            "This answer is not confirmed or too old. Ask again:",
            "These answers are not confirmed or too old. Ask again:",
            len(result.others),
        )
    if result.next_step == NextStep.ASK_INTERPRETER:
        text = _("These services do not speak %(language)s. Ask whether they can get an interpreter:")
        return text % {"language": language}
    return str(WHERE_TO_LOOK[result.subject])


# Where a team without any provider can start.
WHERE_TO_LOOK: dict[Need | ServiceKind, Any] = {
    ServiceKind.HOUSING: gettext_lazy(
        "Ask the hospital's social workers and the police which shelters they call."
    ),
    ServiceKind.COUNSELING: gettext_lazy(
        "Ask the clinic and the schools where they send people for counseling."
    ),
    Need.PHYSICAL: gettext_lazy("Ask the hospital, the food bank and the shelters of the next town."),
    Need.PSYCHOLOGICAL: gettext_lazy("Ask the clinic, the schools and your county's crisis line."),
    Need.SPIRITUAL: gettext_lazy("Ask the congregations in your network and the hospital's chaplains."),
    Need.SOCIAL: gettext_lazy("Ask the legal aid office, the library and the job center."),
}


def get_total_text(sure: int, maybe: int, total: int) -> tuple[str, str]:
    """Return "5 of 12" and the upper bound if something is unresolved, else ""."""
    value = part_of_whole_text(sure, total)
    bounds = _("at most %(most)s") % {"most": sure + maybe} if maybe else ""
    return value, bounds


def build_page_context(grid: Grid, offers: Sequence[Offer], slug: str) -> dict[str, Any]:
    steps = steps_shown(grid, slug)
    covered, covered_bounds = get_total_text(grid.covered, grid.unconfirmed, grid.total)
    working, working_bounds = get_total_text(grid.working, grid.untested, grid.total)
    return {
        "grid": grid,
        "rows": rows_shown(grid, slug),
        "needs": [str(need.label) for need in Need],
        "with_speakers": any(row.speakers for row in grid.rows),
        "any_service": bool(offers),
        "any_pathway": any(offer.begun for offer in offers),
        "covered": covered,
        "covered_bounds": covered_bounds,
        "working": working,
        "working_bounds": working_bounds,
        "first": steps[0] if steps else None,
        "steps": steps[1 : STEPS_SHOWN + 1],
        "more_steps": steps[STEPS_SHOWN + 1 :],
    }
