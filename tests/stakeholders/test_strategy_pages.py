"""Choosing, adding, editing and deleting a strategy; recording that there is none."""

import pytest

from stakeholders.actions.strategies import record_no_strategy
from stakeholders.models import Finding, Strategy, StrategyAssessment, StrategyStep
from tests.base import COMMITTED, World, within
from tests.row_sets import stored_world
from tests.stakeholders.base import add, register
from tests.stakeholders.strategy_base import count, days_ago, make, page, rungs, strategy_data, today, url_for
from tests.threads import at_once


def adding(organization, slug: str = "hill") -> str:
    return register(slug, f"{organization.pk}/strategies/new/")


def none(organization, rest: str = "", slug: str = "hill") -> str:
    return register(slug, f"{organization.pk}/no-strategy/{rest}")


def the_one(world: World) -> Strategy:
    with within(world.hill):
        return Strategy.objects.select_related("finding").get()


class TestChoose:
    def test_it_leads_to_the_form_of_each_organization(self, world: World, signed_in):
        hill, dale = add(world.hill), add(world.dale, "Dale High")
        content = signed_in("hill-leader").get(page("new/")).content.decode()
        assert adding(hill) in content
        assert "Dale High" not in content
        assert str(dale.pk) not in content.split('id="register"')[1].split("</section>")[0]

    def test_it_searches(self, world: World, signed_in):
        add(world.hill)
        add(world.hill, "Radio", sector="media")
        client = signed_in("hill-leader")
        assert [row.name for row in client.get(page("new/?text=rad")).context["page"].rows] == ["Radio"]
        assert client.get(page("new/?sector=spies")).status_code == 422


WRONG_ADD = [
    {"code": ""},
    {"code": "spies"},
    {"title": ""},
    {"purpose": ""},
    {"purpose": "other"},
    {"rung": "verified"},
    {"rung": ""},
    {"since": ""},
    {"since": "2999-01-01"},
    {"since": "0202-01-01"},
    {"finding": "999999"},
    {"client_id": "x"},
]


class TestAdd:
    def test_it_adds_an_own_strategy_with_its_stage(self, world: World, signed_in):
        organization = add(world.hill)
        response = signed_in("hill-leader").post(adding(organization), strategy_data(world.hill))
        strategy = the_one(world)
        assert response["Location"] == url_for(strategy)
        assert (strategy.code, strategy.title, strategy.purpose) == ("", "Night bus", "mitigate")
        assert strategy.organization_id == organization.pk
        assert strategy.created_by_id == world["hill-leader"].pk
        assert rungs(world.hill, strategy) == [("planned", days_ago(world.hill, 3))]

    def test_it_takes_the_purpose_of_the_catalogue_unless_another_is_chosen(self, world: World, signed_in):
        organization = add(world.hill)
        client = signed_in("hill-leader")
        for purpose, expected in (("", "raise_awareness"), ("mitigate", "mitigate")):
            data = strategy_data(world.hill, code="school_staff_signs", title="left over", purpose=purpose)
            client.post(adding(organization), data)
            with within(world.hill):
                strategy = Strategy.objects.latest("id")
            assert (strategy.code, strategy.title) == ("school_staff_signs", "")
            assert strategy.purpose == expected

    def test_it_offers_the_sector_of_the_organization_first(self, world: World, signed_in):
        organization = add(world.hill, sector="media")
        response = signed_in("hill-leader").get(adding(organization))
        page = response.content.decode()
        assert page.index("media_regular_series") < page.index("school_staff_signs")
        assert page.count('type="radio"') > 24

    def test_it_answers_a_finding_of_ours(self, world: World, signed_in):
        organization = add(world.hill)
        values = {"summary": "x", "severity": 3, "confidence": 3, "method": "interview"}
        with within(world.hill):
            mine = Finding.objects.create(vulnerability="wage_theft", observed_on=today(world.hill), **values)
            wrong = Finding.objects.create(
                vulnerability="informal_jobs", observed_on=today(world.hill), status="withdrawn", **values
            )
        with within(world.dale):
            theirs = Finding.objects.create(
                vulnerability="wage_theft", observed_on=today(world.dale), **values
            )
        client = signed_in("hill-leader")
        for bad in (theirs, wrong):
            response = client.post(adding(organization), strategy_data(world.hill, finding=bad.pk))
            assert response.status_code == 422
            assert list(response.context["form"].errors) == ["finding"]
        client.post(adding(organization), strategy_data(world.hill, finding=mine.pk))
        assert the_one(world).finding == mine

    def test_it_adds_once_however_often_it_is_sent(self, world: World, signed_in):
        organization = add(world.hill)
        data = strategy_data(world.hill)
        client = signed_in("hill-leader")
        for _ in range(2):
            assert client.post(adding(organization), data).status_code == 302
        assert count(world.hill, Strategy) == count(world.hill, StrategyStep) == 1

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_ADD:
            with subtests.test(bad=bad):
                organization = add(world.hill)
                response = signed_in("hill-leader").post(
                    adding(organization), strategy_data(world.hill, **bad)
                )
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert "Agreed with the manager." in response.content.decode()
                assert count(world.hill, Strategy) == count(world.hill, StrategyStep) == 0


