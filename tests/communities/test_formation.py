"""Candidates: the board, a candidate, independent scores, and the decision."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from communities import actions
from communities.formation import find, get_assessment_fields
from communities.models import (
    Candidate,
    CandidateMove,
    CandidateStage,
    Community,
    Criterion,
    FormationDecision,
    Office,
    SiteAssessment,
    Stage,
    User,
    Verdict,
)
from tests.base import World, add_staff, sign_in, within

BOARD = "/office/usa/candidates/"
DAY = date(2026, 3, 3)
FORM = {"name": "Glendale", "region": "California", "proposed_by": "A church", "routes": "The freeway"}
DECISION = {"verdict": "not_now", "reason": "Nobody leads yet.", "decided_on": "2026-03-09"}
START = {
    "verdict": "start",
    "reason": "They wait for us.",
    "decided_on": "2026-03-09",
    "name": "Glendale",
    "slug": "",
    "time_zone": "America/Los_Angeles",
    "stage": "awareness",
}


def answers(*scores: int, reason: str = "We were there.") -> dict[str, Any]:
    return get_assessment_fields(
        {key: (score, reason, "https://example.org/r") for key, score in zip(Criterion, scores, strict=True)}
    )


def propose(office: Office, by: User, name: str = "Glendale") -> Candidate:
    with within(office):
        return actions.propose_candidate(
            office=office,
            fields={"name": name, "region": "California", "proposed_by": "A church"},
            by=by,
            on=DAY,
        )


def score(candidate: Candidate, by: User, *scores: int, reason: str = "We were there.") -> None:
    with within(candidate.office):
        actions.score_candidate(candidate=candidate, answers=answers(*scores, reason=reason), by=by)


@pytest.fixture
def ben(world: World) -> User:
    return add_staff(world.usa, "ben")


@pytest.fixture
def glendale(world: World) -> Candidate:
    return propose(world.usa, world["usa-staff"])


@pytest.fixture
def scored(world: World, ben: User, glendale: Candidate) -> Candidate:
    score(glendale, world["usa-staff"], 4, 3, 1, reason="Staff-reason")
    score(glendale, ben, 1, 3, 2, reason="Ben-reason")
    return glendale


def today() -> dict[str, str]:
    return {"decided_on": timezone.localdate().isoformat()}


def get_page(candidate: Candidate, name: str = "") -> str:
    return f"{BOARD}{candidate.pk}/{name}"


def test_it_puts_a_place_on_the_board_and_keeps_the_log_of_its_moves(signed_in, world: World):
    client = signed_in("usa-staff")
    assert "Nothing yet" in client.get(BOARD).content.decode()
    response = client.post(BOARD + "new/", FORM)
    with within(world.usa):
        candidate = Candidate.objects.get()
    assert response.headers["Location"] == get_page(candidate)
    client.post(get_page(candidate, "move/"), {"stage": "visited", "on": timezone.localdate(), "note": "Ann"})
    client.post(
        get_page(candidate, "edit/"), FORM | {"notes": "A big room", "contact_email": "a@example.org"}
    )
    columns = {
        column.stage: [card.candidate.name for card in column.cards]
        for column in client.get(BOARD).context["columns"]
    }
    assert columns == {
        CandidateStage.PROPOSED: [],
        CandidateStage.VISITED: ["Glendale"],
        CandidateStage.SCORING: [],
        CandidateStage.DECIDED: [],
    }
    with within(world.usa):
        assert [
            (candidate_move.stage, candidate_move.by, candidate_move.note)
            for candidate_move in CandidateMove.objects.all()
        ] == [("proposed", world["usa-staff"], ""), ("visited", world["usa-staff"], "Ann")]
    text = client.get(get_page(candidate)).content.decode()
    assert "A big room" in text
    assert "a@example.org" in text
    assert (
        "a@example.org"
        not in sign_in(Client(), world["oasis-staff"]).get(get_page(candidate)).content.decode()
    )


WRONG: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("new/", FORM | {"name": ""}, "name"),
    ("new/", FORM | {"name": "glendale"}, "name"),
    ("new/", FORM | {"name": "x" * 121}, "name"),
    ("new/", FORM | {"name": "x\0y"}, "name"),
    ("new/", FORM | {"name": "Burbank", "proposed_by": " "}, "proposed_by"),
    ("new/", FORM | {"name": "Burbank", "contact_email": "nobody"}, "contact_email"),
    ("{}/edit/", FORM | {"routes": "x" * 2001}, "routes"),
    ("{}/move/", {"stage": "decided", "on": "2026-03-04"}, "stage"),
    ("{}/move/", {"stage": "proposed", "on": "2026-03-04"}, "stage"),
    ("{}/move/", {"stage": "visited", "on": "2026-03-02"}, "on"),
    ("{}/move/", {"stage": "visited", "on": "10000-01-01"}, "on"),
    ("{}/move/", {"stage": "visited", "on": "2999-01-01"}, "on"),
    ("{}/score/", answers(5, 3, 1), "routes_score"),
    ("{}/score/", answers(4, 3, 1) | {"leaders_score": ""}, "leaders_score"),
    ("{}/score/", answers(4, 3, 1) | {"networks_score": "9" * 30}, "networks_score"),
    ("{}/score/", answers(4, 3, 1, reason=" "), "routes_reason"),
    ("{}/decide/", DECISION, "__all__"),
)


def test_it_explains_what_is_wrong_and_saves_nothing(signed_in, world: World, glendale: Candidate):
    client = signed_in("usa-staff")
    for path, sent, at in WRONG:
        response = client.post(BOARD + path.format(glendale.pk), sent)
        assert response.status_code == 422, (path, sent)
        assert at in response.context["form"].errors
        field = next(name for name in sent if name != at)
        assert str(response.context["form"][field].value()) == str(sent[field])
    with within(world.usa):
        assert (Candidate.objects.count(), CandidateMove.objects.count()) == (1, 1)
        assert (SiteAssessment.objects.count(), FormationDecision.objects.count()) == (0, 0)


def test_it_shows_no_score_before_one_s_own_is_in(world: World, ben: User, glendale: Candidate):
    """The score is neither on the candidate's page, nor on the board, nor on the decision form."""
    score(glendale, world["usa-staff"], 4, 3, 1, reason="Staff-reason")
    client = sign_in(Client(), ben)
    for path in ("", f"{glendale.pk}/", f"{glendale.pk}/score/", f"{glendale.pk}/decide/"):
        assert "Staff-reason" not in client.get(BOARD + path, follow=True).content.decode()
    with within(world.usa):
        assert list(SiteAssessment.objects.seen_by(ben)) == []
        card = find(world.usa, glendale.pk, ben)
    assert card is not None
    assert (card.scored, card.visible_assessments, card.next_step) == (1, [], "Score it.")
    assert client.post(get_page(glendale, "score/"), answers(1, 3, 2, reason="Ben-reason")).status_code == 302
    text = client.get(get_page(glendale)).content.decode()
    assert "Staff-reason" in text
    assert "Ben-reason" in text
    guest = sign_in(Client(), world["oasis-staff"]).get(get_page(glendale)).content.decode()
    assert "Staff-reason" not in guest


