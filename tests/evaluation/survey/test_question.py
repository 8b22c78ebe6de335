from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Role
from evaluation.actions.figures import refresh_figures
from evaluation.actions.submissions import start_submission
from evaluation.models import Answer, AnswerDraft, Figure
from evaluation.survey import get_survey
from events.models import Event
from tests.base import add_member, within
from tests.evaluation.rounds_world import H1, add_event, answer, answer_all, hand_in, posted
from tests.line_breaks import keep_together

PART = "meets_consistently"
URL = f"/c/hill/survey/2026-H1/{PART}/"
OWN = {"decision": "overridden", "value": "83.5", "reason": "We met in the park.", "evidence": "Photos."}


def hidden(world, round_, part=PART):
    with within(world.hill):
        entry = get_survey(world.hill, round_).entry(part)
    return {"revision": entry.revision, "shown_version": entry.fingerprint}


def stored(world, part=PART):
    with within(world.hill):
        return Answer.objects.filter(part=part).first()


def test_it_counts_no_answers_that_it_has_not_read(world, round_, coordinator):
    assert "of 14 answered" not in coordinator.get(URL).content.decode()


def test_it_explains_the_figure_in_words_and_shows_the_records(world, round_, coordinator):
    page = coordinator.get(URL).content.decode()
    assert "Does the team meet as often as it said it would?" in page
    assert "4 of 6 meeting windows met" in page
    assert keep_together("No meeting in: May 1 – May 31; June 1 – June 30.") in page
    with within(world.hill):
        figure = Figure.objects.of_part(PART).get()
    ids = [entry[0] for entry in figure.receipt["records"]["events.event"]]
    assert len(ids) == 4
    assert "Meetings and events: 4 · Meeting rhythm: 1" in page
    assert all(f"/c/hill/events/{pk}/" in page for pk in ids)


def test_it_leads_to_the_records_that_leave_a_figure_open(world, round_, coordinator):
    text = f'href="/c/hill/figures/2026-H1/{PART}/#not-counted"'
    assert text not in coordinator.get(URL).content.decode()
    with within(world.hill):
        waiting = add_event(world.hill, datetime(2026, 5, 15, 19, tzinfo=UTC), by=world["hill-leader"])
        Event.objects.filter(pk=waiting.pk).update(status="planned")
        refresh_figures([world.hill], round_.period)
    assert text in coordinator.get(URL).content.decode()
    receipt = " ".join(coordinator.get(f"/c/hill/figures/2026-H1/{PART}/").content.decode().split())
    assert '<details class="tf-details" id="not-counted" open>' in receipt
    assert f"/c/hill/events/{waiting.pk}/" in receipt.partition('id="not-counted"')[2]


def test_it_says_why_a_figure_is_unknown_and_where_to_fix_it(coordinator):
    page = coordinator.get("/c/hill/survey/2026-H1/leaders_in_development/").content.decode()
    assert "We cannot compute this yet." in page
    assert "The list of leaders is not confirmed" in page
    assert 'href="/c/hill/team/"' in page


def test_it_confirms_and_opens_the_next_open_question(world, round_, coordinator):
    response = coordinator.post(URL, posted({"decision": "confirmed", **hidden(world, round_)}, PART))
    assert response.status_code == 302
    assert response["Location"] == "/c/hill/survey/2026-H1/stakeholder_meetings/"
    following = coordinator.get(response["Location"])
    # Items 1b to 3 are not known, and are skipped.
    assert [str(message) for message in following.context["messages"]] == [
        "Question 1a is answered. What is not known yet comes together at the end."
    ]
    saved = stored(world)
    assert (saved.decision, saved.override_value, saved.by) == ("confirmed", None, world["hill-coordinator"])
    assert (saved.computed["numerator"], saved.computed["denominator"]) == (4, 6)


def test_it_returns_to_the_page_she_came_from(world, round_, coordinator):
    response = coordinator.post(
        f"{URL}?back=check", posted({"decision": "confirmed", **hidden(world, round_)}, PART)
    )
    assert response["Location"] == "/c/hill/survey/2026-H1/check/"


