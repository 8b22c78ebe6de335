import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from stakeholders.findings import PAGE_SIZE
from stakeholders.models import OwnVulnerability
from tests.base import World, within
from tests.stakeholders.findings_base import add_finding, findings

HILL = findings("hill")


def summaries(response) -> list[str]:
    return [finding.finding.summary for finding in response.context["findings"]]


def test_it_ranks_by_severity_times_confidence_and_then_by_day(world: World, signed_in):
    today = timezone.localdate()
    add_finding(world.hill, "six", severity=2, confidence=3, observed_on=today)
    add_finding(world.hill, "twenty", severity=4, confidence=5, observed_on=today - timedelta(days=9))
    add_finding(world.hill, "six, older", severity=3, confidence=2, observed_on=today - timedelta(days=1))
    add_finding(world.hill, "deleted", deleted_at=timezone.now())
    add_finding(world.dale, "theirs")
    response = signed_in("hill-member").get(HILL)
    assert summaries(response) == ["twenty", "six", "six, older"]
    assert "4 × 5 = <strong>20</strong>" in response.content.decode()


def test_it_leads_on_from_an_empty_list(signed_in):
    for person, leads in (("hill-leader", True), ("hill-member", False)):
        page = signed_in(person).get(HILL).content.decode()
        assert "Nothing yet" in page
        assert ("Record a finding" in page) is leads


def test_it_counts_what_is_still_so(world: World, signed_in):
    today = timezone.localdate()
    add_finding(world.hill, observed_on=today, checked_on=today)
    add_finding(world.hill, observed_on=today - timedelta(days=1000))
    add_finding(world.hill, observed_on=today, status="withdrawn", checked_on=today)
    add_finding(world.hill, deleted_at=timezone.now())
    response = signed_in("hill-member").get(HILL)
    assert response.context["counts"] == {"total": 3, "open": 2, "checked": 1, "old": 1}
    page = response.content.decode()
    assert "3 findings" in page
    assert "too old to count" in page
    # Each number links to as many findings.
    for says, query, count in (
        ("2 findings are still so", "status=open", 2),
        ("1 checked with the community", "status=open&amp;checked=yes", 1),
        ("See them", "status=open&amp;age=old", 1),
    ):
        assert re.search(rf'href="[^"]*\?{re.escape(query)}">{says}</a>', page)
        assert len(summaries(signed_in("hill-member").get(f"{HILL}?{unescape(query)}"))) == count


WRONG_FILTERS = [
    {"text": "a\0b"},
    {"text": "x" * 101},
    {"group": "x"},
    {"status": "x"},
    {"checked": "x"},
    {"age": "x"},
]


class TestFilters:
    @pytest.fixture(autouse=True)
    def some(self, world: World):
        today = timezone.localdate()
        with within(world.usa):
            own = OwnVulnerability.objects.create(
                group="online", title_en="Chat rooms", added_by=world["usa-staff"]
            )
        add_finding(world.hill, "Wages at the farms", severity=5, confidence=5)
        add_finding(world.hill, "Beds at the farms", vulnerability="housing_tied_to_job", severity=4)
        add_finding(world.hill, "100 % of it", vulnerability=own.code, status="eased", severity=3)
        add_finding(world.hill, "Checked", vulnerability="no_local_rules", checked_on=today, severity=1)

    @pytest.mark.parametrize(
        ("query", "expected_summaries"),
        [
            ({"text": "FARMS"}, ["Wages at the farms", "Beds at the farms"]),
            ({"text": "farms beds"}, ["Beds at the farms"]),
            ({"text": "losing the bed"}, ["Beds at the farms"]),
            ({"text": "%"}, ["100 % of it"]),
            ({"text": "nothing like it"}, []),
            ({"group": "labor"}, ["Wages at the farms"]),
            ({"group": "online"}, ["100 % of it"]),
            ({"status": "eased"}, ["100 % of it"]),
            ({"checked": "yes"}, ["Checked"]),
            ({"checked": "no", "status": "open"}, ["Wages at the farms", "Beds at the farms"]),
            ({"age": "old"}, []),
            ({"age": "fresh", "group": "labor"}, ["Wages at the farms"]),
        ],
        ids=str,
    )
    def test_it_finds(self, signed_in, query, expected_summaries):
        assert summaries(signed_in("hill-member").get(HILL, query)) == expected_summaries

    def test_it_explains_a_search_that_makes_no_sense(self, signed_in, subtests):
        for wrong_filter in WRONG_FILTERS:
            with subtests.test(asked=wrong_filter):
                response = signed_in("hill-member").get(HILL, wrong_filter)
                assert response.status_code == 422
                assert summaries(response) == []
                assert list(response.context["form"].errors) == list(wrong_filter)


class TestPages:
    def fill(self, world: World, count: int) -> list[str]:
        """Create findings in the order of the list: two of one day for each weight."""
        day = timezone.localdate()
        names = []
        for number in range(count):
            name = f"number {number:03}"
            add_finding(
                world.hill,
                name,
                severity=1 + number % 5,
                confidence=5,
                observed_on=day - timedelta(number // 10),
            )
            names.append((-(1 + number % 5), number // 10, -number, name))
        return [name for *_, name in sorted(names)]

    def test_it_pages_to_the_end_and_back(self, world: World, signed_in):
        result = self.fill(world, PAGE_SIZE + 3)
        client = signed_in("hill-member")
        first = client.get(HILL)
        second = client.get(first.context["next_url"])
        assert summaries(first) + summaries(second) == result
        assert (first.context["previous_url"], second.context["next_url"]) == ("", "")
        assert summaries(client.get(second.context["previous_url"])) == summaries(first)

    @pytest.mark.parametrize("mark", ["x", "-1", "0", "²", "9" * 40, "9" * 5000, "\0"])
    def test_it_begins_at_the_start_when_the_mark_is_none(self, world: World, signed_in, mark: str):
        add_finding(world.hill, "the one")
        client = signed_in("hill-member")
        assert summaries(client.get(HILL, {"after": mark})) == ["the one"]
        assert summaries(client.get(HILL, {"before": mark})) == ["the one"]

    def test_it_keeps_the_search_on_the_next_page(self, world: World, signed_in):
        self.fill(world, PAGE_SIZE + 1)
        response = signed_in("hill-member").get(HILL, {"text": "number"})
        assert "text=number&after=" in response.context["next_url"]
