import datetime as dt

import pytest

from stakeholders.influence import SHIPPED_WEIGHTS
from stakeholders.models import Evidence, InfluenceWeight, OwnVulnerability, Strategy, StrategyStep
from tests.base import World, within
from tests.stakeholders.base import add
from tests.stakeholders.focus_base import choose, decide, find, get_text, local_today, page

HILL = page("hill")


class TestWhoMayRead:
    @pytest.mark.parametrize(
        ("person", "decides"), [("hill-member", False), ("hill-leader", False), ("hill-coordinator", True)]
    )
    def test_it_shows_the_team_and_lets_coordinators_decide(self, world: World, signed_in, person, decides):
        focus = choose(world.hill, find(world.hill))
        content = signed_in(person).get(HILL).content.decode()
        for link in ("accept/", "reject/", f"{focus.pk}/edit/", f"{focus.pk}/end/"):
            assert (page("hill", link) in content) is decides


class TestCurrent:
    def test_it_shows_the_finding_and_the_plan(self, world: World, signed_in):
        choose(
            world.hill,
            find(world.hill),
            organization=add(world.hill, "Night Market", sector="local_business"),
        )
        text = get_text(signed_in("hill-member").get(HILL))
        assert "Night Market Local businesses Finding Wages are withheld or cut" in text
        assert "Visit the markets. Person responsible and due date Ana, by " in text
        assert "overdue" not in text

    def test_it_says_what_is_overdue_and_what_does_not_count(self, world: World, signed_in):
        today = local_today(world.hill)
        choose(world.hill, None, plan_due=today - dt.timedelta(days=3), plan="")
        text = get_text(signed_in("hill-member").get(HILL))
        assert "3 days overdue" in text
        assert "No finding: it does not count" in text
        assert "It counts once it has a plan, a person and a date" in text

    def test_it_leaves_out_what_ended_and_says_when_there_are_too_many(self, world: World, signed_in):
        finding, today = find(world.hill), local_today(world.hill)
        choose(world.hill, finding, ended_on=today)
        for sector in ("schools", "media"):
            choose(world.hill, finding, sector=sector)
        client = signed_in("hill-member")
        response = client.get(HILL)
        assert [focus.sector for focus, _ in response.context["current"]] == ["schools", "media"]
        assert "count as partly met" not in get_text(response)
        choose(world.hill, finding, sector="consumers")
        assert "count as partly met" in get_text(client.get(HILL))


class TestSuggestion:
    def test_it_ranks_the_sectors_and_shows_the_arithmetic(self, world: World, signed_in):
        finding = find(world.hill)
        response = signed_in("hill-member").get(HILL)
        ranked = [(row.bar.sector, row.bar.total) for row, _ in response.context["rows"]]
        assert ranked[:3] == [("local_business", 36), ("law_enforcement", 24), ("local_legislatures", 24)]
        assert ranked[-2:] == [("schools", 0), ("first_responders", 0)]
        text = get_text(response)
        assert "4 × 3 × 3 = 36" in text
        assert "Your findings point to: Local businesses" in text
        assert "Tied for second place" in text
        assert f"/c/hill/findings/{finding.pk}/" in response.content.decode()

    def test_it_names_two_where_two_are_clear(self, world: World, signed_in):
        find(world.hill, "pictures_as_pressure")
        response = signed_in("hill-member").get(HILL)
        assert response.context["ranking"].suggested == ("schools", "law_enforcement")
        assert "Your findings point to: Schools, Law enforcement" in get_text(response)

    def test_it_shows_ties_and_strategies(self, world: World, signed_in):
        find(world.hill)
        day = local_today(world.hill) - dt.timedelta(days=20)
        market = add(world.hill, "Night Market", sector="local_business", tie="existing")
        add(world.hill, "Shop", sector="local_business", tie="new")
        with within(world.hill):
            strategy = Strategy.objects.create(organization=market, title="x", purpose="mitigate")
            StrategyStep.objects.create(
                strategy=strategy, rung="implementing", on=day, by=world["hill-leader"]
            )
            Evidence.objects.create(strategy=strategy, kind="link", on=day, what="x")
        text = get_text(signed_in("hill-member").get(HILL))
        assert "2 organizations known (1 from before, 1 new) 1 of 2 with a strategy in practice" in text
        assert "You know nobody there yet" in text


