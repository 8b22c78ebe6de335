import datetime as dt

import pytest
from django.utils import timezone

from stakeholders.models import Finding, InfluenceWeight
from stakeholders.scores import ranking_to_json
from tests.base import World, within
from tests.stakeholders.focus_base import choose, decide, find, get_text, page


@pytest.fixture
def decision(world: World, signed_in):
    """4 × 3 about wages: local businesses had 36 when it was decided."""
    finding = find(world.hill)
    ranking = signed_in("hill-coordinator").get(page("hill")).context["ranking"]
    decision = decide(
        world.hill, suggestion=ranking_to_json(ranking), reason="They asked.", created_by=world["hill-leader"]
    )
    choose(world.hill, finding, decision=decision)
    return decision


def url(decision, slug: str = "hill") -> str:
    return page(slug, f"decisions/{decision.pk}/")


def scores(response) -> dict[str, int]:
    return {row.bar.sector: row.bar.total for row, _ in response.context["rows"] if row.bar.total}


def test_it_shows_the_arithmetic_as_it_stood(world: World, signed_in, decision):
    with within(world.hill):
        Finding.objects.update(severity=5, confidence=5)
    response = signed_in("hill-member").get(url(decision))
    text = get_text(response)
    assert "4 × 3 × 3 = 36" in text
    assert scores(response)["local_business"] == 36
    assert "Suggested: Local businesses. Tied: Law enforcement, Local legislatures." in text
    assert "They asked." in text
    assert "Visit the markets." in text
    assert ", by hill-leader" in text


def test_it_says_that_nothing_differs(signed_in, decision):
    assert "None: the same findings count" in get_text(signed_in("hill-member").get(url(decision)))


def test_it_says_what_differs_today(world: World, signed_in, decision):
    with within(world.hill):
        Finding.objects.update(severity=5)
    find(world.hill, "no_screening")
    with within(world.usa):
        InfluenceWeight.objects.create(
            vulnerability="wage_theft", sector="media", weight=2, reason="x", set_by=world["usa-staff"]
        )
    text = get_text(signed_in("hill-member").get(url(decision)))
    # 5 × 3 × 3, and 5 × 3 × 2.
    assert "Local businesses 36 45" in text
    assert "Media 12 30" in text
    assert "Severity × confidence changed from 4 × 3 to 5 × 3: Wages are withheld or cut" in text
    assert "New since then: Police, clinics and offices do not ask the right questions (4 × 3)" in text
    assert "Your office changed the influence of Media from 1 to 2: Wages are withheld or cut" in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "eased"}, "No longer so, or withdrawn: Wages"),
        ({"observed_on": dt.date(2020, 1, 1)}, "Too old to count now: Wages"),
        ({"deleted_at": timezone.now()}, "No longer counted: Wages"),
    ],
)
def test_it_says_why_a_finding_no_longer_counts(world: World, signed_in, decision, change, sentence: str):
    with within(world.hill):
        Finding.objects.update(**change)
    response = signed_in("hill-member").get(url(decision))
    assert sentence in get_text(response)
    assert ("(deleted since)" in get_text(response)) is ("deleted_at" in change)


def test_it_shows_a_decision_that_kept_no_suggestion(world: World, signed_in):
    bare = decide(world.hill, suggestion={})
    assert "No suggestion is stored with this decision." in get_text(signed_in("hill-member").get(url(bare)))


@pytest.mark.parametrize(
    ("sectors", "called"),
    [
        (["local_business"], "Suggestion accepted"),
        (["local_business", "media"], "Suggestion partly followed"),
        (["media"], "Chosen against the suggestion"),
    ],
)
def test_it_says_what_became_of_the_suggestion(world: World, signed_in, sectors: list[str], called: str):
    """Local businesses are suggested; police and legislatures share the second place."""
    finding = find(world.hill)
    client = signed_in("hill-member")
    ranking = client.get(page("hill")).context["ranking"]
    result = decide(world.hill, suggestion=ranking_to_json(ranking), reason="The radio asked us.")
    for sector in sectors:
        choose(world.hill, finding, decision=result, sector=sector)
    for where in (page("hill"), url(result)):
        text = get_text(client.get(where))
        assert called in text
        assert "The radio asked us." in text