def test_it_leads_to_the_check_page_when_all_is_answered(world, round_, coordinator):
    answer_all(world.hill, round_, world["hill-coordinator"], but=(PART,))
    response = coordinator.post(URL, posted({"decision": "confirmed", **hidden(world, round_)}, PART))
    assert response["Location"] == "/c/hill/survey/2026-H1/check/"


def test_it_keeps_an_override_next_to_the_computed_value(world, round_, coordinator):
    response = coordinator.post(URL, posted({**OWN, **hidden(world, round_)}, PART))
    assert response.status_code == 302
    saved = stored(world)
    assert (saved.decision, saved.override_value) == ("overridden", Decimal("83.50"))
    assert (saved.reason, saved.evidence) == ("We met in the park.", "Photos.")
    with within(world.hill):
        figure = Figure.objects.of_part(PART).get()
    assert (figure.numerator, figure.denominator) == (4, 6)
    page = coordinator.get(URL).content.decode()
    assert "67%" in page
    assert "84%" in page
    assert "We met in the park." in page


def test_it_drops_the_override_when_she_confirms_after_all(world, round_, coordinator):
    coordinator.post(URL, posted({**OWN, **hidden(world, round_)}, PART))
    coordinator.post(URL, posted({"decision": "confirmed", **hidden(world, round_)}, PART))
    saved = stored(world)
    assert (saved.decision, saved.override_value, saved.reason, saved.evidence) == ("confirmed", None, "", "")


WRONG = [
    ({"value": "100.5"}, "Enter a percentage from 0 to 100."),
    ({"value": "-1"}, "Enter a percentage from 0 to 100."),
    ({"value": "many"}, "Enter part and whole, such as 5/6"),
    ({"value": "NaN"}, "Enter part and whole, such as 5/6"),
    ({"value": "12.345"}, "is unclear"),
    ({"value": ""}, "Enter a number."),
    ({"reason": "  "}, "Enter a reason."),
    ({"evidence": ""}, "Fill in this field."),
    ({"reason": "x" * 2001}, "Shorten it to 2000 or fewer."),
    ({"decision": ""}, "Choose one."),
    ({"decision": "perhaps"}, "not one of the available choices"),
]


def test_it_explains_bad_input_and_saves_nothing(world, round_, coordinator, subtests):
    for change, message in WRONG:
        with subtests.test(change=change):
            response = coordinator.post(URL, posted({**OWN, **hidden(world, round_), **change}, PART))
            page = response.content.decode()
            assert response.status_code == 422
            assert message in page
            assert "There is a problem" in page
            fields = {**OWN, **change}
            assert all(fields[name].strip() in page for name in ("value", "reason", "evidence"))
            assert stored(world) is None


@pytest.mark.parametrize("value", ["2.5", "-1", "1000001"])
def test_it_takes_only_whole_numbers_where_it_counts(world, round_, coordinator, value):
    part = "stakeholder_meetings"
    inputs = {**OWN, **hidden(world, round_, part), "value": value}
    response = coordinator.post(f"/c/hill/survey/2026-H1/{part}/", posted(inputs, part))
    assert response.status_code == 422
    assert "Enter a whole number, 0 or more." in response.content.decode()
    assert stored(world, part) is None


@pytest.mark.parametrize("value", ["0", "7"])
def test_it_takes_a_zero_and_a_count(world, round_, coordinator, value):
    part = "stakeholder_meetings"
    coordinator.post(
        f"/c/hill/survey/2026-H1/{part}/",
        posted({**OWN, **hidden(world, round_, part), "value": value}, part),
    )
    assert stored(world, part).override_value == Decimal(value)


def test_one_of_two_who_save_wins_and_the_other_keeps_her_text(world, round_, coordinator):
    other = add_member(world.hill, "anna", Role.COORDINATOR)
    before = hidden(world, round_)
    with within(world.hill):
        submission = start_submission(community=world.hill, round_=round_, by=other)
        answer(
            submission,
            PART,
            other,
            decision="overridden",
            value=Decimal(70),
            reason="Theirs.",
            evidence="A list.",
        )
    response = coordinator.post(URL, posted({**OWN, **before}, PART))
    page = response.content.decode()
    assert response.status_code == 409
    assert "anna answered this question at" in page
    assert "Theirs." in page
    assert "We met in the park." in page
    assert stored(world).reason == "Theirs."
    # The page with the message contains the stored version, so saving again is intended.
    with within(world.hill):
        revision = get_survey(world.hill, round_).entry(PART).revision
    assert f'name="{PART}-revision" value="{revision}"' in " ".join(page.split())
    coordinator.post(URL, posted({**OWN, **before, "revision": revision}, PART))
    assert stored(world).reason == "We met in the park."


