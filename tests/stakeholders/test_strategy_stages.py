"""Raising and lowering a strategy's stage with a day, and its end."""

import pytest

from stakeholders.models import Strategy
from tests.base import World, within
from tests.stakeholders.strategy_base import days_ago, make, rungs, show, today, url_for


def step(world: World, rung: str, age: int = 0) -> dict[str, str]:
    return {"rung": rung, "on": str(days_ago(world.hill, age))}


def stored(world: World, strategy: Strategy) -> Strategy:
    with within(world.hill):
        return Strategy.objects.get(pk=strategy.pk)


WRONG_RUNG = [{"rung": "top"}, {"rung": ""}, {"on": ""}, {"on": "2999-01-01"}]


class TestRung:
    def test_it_moves_up_and_down_with_a_day(self, world: World, signed_in):
        strategy = make(world, "pledged", since=30)
        client = signed_in("hill-leader")
        client.post(url_for(strategy, "level/"), step(world, "implementing", 20))
        client.post(url_for(strategy, "level/"), step(world, "planned", 10))
        assert rungs(world.hill, strategy) == [
            ("pledged", days_ago(world.hill, 30)),
            ("implementing", days_ago(world.hill, 20)),
            ("planned", days_ago(world.hill, 10)),
        ]

    def test_it_suggests_the_next_stage(self, world: World, signed_in):
        client = signed_in("hill-leader")
        for rung, expected in (
            ("pledged", "planned"),
            ("planned", "implementing"),
            ("implementing", "implementing"),
        ):
            form = client.get(url_for(make(world, rung), "level/")).context["form"]
            assert form.initial["rung"] == expected
        form = (
            signed_in("hill-coordinator").get(url_for(make(world, "implementing"), "level/")).context["form"]
        )
        assert form.initial["rung"] == "verified"

    def test_it_takes_the_same_step_once(self, world: World, signed_in):
        strategy = make(world, "pledged", since=30)
        for _ in range(2):
            signed_in("hill-leader").post(url_for(strategy, "level/"), step(world, "planned"))
        assert len(rungs(world.hill, strategy)) == 2

    def test_it_completes_the_history_with_an_earlier_step_and_says_so(self, world: World, signed_in):
        strategy = make(world, "implementing", since=30)
        response = signed_in("hill-leader").post(
            url_for(strategy, "level/"), step(world, "planned", 60), follow=True
        )
        assert "A later step keeps it at “In practice”" in response.content.decode()
        assert response.context["shown"].rung == "implementing"

    def test_it_lets_only_a_coordinator_verify(self, world: World, signed_in):
        strategy = make(world, "implementing", evidence=10)
        response = signed_in("hill-leader").post(url_for(strategy, "level/"), step(world, "verified"))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["rung"]
        assert (
            signed_in("hill-coordinator")
            .post(url_for(strategy, "level/"), step(world, "verified"))
            .status_code
            == 302
        )
        assert rungs(world.hill, strategy)[-1] == ("verified", today(world.hill))

    @pytest.mark.parametrize(("evidence", "age"), [(None, 0), (400, 0), (10, 20)])
    def test_it_verifies_only_what_something_fresh_shows_on_that_day(self, world, signed_in, evidence, age):
        strategy = make(world, "implementing", evidence=evidence)
        response = signed_in("hill-coordinator").post(
            url_for(strategy, "level/"), step(world, "verified", age)
        )
        assert response.status_code == 422
        assert "Add evidence first" in response.content.decode()
        assert len(rungs(world.hill, strategy)) == 1

    def test_it_does_not_count_deleted_evidence(self, world: World, signed_in):
        strategy = make(world, "implementing")
        show(world, strategy, 5, deleted_at="2026-01-01T00:00Z")
        response = signed_in("hill-coordinator").post(url_for(strategy, "level/"), step(world, "verified"))
        assert response.status_code == 422

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_RUNG:
            with subtests.test(bad=bad):
                strategy = make(world)
                response = signed_in("hill-leader").post(
                    url_for(strategy, "level/"), step(world, "planned") | bad
                )
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert len(rungs(world.hill, strategy)) == 1

    def test_it_does_not_move_what_ended(self, world: World, signed_in):
        strategy = make(world, ended_on=today(world.hill))
        assert (
            signed_in("hill-leader").post(url_for(strategy, "level/"), step(world, "planned")).status_code
            == 404
        )


WRONG_END = [{"ended_on": ""}, {"ended_on": "2999-01-01"}, {"end_reason": ""}, {"revision": "x"}]


class TestEnd:
    def typed(self, world: World, strategy: Strategy, **changes):
        return {
            "revision": strategy.revision,
            "ended_on": str(today(world.hill)),
            "end_reason": "The shop closed.",
        } | changes

    def test_it_ends_and_continues_again(self, world: World, signed_in):
        strategy = make(world, "implementing")
        client = signed_in("hill-leader")
        response = client.post(url_for(strategy, "end/"), self.typed(world, strategy), follow=True)
        assert url_for(strategy, "continue/") in response.content.decode()
        now = stored(world, strategy)
        assert (now.ended_on, now.end_reason) == (today(world.hill), "The shop closed.")
        client.post(url_for(strategy, "continue/"))
        now = stored(world, strategy)
        assert (now.ended_on, now.end_reason) == (None, "")

    def test_it_asks_again_after_a_change_meanwhile(self, world: World, signed_in):
        strategy = make(world)
        with within(world.hill):
            Strategy.objects.filter(pk=strategy.pk).update(note="Changed")
        client = signed_in("hill-leader")
        response = client.post(url_for(strategy, "end/"), self.typed(world, strategy))
        assert response.status_code == 409
        assert "The shop closed." in response.content.decode()
        assert stored(world, strategy).ended_on is None
        again = self.typed(world, strategy, revision=response.context["form"]["revision"].value())
        assert client.post(url_for(strategy, "end/"), again).status_code == 302
        assert stored(world, strategy).ended_on == today(world.hill)

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_END:
            with subtests.test(bad=bad):
                strategy = make(world)
                response = signed_in("hill-leader").post(
                    url_for(strategy, "end/"), self.typed(world, strategy, **bad)
                )
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert stored(world, strategy).revision == 1
