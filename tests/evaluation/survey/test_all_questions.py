from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Role
from evaluation.actions.submissions import start_submission
from evaluation.models import Answer
from evaluation.survey import get_survey
from tests.base import add_member, within
from tests.evaluation.rounds_world import CODES, answer, answer_all, hand_in, override

URL = "/c/hill/survey/2026-H1/all/"


def form(world, round_, **decisions):
    """Return everything that the page sends; ``part={"decision": …}`` changes it."""
    data = {}
    with within(world.hill):
        entries = get_survey(world.hill, round_).entries
    for entry in entries:
        code = entry.part.code
        fields = {"revision": entry.revision, "shown_version": entry.fingerprint, **decisions.get(code, {})}
        data |= {f"{code}-{name}": value for name, value in fields.items()}
    return data


def decisions(world):
    with within(world.hill):
        return dict(Answer.objects.values_list("part", "decision"))


OWN = {"decision": "overridden", "value": "50", "reason": "Not all was logged.", "evidence": "Minutes."}


def test_it_saves_what_was_decided_and_leaves_the_rest_open(world, round_, coordinator):
    data = form(world, round_, meets_consistently={"decision": "confirmed"}, sector_breadth=OWN)
    response = coordinator.post(URL, data)
    assert response.status_code == 302
    assert response["Location"] == "/c/hill/survey/2026-H1/check/"
    assert decisions(world) == {"meets_consistently": "confirmed", "sector_breadth": "overridden"}


def test_it_saves_nothing_when_one_is_wrong(world, round_, coordinator):
    data = form(
        world, round_, meets_consistently={"decision": "confirmed"}, sector_breadth={**OWN, "value": "500"}
    )
    response = coordinator.post(URL, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("Enter a percentage from 0 to 100.") == 2  # in the summary and next to the field
    assert "Not all was logged." in page
    assert 'value="500"' in page
    assert decisions(world) == {}


def test_it_asks_for_a_decision_where_something_is_typed(world, round_, coordinator):
    response = coordinator.post(URL, form(world, round_, sector_breadth={**OWN, "decision": ""}))
    assert response.status_code == 422
    assert "Choose one." in response.content.decode()


def test_an_answer_that_did_not_change_is_not_saved_again(world, round_, coordinator):
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        override(submission, "sector_breadth", world["hill-coordinator"])
        before = dict(Answer.objects.values_list("part", "revision"))
    same = {code: {"decision": "confirmed"} for code in CODES if code != "sector_breadth"}
    stored = {"value": "50", "reason": "Two meetings were never logged.", "evidence": "The minutes of May."}
    same["sector_breadth"] = {"decision": "overridden", **stored}
    assert coordinator.post(URL, form(world, round_, **same)).status_code == 302
    with within(world.hill):
        assert dict(Answer.objects.values_list("part", "revision")) == before


def test_one_of_two_who_save_wins_and_the_other_keeps_everything(world, round_, coordinator):
    other = add_member(world.hill, "anna", Role.COORDINATOR)
    data = form(world, round_, meets_consistently={"decision": "confirmed"}, sector_breadth=OWN)
    with within(world.hill):
        answer(
            start_submission(community=world.hill, round_=round_, by=other),
            "sector_breadth",
            other,
            decision="overridden",
            value=Decimal(70),
            reason="Theirs.",
            evidence="A list.",
        )
    response = coordinator.post(URL, data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in page
    assert "Not all was logged." in page
    assert decisions(world) == {"sector_breadth": "overridden"}


def test_leaders_read_and_cannot_answer(world, round_, signed_in, coordinator):
    data = form(world, round_, meets_consistently={"decision": "confirmed"})
    for person in ("hill-member", "hill-leader"):
        reader = signed_in(person)
        assert "Save and check" not in reader.get(URL).content.decode()
        assert reader.post(URL, data).status_code == 403
    assert decisions(world) == {}


def test_it_changes_nothing_once_the_survey_was_handed_in(world, round_, coordinator):
    data = form(world, round_, meets_consistently=OWN)
    hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        entry = get_survey(world.hill, round_).entry("meets_consistently")
    data["meets_consistently-revision"] = entry.revision
    assert coordinator.post(URL, data).status_code == 409
    assert set(decisions(world).values()) == {"confirmed"}


def test_it_asks_the_database_as_often_for_a_full_survey(
    world, round_, coordinator, django_assert_num_queries
):
    with within(world.hill):
        start_submission(community=world.hill, round_=round_, by=world["hill-coordinator"])
    with CaptureQueriesContext(connection) as few:
        coordinator.get(URL)
    answer_all(world.hill, round_, world["hill-coordinator"])
    with django_assert_num_queries(len(few)):
        coordinator.get(URL)