def test_it_saves_a_double_click_once(world, round_, coordinator):
    stored_answer = posted({**OWN, **hidden(world, round_)}, PART)
    assert coordinator.post(URL, stored_answer).status_code == 302
    revision = stored(world).revision
    assert coordinator.post(URL, stored_answer).status_code == 302
    assert stored(world).revision == revision


def test_nobody_confirms_a_figure_that_she_did_not_see(world, round_, coordinator):
    before = hidden(world, round_)
    with within(world.hill):
        Figure.objects.of_part(PART).update(numerator=5, value=Decimal("83.3333"), lower=5, upper=5)
    response = coordinator.post(URL, posted({"decision": "confirmed", **before}, PART))
    assert response.status_code == 409
    assert "This figure changed" in response.content.decode()
    assert stored(world) is None


def test_it_asks_to_look_again_when_the_records_changed(world, round_, coordinator):
    coordinator.post(URL, posted({"decision": "confirmed", **hidden(world, round_)}, PART))
    with within(world.hill):
        event = add_event(world.hill, datetime(2026, 5, 10, 20, tzinfo=UTC), by=world["hill-leader"])
        from communities.models import Membership
        from events.models import MemberPresence

        for membership in Membership.objects.filter(community=world.hill):
            MemberPresence.objects.create(event=event, membership=membership)
    page = coordinator.get(URL).content.decode()
    assert "Changed from “67%” to “83%”. Check it again." in page
    assert "Check again" in page


def test_leaders_and_members_read_and_cannot_answer(world, round_, signed_in, coordinator):
    for person in ("hill-member", "hill-leader"):
        reader = signed_in(person)
        page = reader.get(URL)
        assert page.status_code == 200
        assert "Is this right?" not in page.content.decode()
        assert reader.post(URL, posted({**OWN, **hidden(world, round_)}, PART)).status_code == 403
    assert stored(world) is None


def test_it_knows_no_other_question(coordinator):
    assert coordinator.get("/c/hill/survey/2026-H1/no_such_part/").status_code == 404


def test_a_survey_that_was_handed_in_cannot_be_answered(world, round_, signed_in, coordinator):
    before = hidden(world, round_)
    hand_in(world.hill, round_, world["hill-coordinator"])
    response = coordinator.post(URL, posted({**OWN, **before}, PART))
    assert response.status_code == 409
    assert "is already submitted" in response.content.decode()
    assert stored(world).decision == "confirmed"


def test_a_closed_half_year_cannot_be_answered(world, round_, coordinator):
    before = hidden(world, round_)
    with within(world.usa):
        round_.closed_at = datetime(2026, 8, 1, tzinfo=UTC)
        round_.save()
    response = coordinator.post(URL, posted({**OWN, **before}, PART))
    assert response.status_code == 409
    assert "Your office closed this half-year" in response.content.decode()
    assert stored(world) is None


def test_it_asks_the_database_as_often_with_more_records(
    world, round_, coordinator, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        coordinator.get(URL)
    number = len(few)
    with within(world.hill):
        for day in range(1, 20):
            add_event(world.hill, datetime(2026, 4, day, 20, tzinfo=UTC), by=world["hill-leader"])
    coordinator.get(URL)  # stores the changed figures once
    with django_assert_num_queries(number):
        coordinator.get(URL)


def test_her_half_typed_text_is_gone_once_she_saved(world, round_, coordinator):
    coordinator.post(f"{URL}draft/", posted(OWN, PART))
    coordinator.post(URL, posted({**OWN, **hidden(world, round_)}, PART))
    with within(world.hill):
        assert not AnswerDraft.objects.exists()


def test_the_half_year_is_that_of_the_address(world, round_, coordinator):
    with within(world.hill):
        assert set(Figure.objects.values_list("half_year", flat=True)) == {str(H1)}
