"""All strategies of a community: grouped and counted, with organizations not asked yet."""

import re

import pytest

from events.actions import Attendance
from events.models import Event, EventStatus
from stakeholders.models import StrategyAssessment
from tests.base import World, within
from tests.events.base import log
from tests.stakeholders.base import add
from tests.stakeholders.strategy_base import days_ago, make, page, today


def titles(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {group["code"]: [row.title for row in group["rows"]] for group in response.context["groups"]}


def met(world: World, organization, age: int = 10) -> Event:
    with within(world.hill):
        attendance = Attendance(organizations=(organization.pk,))
        return log(world, days_ago(world.hill, age), attendance)


def unasked(client) -> list[str]:
    return [organization.name for organization in client.get(page()).context["unasked"]]


class TestGroups:
    def test_it_groups_by_sector_in_their_order(self, world: World, signed_in):
        make(world, title="Film", organization=add(world.hill, "Radio", sector="media"))
        make(world, title="Lessons")
        assert titles(signed_in("hill-member").get(page())) == {"schools": ["Lessons"], "media": ["Film"]}

    def test_it_groups_by_how_far_they_are_the_furthest_first(self, world: World, signed_in):
        for title, rung, evidence in (
            ("A", "pledged", None),
            ("B", "implementing", 5),
            ("C", "verified", 400),
            ("D", "verified", 5),
        ):
            make(world, rung, title=title, evidence=evidence)
        titles_shown = titles(signed_in("hill-member").get(page("?group=standing")))
        assert list(titles_shown.items()) == [
            ("verified", ["D"]),
            ("implementing", ["B"]),
            ("unconfirmed", ["C"]),
            ("pledged", ["A"]),
        ]

    def test_it_counts_every_standing_whatever_is_filtered(self, world: World, signed_in):
        make(world, "implementing", evidence=5)
        make(world, "implementing", evidence=400)
        make(world, "planned")
        response = signed_in("hill-member").get(page("?sector=media"))
        assert {status.value: count for status, count in response.context["counts"]} == {
            "verified": 0,
            "implementing": 1,
            "unconfirmed": 1,
            "planned": 1,
            "pledged": 0,
        }
        assert titles(response) == {}
        assert "No results" in response.content.decode()

    def test_it_filters(self, world: World, signed_in):
        make(world, "planned", title="Plan")
        make(world, "planned", title="Film", organization=add(world.hill, "Radio", sector="media"))
        make(world, "pledged", title="Word")
        client = signed_in("hill-member")
        assert titles(client.get(page("?sector=schools&standing=planned"))) == {"schools": ["Plan"]}

    @pytest.mark.parametrize("bad", ["sector=spies", "standing=ended", "group=name"])
    def test_it_explains_a_wrong_filter(self, signed_in, bad):
        response = signed_in("hill-member").get(page(f"?{bad}"))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [bad.split("=")[0]]

    def test_it_marks_what_needs_fresh_evidence(self, world: World, signed_in):
        make(world, "implementing", evidence=350)
        make(world, "implementing", evidence=400)
        make(world, "implementing", evidence=5)
        response = signed_in("hill-member").get(page())
        assert response.context["to_confirm"] == 2
        assert len(re.findall("Needs fresh evidence", response.content.decode())) == 2

    def test_it_separates_ended_ones_and_leaves_out_deleted_ones(self, world: World, signed_in):
        make(world, title="Over", ended_on=today(world.hill), end_reason="Closed")
        make(world, title="Gone", deleted_at="2026-01-01T00:00Z")
        response = signed_in("hill-member").get(page())
        assert titles(response) == {}
        assert [strategy.title for strategy in response.context["ended"]] == ["Over"]
        assert "Gone" not in response.content.decode()

    def test_it_teaches_where_nothing_is_recorded(self, signed_in):
        for person, may in (("hill-member", False), ("hill-leader", True)):
            html = signed_in(person).get(page()).content.decode()
            assert "Nothing yet" in html
            assert (page("new/") in html.split("path-heading")[0]) is may


class TestNotAsked:
    def test_it_lists_last_years_attendees_that_were_never_asked(self, world: World, signed_in):
        met(world, add(world.hill, "Came"))
        met(world, add(world.hill, "Came long ago"), age=380)
        add(world.hill, "Never came")
        client = signed_in("hill-member")
        assert unasked(client) == ["Came"]

    def test_it_leaves_out_who_was_asked(self, world: World, signed_in):
        asked_organization, active, dropped = (
            add(world.hill, name) for name in ("Asked", "Active", "Dropped")
        )
        for organization in (asked_organization, active, dropped):
            met(world, organization)
        make(world, organization=active)
        make(world, organization=dropped, deleted_at="2026-01-01T00:00Z")
        with within(world.hill):
            StrategyAssessment.objects.create(
                organization=asked_organization, on=days_ago(world.hill, 3), by=world["hill-leader"]
            )
        client = signed_in("hill-member")
        assert unasked(client) == ["Dropped"]
        assert [organization.name for organization in client.get(page()).context["without"]] == ["Asked"]

    @pytest.mark.parametrize(
        "change",
        [{"status": EventStatus.PLANNED}, {"deleted_at": "2026-01-01T00:00Z"}],
        ids=["planned", "deleted"],
    )
    def test_it_counts_only_what_was_held(self, world: World, signed_in, change):
        event = met(world, add(world.hill, "Came"))
        with within(world.hill):
            Event.objects.filter(pk=event.pk).update(**change)
        assert unasked(signed_in("hill-member")) == []


def test_it_shows_the_path(signed_in):
    assert "Your progress" in signed_in("hill-member").get(page()).content.decode()
