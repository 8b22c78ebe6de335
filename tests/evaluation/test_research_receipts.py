"""The receipts of items 2, 3, 9 and 12: links for the community, counts for its office, and later changes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluation.actions.figures import refresh_figures
from evaluation.models import Figure
from evaluation.record_kinds import in_reading_order
from events.models import EventKind
from stakeholders.models import Finding, StrategyAssessment
from tests.base import World, within
from tests.evaluation.figures.records import H1, event, organization, sat_down
from tests.evaluation.figures.research_records import evidence, finding, focus, full_research, gift, strategy

SECRET = "Behind the third house"
PARTS = ("research_done", "focus_chosen", "strategies_implemented", "resources_identified")


@pytest.fixture
def path(world: World) -> dict[str, int]:
    """One of each record, and the resulting figures."""
    by = world["hill-leader"]
    with within(world.hill):
        made = full_research()
        finding_row = finding("2026-03-02", summary=SECRET)
        chosen = focus("schools", finding=finding_row)
        school, paper = organization("Hill High", "schools"), organization("Hill Paper", "media")
        acting = strategy(school, by, ("implementing", "2026-02-01"), finding=finding_row)
        shown = evidence(acting, "2026-03-03")
        sat_down(event(world.hill, EventKind.EDUCATION, "2025-12-01"), paper)
        StrategyAssessment.objects.create(organization=paper, on=date(2026, 3, 4), by=by)
        gift_row = gift("hours", "3")
        refresh_figures([world.hill], H1)
    ids = {
        "research": made,
        "finding": finding_row,
        "focus": chosen,
        "strategy": acting,
        "evidence": shown,
        "gift": gift_row,
    }
    return {name: record.pk for name, record in ids.items()} | {"paper": paper.pk, "school": school.pk}


def page(client, part: str):
    response = client.get(f"/c/hill/figures/{H1}/{part}/")
    assert response.status_code == 200
    return response


def links(response, kind: str = "groups") -> dict[str, list[tuple[str, str]]]:
    return {group.kind: [(link.title, link.url) for link in group.links] for group in response.context[kind]}


def test_research_opens_its_steps_methods_and_findings(world: World, signed_in, path: dict[str, int]):
    response = page(signed_in("hill-member"), "research_done")
    shown_links = links(response)
    assert shown_links["Research"] == [("Where are people vulnerable?", "/c/hill/research/")]
    step = f"/c/hill/research/{path['research']}/steps/design/"
    assert ("Design the research", step) in shown_links["steps of the research"]
    assert shown_links["uses of a research method"] == [
        ("Interview", "/c/hill/research/"),
        ("Mapping", "/c/hill/research/"),
    ]
    title = "Wages are withheld or cut"
    assert shown_links["Findings"][0] == (title, f"/c/hill/findings/{path['finding']}/")
    assert SECRET not in response.content.decode()


def test_focus_and_strategies_open_theirs(world: World, signed_in, path: dict[str, int]):
    client = signed_in("hill-member")
    shown_links = links(page(client, "focus_chosen"))
    assert shown_links["Focus stakeholders"] == [("Schools", "/c/hill/focus/")]
    response = page(client, "strategies_implemented")
    organizations = next(group for group in response.context["groups"] if group.kind == "Organizations")
    assert [link.note.split(" · ")[0] for link in organizations.links] == [
        "counts: In practice",
        "does not count: No strategy yet",
    ]
    assert "Organizations: 2, of which 1 count" in response.content.decode()
    shown_links = links(response)
    strategy_page = f"/c/hill/strategies/{path['strategy']}/"
    assert shown_links["Strategies"] == [("x", strategy_page)]
    assert shown_links["steps of a strategy"] == [("In practice", strategy_page)]
    assert shown_links["Evidence"] == [("x", strategy_page)]
    assert shown_links["organizations asked that have no strategy"] == [
        ("Hill Paper", f"/c/hill/organizations/{path['paper']}/")
    ]


def test_gifts_and_new_partners_were_looked_at_and_do_not_count(
    world: World, signed_in, path: dict[str, int]
):
    response = page(signed_in("hill-member"), "resources_identified")
    assert links(response) == {}
    considered = links(response, "considered")
    assert considered["Contributions"] == [("x", "/c/hill/contributions/")]


@pytest.mark.thorough
@pytest.mark.parametrize("part", PARTS)
def test_every_link_opens_for_a_member(world: World, signed_in, path: dict[str, int], part: str):
    client = signed_in("hill-member")
    response = page(client, part)
    urls = {
        url
        for kind in ("groups", "considered")
        for rows in links(response, kind).values()
        for _t, url in rows
    }
    assert {client.get(url).status_code for url in urls} <= {200}


@pytest.mark.parametrize("part", PARTS)
def test_the_office_reads_how_many_and_not_which(world: World, signed_in, path: dict[str, int], part: str):
    with within(world.hill):
        counts = {
            table: len(rows) for table, rows in Figure.objects.get(part=part).receipt["records"].items()
        }
    response = signed_in("usa-staff").get(f"/office/usa/communities/hill/figures/{H1}/{part}/")
    assert [group.count for group in response.context["groups"]] == [
        counts[table] for table in in_reading_order(counts)
    ]
    text = response.content.decode()
    for hidden in (SECRET, "Hill High", "Where are people vulnerable?", "Wages are withheld or cut"):
        assert hidden not in text


def test_it_says_what_was_added_corrected_and_removed_since(world: World, signed_in, path: dict[str, int]):
    with within(world.hill):
        Figure.objects.update(frozen=True)
        finding("2026-05-01")
        Finding.objects.filter(pk=path["finding"]).update(severity=5)
        Finding.objects.exclude(pk=path["finding"]).filter(observed_on="2026-03-01").update(
            deleted_at=timezone.now()
        )
    texts = page(signed_in("hill-member"), "research_done").context["change_texts"]
    assert texts == ["Findings: 1 added, 1 corrected, 1 removed"]


def test_a_deleted_record_is_named_without_a_link(world: World, signed_in, path: dict[str, int]):
    with within(world.hill):
        Finding.objects.filter(pk=path["finding"]).update(deleted_at=timezone.now())
    shown_links = links(page(signed_in("hill-member"), "research_done"))
    assert ("Wages are withheld or cut", "") in shown_links["Findings"]


@pytest.mark.thorough
def test_it_asks_the_database_as_often_for_many_records(world: World, signed_in, path: dict[str, int]):
    client = signed_in("hill-member")

    def queries() -> int:
        page(client, "strategies_implemented")
        with CaptureQueriesContext(connection) as captured:
            page(client, "strategies_implemented")
        return len(captured)

    few = queries()
    with within(world.hill):
        for number in range(5):
            acting = strategy(
                organization(f"More {number}", "schools"), world["hill-leader"], ("verified", "2026-02-01")
            )
            evidence(acting, "2026-03-03")
        refresh_figures([world.hill], H1)
    assert queries() == few


def test_the_community_reads_its_records_in_the_order_of_its_work(
    world: World, signed_in, path: dict[str, int]
):
    kinds = [
        group.kind for group in page(signed_in("hill-member"), "strategies_implemented").context["groups"]
    ]
    assert kinds == [
        "Organizations",
        "Strategies",
        "steps of a strategy",
        "Evidence",
        "organizations asked that have no strategy",
    ]


def test_it_folds_what_is_long(world: World, signed_in, path: dict[str, int]):
    client = signed_in("hill-member")
    assert not any(group.is_long for group in page(client, "research_done").context["groups"])
    with within(world.hill):
        for number in range(1, 13):
            finding(f"2026-05-{number:02}")
        refresh_figures([world.hill], H1)
    response = page(client, "research_done")
    assert [group.kind for group in response.context["groups"] if group.is_long] == ["Findings"]
    assert "Findings: 14</summary>" in response.content.decode()
