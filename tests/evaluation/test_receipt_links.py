"""Every figure on a community's and an office's pages links to its receipt."""

import pytest
from lxml.html import HtmlElement, fromstring

from tests.base import World
from tests.reports.report_samples import NOW
from tests.thorough import sample

SURVEY = f"/c/hill/survey/{NOW}/"
COMMUNITY = [
    "/c/hill/",
    "/c/hill/figures/",
    SURVEY,
    f"{SURVEY}all/",
    f"{SURVEY}check/",
    f"{SURVEY}engagement_events/",
    f"{SURVEY}research_done/",
]
OFFICE = [
    "/office/usa/",
    "/office/usa/figures/",
    f"/office/usa/communities/hill/figures/?round={NOW}",
    f"/office/usa/parts/engagement_events/?round={NOW}",
    f"/office/usa/map/?show=meets_consistently&round={NOW}",
    "/office/usa/trainings/leaders/",
]


def figures_on(page: HtmlElement) -> list[HtmlElement]:
    return page.xpath(
        "//*[contains(concat(' ', @class, ' '), ' tf-value ') or contains(@class, 'tf-card tf-kpi ')]"
    )


def way_from(figure: HtmlElement) -> str:
    """Return the link of a figure, of its card or of its row."""
    near = figure.xpath(
        ".//a/@href"
        " | ancestor::*[contains(@class, 'tf-kpi ')][1]//a/@href"
        " | (ancestor::li[contains(@class, 'tf-row')])[last()]/div[contains(@class, 'tf-row-main')]/a[1]/@href"
    )
    return near[0] if near else ""


@pytest.mark.parametrize(
    ("person", "pages"),
    sample(
        [("hill-coordinator", COMMUNITY), ("usa-staff", OFFICE), ("oasis-staff", ["/international/"])],
        first=1,
    ),
)
@pytest.mark.usefixtures("filled")
def test_every_figure_leads_to_what_is_behind_it(world: World, signed_in, person: str, pages: list[str]):
    client = signed_in(person)
    links_followed: set[str] = set()
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        page = fromstring(response.content.decode())
        figures = figures_on(page)
        assert len(figures) > 1, address
        without = [" ".join(figure.text_content().split()) for figure in figures if not way_from(figure)]
        assert (address, without) == (address, [])
        page.make_links_absolute(f"http://testserver{address}")
        links_followed |= {
            way_from(figure).removeprefix("http://testserver").split("#")[0] for figure in figures
        }
    wrong = {url: status for url in sorted(links_followed) if (status := client.get(url).status_code) != 200}
    assert wrong == {}