def test_it_shows_where_two_differ_and_asks_them_to_talk(world: World, ben: User, scored: Candidate):
    client = sign_in(Client(), ben)
    card = client.get(get_page(scored)).context["card"]
    assert [(line.scores, line.gap, line.is_apart) for line in card.lines] == [
        ([4, 1], 3, True),
        ([3, 3], 0, False),
        ([1, 2], 1, False),
    ]
    assert card.next_step == "Discuss the differences, then decide."
    client.post(get_page(scored, "score/"), answers(3, 3, 2, reason="Ben-reason"))
    card = client.get(get_page(scored)).context["card"]
    assert not card.is_apart
    # The change is shown, since it came after the other score could be read.
    assert [visible_assessment.changed_at is not None for visible_assessment in card.visible_assessments] == [
        False,
        True,
    ]


def test_only_one_who_scored_decides_and_only_after_two(world: World, ben: User, glendale: Candidate):
    score(glendale, world["usa-staff"], 4, 3, 1)
    third = sign_in(Client(), add_staff(world.usa, "third"))
    first = sign_in(Client(), world["usa-staff"])
    assert (
        "Two people must score it"
        in first.post(get_page(glendale, "decide/"), {**DECISION, **today()}).content.decode()
    )
    score(glendale, ben, 4, 3, 1)
    assert (
        "Score it yourself first"
        in third.post(get_page(glendale, "decide/"), {**DECISION, **today()}).content.decode()
    )
    levels = re.findall(r"<h([1-6])", first.get(get_page(glendale, "decide/")).content.decode())
    assert levels[levels.index("1") :][:3] == ["1", "2", "3"]
    assert first.post(get_page(glendale, "decide/"), {**DECISION, **today()}).status_code == 302


def read(world: World) -> dict[str, Any]:
    """Return the version of the decision that the form contains."""
    with within(world.usa):
        last = FormationDecision.objects.last()
    return {"shown_version": str(last.pk if last else 0)}


def typed(score: int) -> dict[str, Any]:
    return answers(score, score, score)


