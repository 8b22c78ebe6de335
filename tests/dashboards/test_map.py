"""The map of an office's communities: access, and what a marker shows and hides."""

import gzip
import html
import re

import pytest

from communities.models import Community, Stage
from tests.base import World, make_community, within
from tests.evaluation.test_few_people import CODES, ask_residents, get_words, telling
from tests.reports.report_samples import NOW, store

USA, ALL = "/office/usa/map/", "/international/map/"
MARK = re.compile(r'<a href="([^"]*)" aria-label="([^"]*)">')


def put(community: Community, latitude: str, longitude: str, **fields: str) -> None:
    Community.objects.filter(pk=community.pk).update(latitude=latitude, longitude=longitude, **fields)


@pytest.fixture
def placed(filled: World) -> World:
    """Hill in Pasadena and Dale in Denver; Moor in Exeter."""
    put(filled.hill, "34.14778", "-118.14452", city="Pasadena", region="California")
    put(filled.dale, "39.73915", "-104.98470", stage=Stage.PLANNING)
    put(filled.moor, "50.71840", "-3.53390", stage=Stage.SHARING)
    return filled


def page(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def get_summary(client, url: str) -> str:
    """Return the page's text without the shapes of the coasts."""
    return re.sub(r' d="[^"]*"', "", get_words(page(client, url)))


def marks(text: str) -> list[tuple[str, str]]:
    return [(url, html.unescape(title)) for url, title in MARK.findall(text)]


def signs(client, url: str) -> list[tuple[str, int]]:
    return [(sign.label, number) for sign, number in client.get(url).context["legend"]]


def test_it_marks_each_community_by_its_stage_and_leads_to_it(placed: World, signed_in):
    client = signed_in("usa-staff")
    assert marks(page(client, USA)) == [
        ("/office/usa/communities/dale/figures/", "Dale: Planning"),
        ("/office/usa/communities/hill/figures/", "Hill: Acting"),
    ]
    assert signs(client, USA) == [("Planning", 1), ("Acting", 1)]
    assert "Pasadena, California" in get_words(page(client, USA))


def test_pinned_communities_come_first_in_its_list(placed: World, signed_in):
    client, names = (
        signed_in("usa-staff"),
        re.compile(r'<th scope="row" class="tf-overview-name"><a[^>]*>(\w+)</a>'),
    )
    assert names.findall(page(client, USA)) == ["Dale", "Hill"]
    answer = client.post("/office/usa/figures/", {"pin": "hill", "next": f"{USA}?show=stakeholder_meetings"})
    assert answer.url == f"{USA}?show=stakeholder_meetings"
    assert client.post("/office/usa/figures/", {"pin": "hill", "next": "https://evil.example/"}).url[0] == "/"
    assert names.findall(page(client, USA)) == ["Hill", "Dale"]
    assert 'value="hill"' not in page(signed_in("oasis-staff"), USA)


def test_it_shows_the_community_and_never_the_street(placed: World, signed_in):
    client = signed_in("usa-staff")
    put(placed.hill, "34.10001", "-118.09999")
    before = page(client, USA)
    put(placed.hill, "34.14999", "-118.05001")
    assert get_words(page(client, USA)) == get_words(before)
    assert not re.search(r"34\.1|118\.", get_summary(client, USA))


def test_it_shows_one_part_of_a_half_year(placed: World, signed_in):
    client = signed_in("usa-staff")
    url = f"{USA}?show=meets_consistently&round={NOW}"
    assert marks(page(client, url)) == [
        (f"/office/usa/communities/dale/figures/?round={NOW}", "Dale: 50% (3 of 6), Partly met"),
        (f"/office/usa/communities/hill/figures/?round={NOW}", "Hill: 83% (5 of 6), Met"),
    ]
    receipt = f"/office/usa/communities/hill/figures/{NOW}/meets_consistently/"
    assert f'href="{receipt}"' in page(client, url)
    assert client.get(receipt).status_code == 200
    assert signs(client, url) == [("Met", 1), ("Partly met", 1)]
    # The newest half-year by default.
    assert [title for _url, title in marks(page(client, f"{USA}?show=engagement_events"))] == [
        "Dale: Unknown",
        "Hill: 0 (reported as zero), Not rated: 0 (reported as zero)",
    ]
    before = page(client, f"{USA}?show=meets_consistently&round=2025-H2")
    assert marks(before)[0][1] == "Dale: Unknown"


def test_it_says_who_was_not_asked(placed: World, signed_in):
    Community.objects.filter(pk=placed.dale.pk).update(stage=Stage.CANDIDATE)
    with within(placed.dale):
        store(placed.dale, "2025-H1", {})
    before = page(signed_in("usa-staff"), f"{USA}?show=focus_chosen&round=2025-H2")
    assert marks(before)[0][1] == "Dale: Not asked in this half-year"


def test_it_shows_no_small_count(placed: World, signed_in):
    pages = []
    for few in (2, 3, 4):
        ask_residents(placed, few)
        looked_at = (
            ("usa-staff", USA, CODES[0]),
            ("usa-staff", USA, CODES[1]),
            ("oasis-staff", ALL, CODES[0]),
        )
        pages.append(
            [
                get_summary(signed_in(person), f"{url}?show={code}&round={NOW}")
                for person, url, code in looked_at
            ]
        )
    assert pages[0] == pages[1] == pages[2]
    assert [telling(text) for text in pages[1]] == [[]] * 3
    # 3 of 41 is below 40 % whatever the hidden answers are; for 38 of 41 the rating depends on them.
    assert "Hill: fewer than 5 of 41, Not met" in pages[1][0]
    assert "Hill: more than 36 of 41, Not shown" in pages[1][1]
    assert "tf-map__marker--suppressed" in pages[1][1]


def test_it_draws_the_region_of_another_office_and_the_world(placed: World, signed_in):
    uk = page(signed_in("uk-staff"), "/office/uk/map/")
    assert marks(uk) == [("/office/uk/communities/moor/figures/", "Moor: Sharing")]
    world = page(signed_in("oasis-staff"), ALL)
    assert [url for url, _title in marks(world)] == [
        "/office/uk/communities/moor/figures/",
        "/office/usa/communities/dale/figures/",
        "/office/usa/communities/hill/figures/",
    ]
    assert "Oasis UK" in world
    for text in (uk, world, page(signed_in("usa-staff"), USA)):
        assert len(gzip.compress(text.encode())) < 60_000
        assert re.findall(r"\sstyle=|<style|\son[a-z]+=", text) == []


def test_a_community_without_a_place_is_in_the_table(placed: World, signed_in):
    put(placed.dale, "18.40000", "-66.10000")
    response = signed_in("usa-staff").get(USA)
    assert [place.community.name for place in response.context["unplaced"]] == ["Dale"]
    assert [title for _url, title in marks(response.content.decode())] == ["Hill: Acting"]
    assert "1 community without a location is only in the table" in get_words(response.content.decode())
    Community.objects.update(latitude=None, longitude=None)
    for person, url in (("usa-staff", USA), ("uk-staff", "/office/uk/map/"), ("oasis-staff", ALL)):
        text = page(signed_in(person), url)
        assert (marks(text), "Nothing yet" in text) == ([], True)


@pytest.mark.parametrize(
    "query", ["show=nonsense", "round=2019-H1", "round=%00&show=%00", "show=" + "9" * 5000]
)
def test_it_says_what_is_wrong_and_shows_the_stages(placed: World, signed_in, query: str):
    text = page(signed_in("usa-staff"), f"{USA}?{query}")
    assert "is not one of the available choices" in text
    assert [title for _url, title in marks(text)] == ["Dale: Planning", "Hill: Acting"]


def test_an_office_without_communities_and_rounds_has_a_page(world: World, signed_in):
    text = page(signed_in("oasis-staff"), "/office/oasis/map/?show=meets_consistently")
    assert "Nothing yet" in text
    assert 'href="/office/oasis/communities/new/"' in text


def test_it_says_that_none_is_like_what_was_looked_for(placed: World, signed_in):
    text = page(signed_in("usa-staff"), f"{USA}?q=nowhere")
    assert "No results" in text
    assert "Nothing yet" not in text


def test_other_people_have_no_access(placed: World, signed_in):
    for person, url, status in (
        ("hill-coordinator", USA, 404),
        ("uk-staff", USA, 404),
        ("usa-staff", ALL, 404),
        ("stranger", ALL, 404),
        ("oasis-staff", USA, 200),
    ):
        assert signed_in(person).get(url).status_code == status, (person, url)


@pytest.mark.thorough
@pytest.mark.parametrize("query", ["", f"?show=access_known&round={NOW}"])
def test_it_asks_as_often_for_many_communities(
    placed: World, signed_in, query: str, django_assert_max_num_queries
):
    client = signed_in("usa-staff")
    client.get(USA + query)
    with django_assert_max_num_queries(40) as few:
        client.get(USA + query)
    for number in range(3):
        town = make_community(placed.usa, f"town-{number}")
        put(town, "34.1", "-118.1")
        with within(town):
            store(town, NOW, {})
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(USA + query)


def test_the_dashboards_lead_to_it(placed: World, signed_in):
    assert f'href="{USA}"' in page(signed_in("usa-staff"), "/office/usa/")
    assert f'href="{ALL}"' in page(signed_in("oasis-staff"), "/international/offices/")