class TestWhatIsExplained:
    def test_it_teaches_where_there_are_no_findings(self, signed_in):
        response = signed_in("hill-leader").get(HILL)
        assert "Nothing yet" in get_text(response)
        assert "/c/hill/findings/new/" in response.content.decode()

    def test_it_says_that_all_findings_are_too_old(self, world: World, signed_in):
        find(world.hill, observed_on=dt.date(2019, 5, 4))
        find(world.hill, observed_on=dt.date(2020, 5, 4))
        response = signed_in("hill-member").get(HILL)
        text = get_text(response)
        assert "Your newest is from May 4, 2020." in text
        assert "2 findings do not count, and why" in text
        assert response.context["ranking"].suggested == ()

    def test_it_breaks_no_tie(self, world: World, signed_in):
        find(world.hill, "no_screening")
        find(world.hill, "online_recruitment")
        response = signed_in("hill-coordinator").get(HILL)
        # Schools and NGOs: 12 × (1 + 3) and 12 × (2 + 2); police 12 × (3 + 2).
        assert response.context["ranking"].suggested == ("law_enforcement",)
        assert response.context["ranking"].tied == ("schools", "faith_ngos")
        assert "Tied for second place: Schools, Faith communities and NGOs." in get_text(response)

    def test_it_says_what_the_office_has_not_weighed(self, world: World, signed_in):
        with within(world.usa):
            own = OwnVulnerability.objects.create(
                group="labor", title_en="Harvest camps", added_by=world["usa-staff"]
            )
        find(world.hill, own.code)
        client = signed_in("hill-member")
        response = client.get(HILL)
        assert "findings about them do not count: Harvest camps." in get_text(response)
        assert response.context["ranking"].counted == ()
        with within(world.usa):
            InfluenceWeight.objects.create(
                vulnerability=own.code, sector="media", weight=2, reason="x", set_by=world["usa-staff"]
            )
        response = client.get(HILL)
        assert "do not count" not in get_text(response)
        assert response.context["ranking"].suggested == ("media",)

    def test_it_says_when_nothing_counts_for_other_reasons(self, world: World, signed_in):
        find(world.hill, status="eased")
        assert "All findings have improved or were withdrawn" in get_text(signed_in("hill-member").get(HILL))

    def test_it_says_whether_the_office_changed_the_weights(self, world: World, signed_in):
        find(world.hill)
        client = signed_in("hill-member")
        assert "Your office changed some of them" not in get_text(client.get(HILL))
        with within(world.usa):
            InfluenceWeight.objects.create(
                vulnerability="wage_theft", sector="schools", weight=3, reason="x", set_by=world["usa-staff"]
            )
        response = client.get(HILL)
        assert "Your office changed some of them, last on " in get_text(response)
        assert response.context["ranking"].suggested == ("schools", "local_business")

    def test_it_does_not_count_what_another_office_weighed(self, world: World, signed_in):
        find(world.hill)
        with within(world.uk):
            InfluenceWeight.objects.create(
                vulnerability="wage_theft", sector="schools", weight=3, reason="x", set_by=world["uk-staff"]
            )
        rows = signed_in("hill-member").get(HILL).context["rows"]
        assert {row.bar.sector: row.bar.total for row, _ in rows} == {
            sector: 12 * weight for sector, weight in SHIPPED_WEIGHTS["wage_theft"].items()
        }


class TestHistory:
    def test_it_lists_decisions_with_the_newest_first(self, world: World, signed_in):
        finding, today = find(world.hill), local_today(world.hill)
        first = decide(world.hill, decided_on=today - dt.timedelta(days=90))
        choose(world.hill, finding, decision=first, ended_on=today)
        decide(world.hill, verdict="rejected", reason="The chief changes in June.")
        response = signed_in("hill-member").get(HILL)
        assert [outcome for _, outcome in response.context["history"]] == ["rejected", "followed"]
        assert "Suggestion rejected The chief changes in June." in get_text(response)

    def test_it_reminds_of_a_rejection_while_the_suggestion_is_the_same(self, world: World, signed_in):
        find(world.hill)
        client = signed_in("hill-member")
        ranking = client.get(HILL).context["ranking"]
        fields = {
            "as_of": "2026-01-01",
            "scores": [],
            "suggested": list(ranking.suggested),
            "tied": list(ranking.tied),
            "left_out": [],
        }
        decide(world.hill, verdict="rejected", reason="Not now.", suggestion=fields)
        assert "You decided not to follow this" in get_text(client.get(HILL))
        find(world.hill, "pictures_as_pressure", severity=5, confidence=5)
        assert "You decided not to follow this" not in get_text(client.get(HILL))


def test_it_gives_the_ranking_to_take_along(world: World, signed_in):
    find(world.hill)
    client = signed_in("hill-member")
    assert "?chart=ranking&amp;as=svg" in client.get(HILL).content.decode()
    assert "local_business,A,wage_theft,36" in client.get(f"{HILL}?chart=ranking&as=csv").content.decode()
    picture = client.get(f"{HILL}?chart=ranking&as=svg")
    assert (picture["Content-Type"], b"Local businesses" in picture.content) == ("image/svg+xml", True)
    assert client.get(f"{HILL}?chart=other&as=svg").status_code == 404