def test_an_office_with_one_staff_member_decides_with_the_international_office(
    world: World, glendale: Candidate
):
    staff, guest = sign_in(Client(), world["usa-staff"]), sign_in(Client(), world["oasis-staff"])
    assert staff.post(get_page(glendale, "score/"), typed(3)).status_code == 302
    assert "Ask a colleague in the international office" in staff.get(get_page(glendale)).content.decode()
    page = guest.get(get_page(glendale)).content.decode()
    assert "You can be the second person who scores this place" in page
    assert "We were there." not in page
    assert guest.get(get_page(glendale, "score/")).status_code == 200
    assert guest.post(get_page(glendale, "score/"), typed(2)).headers["Location"] == get_page(glendale)
    page = guest.get(get_page(glendale)).content.decode()
    assert "We were there." in page
    # Only the office decides.
    assert "You can be the second person" not in page
    assert "Decide." not in page
    assert "Decide." in staff.get(get_page(glendale)).content.decode()
    assert guest.post(get_page(glendale, "decide/"), {**DECISION, **today()}).status_code == 403
    assert staff.post(get_page(glendale, "decide/"), {**DECISION, **today()}).status_code == 302
    with within(world.usa):
        scorers = {
            site_assessment.assessor for site_assessment in SiteAssessment.objects.select_related("assessor")
        }
        assert scorers == {world["usa-staff"], world["oasis-staff"]}
        assert FormationDecision.objects.get().by == world["usa-staff"]


def test_an_office_with_two_people_scores_by_itself(world: World, ben: User, glendale: Candidate):
    guest = sign_in(Client(), world["oasis-staff"])
    assert "Score it." not in guest.get(get_page(glendale)).content.decode()
    assert guest.get(get_page(glendale, "score/")).headers["Location"] == get_page(glendale)
    assert guest.post(get_page(glendale, "score/"), typed(2)).status_code == 403
    with pytest.raises(PermissionDenied):
        score(glendale, world["oasis-staff"], 1, 1, 1)
    with pytest.raises(PermissionDenied):
        score(glendale, world["uk-staff"], 1, 1, 1)
    with within(world.usa):
        assert not SiteAssessment.objects.exists()


def test_of_two_who_decide_at_the_same_time_the_second_sees_the_first(
    world: World, ben: User, scored: Candidate
):
    first, second = sign_in(Client(), world["usa-staff"]), sign_in(Client(), ben)
    forms = [member.get(get_page(scored, "decide/")).context["form"] for member in (first, second)]
    assert [form["shown_version"].value() for form in forms] == [0, 0]
    sent = {**DECISION, **today(), "shown_version": "0"}
    assert first.post(get_page(scored, "decide/"), sent).status_code == 302
    other = sent | {"verdict": "declined", "reason": "Another town asked first."}
    response = second.post(get_page(scored, "decide/"), other)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Nobody leads yet." in page
    assert "Another town asked first." in page
    with within(world.usa):
        decision = FormationDecision.objects.get()
    assert response.context["form"]["shown_version"].value() == str(decision.pk)
    # The same decision sent again is no conflict.
    assert first.post(get_page(scored, "decide/"), sent).status_code == 302
    # A person who read it can replace it.
    again = other | {"shown_version": str(decision.pk)}
    assert second.post(get_page(scored, "decide/"), again).status_code == 302
    with within(world.usa):
        assert [formation_decision.verdict for formation_decision in FormationDecision.objects.all()] == [
            "not_now",
            "declined",
        ]


def test_a_decision_at_the_same_time_starts_no_community(world: World, ben: User, scored: Candidate):
    sent = {**DECISION, **today(), "shown_version": "0"}
    assert sign_in(Client(), ben).post(get_page(scored, "decide/"), sent).status_code == 302
    late_answer = sign_in(Client(), world["usa-staff"]).post(
        get_page(scored, "decide/"), {**START, **today(), "shown_version": "0"}
    )
    assert late_answer.status_code == 409
    assert not Community.objects.filter(name="Glendale").exists()


def test_the_same_decision_of_a_second_person_or_about_another_place_is_a_conflict(
    world: World, ben: User, scored: Candidate
):
    first, second = sign_in(Client(), world["usa-staff"]), sign_in(Client(), ben)
    sent = {**START, **today(), "shown_version": "0"}
    assert first.post(get_page(scored, "decide/"), sent).status_code == 302
    assert second.post(get_page(scored, "decide/"), sent).status_code == 409
    elsewhere = sent | {"slug": "glendale-valley", "name": "Glendale Valley"}
    assert first.post(get_page(scored, "decide/"), elsewhere).status_code == 409
    assert not Community.objects.filter(slug="glendale-valley").exists()


