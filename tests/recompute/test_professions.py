"""Item 11 by profession: the demo's figures and an office's page, compared with the recomputation."""

import pytest
from django.test import Client
from lxml import html

from communities.models import Office
from dashboards.professionals_page import group_name
from evaluation.instrument import Unit
from evaluation.measures import EVERY_GROUP
from evaluation.models import Figure
from reports.target_texts import range_text
from tests.base import within
from tests.recompute.details import assert_same_professions
from tests.recompute.figure_texts import OFFICES, read_element
from tests.recompute.readers import staff
from tests.recompute.recomputed import Recomputed
from tests.recompute.training import Bounds

# In one process, which loads the demo once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo"), pytest.mark.thorough]
GROUP_NAMES = {group_name(group): group for group in EVERY_GROUP}


def test_every_profession_of_item_11_is_recomputed_from_the_records(again: Recomputed):
    numbers: list[Bounds] = []
    for office in Office.objects.filter(slug__in=OFFICES):
        with within(office):
            stored = list(Figure.objects.filter(part="professionals_trained", state="value"))
        for figure in stored:
            assert_same_professions(figure, again)
            numbers += again.people_by_profession[figure.community_id, figure.half_year].values()
    assert len(numbers) > 100
    assert any(upper != lower for lower, upper in numbers)


def test_the_page_of_professionals_of_an_office_shows_these_numbers(again: Recomputed, client: Client):
    """The page shows them by half-year; of joint trainings the lower bound is left out."""
    compared = 0
    for office in OFFICES:
        page = html.fromstring(staff(client, office).get(f"/office/{office}/professionals/").content)
        half_years = again.half_years(office)[-4:][::-1]
        for row in page.xpath("//table//tbody/tr"):
            group = GROUP_NAMES.get(read_element(row.find("th")))
            for half_year, cell in zip(half_years, row.findall("td")[1:], strict=True):
                if group and (bounds := _get_office_bounds(again, office, half_year, group)):
                    where = (office, half_year, group)
                    assert (*where, read_element(cell)) == (*where, range_text(*bounds, Unit.PEOPLE))
                    compared += 1
    assert compared > 20


def _get_office_bounds(again: Recomputed, office: str, half_year: str, group: str) -> Bounds | None:
    figures = again.of_office(office, half_year, "professionals_trained")
    form_data = {slug: figure for slug, figure in figures.items() if figure.state != "not_applicable"}
    known_values: list[Bounds] = []
    for slug, figure in form_data.items():
        if figure.is_known and not figure.overridden:
            people = again.people_by_profession[again.get_id(slug), half_year]
            known_values.append(people.get(group, (0, None if figure.upper is None else 0)))
    if not known_values:
        return None
    uppers = [upper for _lower, upper in known_values if upper is not None]
    lower = sum(bounds[0] for bounds in known_values)
    return lower, sum(uppers) if len(uppers) == len(form_data) else None