class TestEdit:
    def typed(self, world: World, strategy: Strategy, **changes):
        data = strategy_data(world.hill, revision=strategy.revision) | changes
        return {name: value for name, value in data.items() if name not in ("client_id", "rung", "since")}

    def test_it_saves_and_counts_the_revision(self, world: World, signed_in):
        strategy = make(world)
        client = signed_in("hill-leader")
        assert 'value="Night bus"' in client.get(url_for(strategy, "edit/")).content.decode()
        response = client.post(url_for(strategy, "edit/"), self.typed(world, strategy, title="Day bus"))
        assert response["Location"] == url_for(strategy)
        assert (the_one(world).title, the_one(world).revision) == ("Day bus", 2)

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world: World, signed_in):
        strategy = make(world)
        client = signed_in("hill-leader")
        client.post(url_for(strategy, "edit/"), self.typed(world, strategy, title="First"))
        response = client.post(url_for(strategy, "edit/"), self.typed(world, strategy, title="Second"))
        page = response.content.decode()
        assert response.status_code == 409
        assert the_one(world).title == "First"
        assert "Another person saved meanwhile" in page
        assert ">First<" in page.replace("\n", "").replace(" ", "")
        assert 'value="Second"' in page
        again = self.typed(
            world, strategy, title="Second", revision=response.context["form"]["revision"].value()
        )
        assert client.post(url_for(strategy, "edit/"), again).status_code == 302
        assert the_one(world).title == "Second"

    @pytest.mark.parametrize("bad", [{"title": ""}, {"code": ""}, {"revision": "x"}], ids=str)
    def test_it_explains_what_is_wrong_and_saves_nothing(self, world: World, signed_in, bad):
        strategy = make(world)
        response = signed_in("hill-leader").post(
            url_for(strategy, "edit/"), self.typed(world, strategy, **bad)
        )
        assert response.status_code == 422
        assert list(response.context["form"].errors) == list(bad)
        assert the_one(world).revision == 1


class TestDelete:
    def test_it_is_deleted_and_restored(self, world: World, signed_in):
        strategy = make(world)
        client = signed_in("hill-leader")
        response = client.post(url_for(strategy, "delete/"), follow=True)
        assert url_for(strategy, "restore/") in response.content.decode()
        assert the_one(world).deleted_at is not None
        assert client.post(url_for(strategy, "restore/"))["Location"] == url_for(strategy)
        assert the_one(world).deleted_at is None


class TestNone:
    def test_it_notes_that_they_have_none_and_takes_it_back(self, world: World, signed_in):
        organization = add(world.hill)
        client = signed_in("hill-leader")
        response = client.post(none(organization), {"on": str(days_ago(world.hill, 2))}, follow=True)
        assert count(world.hill, StrategyAssessment, on=days_ago(world.hill, 2)) == 1
        assert none(organization, "undo/") in response.content.decode()
        client.post(none(organization, "undo/"))
        assert count(world.hill, StrategyAssessment) == 0
        assert client.post(none(organization, "undo/")).status_code == 302

    def test_it_notes_one_day_once(self, world: World, signed_in):
        organization = add(world.hill)
        client = signed_in("hill-leader")
        for _ in range(2):
            client.post(none(organization), {"on": str(today(world.hill))})
        assert count(world.hill, StrategyAssessment) == 1

    @pytest.mark.parametrize("bad", ["", "yesterday", "2999-01-01"])
    def test_it_explains_a_wrong_day(self, world: World, signed_in, bad):
        response = signed_in("hill-leader").post(none(add(world.hill)), {"on": bad})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["on"]
        assert count(world.hill, StrategyAssessment) == 0


@COMMITTED
def test_an_organization_without_a_strategy_is_stored_once_however_often_it_is_sent():
    world = stored_world()
    organization = add(world.hill)

    def send() -> None:
        with within(world.hill):
            record_no_strategy(organization=organization, on=today(world.hill), by=world["hill-leader"])

    assert at_once(*[send] * 4) == [None] * 4
    with within(world.hill):
        assert StrategyAssessment.objects.count() == 1