def test_it_starts_the_community_once_and_links_it(world: World, ben: User, scored: Candidate):
    client = sign_in(Client(), ben)
    sent = {**START, **today()}
    for _ in range(2):
        assert client.post(get_page(scored, "decide/"), sent).headers["Location"] == get_page(scored)
    community = Community.objects.get(slug="glendale")
    assert (community.office, community.stage) == (world.usa, Stage.AWARENESS)
    with within(world.usa):
        scored.refresh_from_db()
        assert (scored.community, scored.stage, scored.decisions.count()) == (community, "decided", 1)
    text = client.get(get_page(scored)).content.decode()
    assert "/office/usa/communities/glendale/" in text
    response = client.post(get_page(scored, "decide/"), {**DECISION, **today(), **read(world)})
    assert "Its community was started." in response.content.decode()


WRONG_DECISIONS = (
    ({"verdict": "maybe"}, "verdict"),
    ({"reason": ""}, "reason"),
    ({"decided_on": "2026-03-01"}, "decided_on"),
    ({"decided_on": "2999-01-01"}, "decided_on"),
    ({"name": ""}, "name"),
    ({"slug": "moor"}, "slug"),
    ({"time_zone": "Mars"}, "time_zone"),
    ({"stage": "acting"}, "stage"),
    ({"latitude": "34"}, "longitude"),
)


def test_it_deletes_the_contact_of_a_place_that_is_declined(world: World, ben: User, scored: Candidate):
    contact = {"contact_name": "Ana", "contact_role": "Pastor", "contact_email": "ana@church.example"}
    with within(world.usa):
        Candidate.objects.filter(pk=scored.pk).update(**contact)
    client = sign_in(Client(), ben)
    page = client.get(get_page(scored, "decide/")).content.decode()
    assert "If you decline, the contact's name, role and address are deleted." in page
    for verdict, left in (("not_now", contact), ("declined", dict.fromkeys(contact, ""))):
        sent = {**DECISION, **today(), **read(world), "verdict": verdict}
        assert client.post(get_page(scored, "decide/"), sent).status_code == 302
        with within(world.usa):
            assert Candidate.objects.filter(pk=scored.pk).values(*contact).get() == left


def test_it_explains_what_is_wrong_with_a_decision(world: World, ben: User, scored: Candidate):
    client = sign_in(Client(), ben)
    for wrong, at in WRONG_DECISIONS:
        response = client.post(get_page(scored, "decide/"), {**START, **today(), **wrong})
        assert (response.status_code, set(response.context["form"].errors)) == (422, {at})
    assert Community.objects.count() == 3
    with within(world.usa):
        assert not FormationDecision.objects.exists()
        scored.refresh_from_db()
        assert (scored.stage, scored.community) == ("scoring", None)


def test_it_freezes_the_scores_with_the_decision(world: World, ben: User, scored: Candidate):
    """The scores cannot be changed by form, action, ORM or raw SQL, nor by a second decision."""
    client = sign_in(Client(), ben)
    assert client.post(get_page(scored, "decide/"), {**DECISION, **today()}).status_code == 302
    client.post(get_page(scored, "score/"), answers(0, 0, 0))
    with within(world.usa):
        with pytest.raises(ValidationError, match="The office has decided"):
            actions.score_candidate(candidate=scored, answers=answers(0, 0, 0), by=ben)
        third = add_staff(world.usa, "third")
        for sql in (
            "UPDATE communities_siteassessment SET routes_score = 0",
            "DELETE FROM communities_siteassessment",
            "UPDATE communities_formationdecision SET verdict = 'start'",
            "DELETE FROM communities_formationdecision",
            "DELETE FROM communities_candidatemove",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            SiteAssessment.objects.create(candidate=scored, assessor=third, **answers(0, 0, 0))
    again = sign_in(Client(), world["usa-staff"])
    assert again.post(get_page(scored, "decide/"), {**START, **today(), **read(world)}).status_code == 302
    with within(world.usa):
        assert sorted(site_assessment.total for site_assessment in SiteAssessment.objects.all()) == [6, 8]
        assert [formation_decision.verdict for formation_decision in FormationDecision.objects.all()] == [
            Verdict.NOT_NOW,
            Verdict.START,
        ]
    assert ">replaced<" in again.get(get_page(scored)).content.decode()


@transaction.atomic
def _score_abroad(world: World, candidate: Candidate) -> None:
    SiteAssessment.objects.create(
        office=world.uk, candidate_id=candidate.pk, assessor=world["uk-staff"], **answers(1, 1, 1)
    )
    connection.check_constraints()


def test_it_keeps_candidates_from_communities_and_other_offices(world: World, scored: Candidate):
    for place in (world.hill, world.uk, world.oasis):
        with within(place):
            counts = [
                model.objects.count()
                for model in (Candidate, CandidateMove, SiteAssessment, FormationDecision)
            ]
            assert counts == [0, 0, 0, 0]
    with within(world.uk), pytest.raises(IntegrityError):
        _score_abroad(world, scored)
