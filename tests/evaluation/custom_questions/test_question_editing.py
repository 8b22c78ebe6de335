"""An office writes, changes and ends custom questions."""

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from evaluation.actions.custom import MOST_ITEMS
from evaluation.models import CustomItem, CustomItemVersion, Round, Submission
from tests.base import World, sign_in, within
from tests.evaluation.custom_questions.base import LIST, URL, answers, ask, post
from tests.evaluation.rounds_world import hand_in
from tfc.periods import HalfYear


def test_staff_writes_a_question_and_a_community_answers_it(world: World, round_: Round):
    staff = sign_in(Client(), world["usa-staff"])
    assert "Nothing yet" in staff.get(LIST).content.decode()
    fields_sent = {
        "kind": "choice", "half_year": "2026-H1", "title_en": "Where do you meet?", "options_en": "Church\nSchool",
        "title_es": "¿Dónde se reúnen?", "options_es": "Iglesia\r\nEscuela\n",
    }  # fmt: skip
    assert staff.post(f"{LIST}new/", fields_sent).status_code == 302
    with within(world.usa):
        item = CustomItem.objects.get()
    hill = sign_in(Client(), world["hill-coordinator"])
    page = hill.get("/c/hill/survey/2026-H1/").content.decode()
    assert ("Custom questions" in page, "Where do you meet?" in page) == (True, True)
    assert "Church" in hill.get(URL).content.decode()
    assert post(hill, item, option="1", revision="0").status_code == 302
    [stored] = answers(world.hill)
    assert (stored.state, stored.option, stored.version.number) == ("answered", 1, 1)
    hill.cookies["django_language"] = "es"
    world["hill-coordinator"].language = "es"
    world["hill-coordinator"].save(update_fields=["language"])
    assert "¿Dónde se reúnen?" in hill.get(URL).content.decode()
    # Unpublished questions are not shown.
    assert "School" not in _results(staff, item)
    hand_in(world.hill, round_, world["hill-coordinator"])
    assert "School" in _results(staff, item)
    with within(world.usa):
        submission = Submission.objects.get()
    review = staff.get(f"/office/usa/submissions/{submission.pk}/").content.decode()
    assert "Custom questions" in review
    assert "School" in review


def _results(staff: Client, item: CustomItem) -> str:
    page = staff.get(f"{LIST}{item.pk}/?round=2026-H1")
    return " ".join(row.answered.text for row in page.context["results"].rows)


WRONG = [
    ({"title_en": ""}, "Fill in this field."),
    ({"kind": ""}, "Choose one."),
    ({"half_year": "1999-H1"}, "Choose one."),
    ({"kind": "choice"}, "Write two to twelve answers, one per line."),
    ({"kind": "choice", "options_en": "\n".join("abcdefghijklm")}, "Write two to twelve answers"),
    ({"kind": "choice", "options_en": "a\nb", "title_es": "x"}, "Write all answers in Spanish too"),
    (
        {"kind": "choice", "options_en": "a\nb\nc", "title_es": "x", "options_es": "a\nb"},
        "as many as in English",
    ),
    ({"options_en": "a\nb"}, "Leave this empty for this kind of question."),
    ({"help_es": "x"}, "Fill in this field."),
]


def test_it_explains_what_is_wrong_with_a_question(world: World, round_: Round, subtests: pytest.Subtests):
    for fields, message in WRONG:
        with subtests.test(fields=fields):
            staff = sign_in(Client(), world["usa-staff"])
            fields_sent = {
                "kind": "number",
                "half_year": "2026-H1",
                "title_en": "How many rooms?",
                "help_en": "Count all.",
            }
            refused = staff.post(f"{LIST}new/", {**fields_sent, **fields})
            assert refused.status_code == 422
            assert message in refused.content.decode()
            assert "Count all." in refused.content.decode()
            with within(world.usa):
                assert not CustomItem.objects.exists()


def test_a_change_is_a_new_version_and_old_answers_keep_theirs(world: World, round_: Round):
    item = ask(world, "choice", options=["Church", "School"])
    client = sign_in(Client(), world["hill-coordinator"])
    post(client, item, option="0", revision="0")
    staff = sign_in(Client(), world["usa-staff"])
    edit = f"{LIST}{item.pk}/edit/"
    new = {
        "half_year": str(_now()),
        "title_en": "Where?",
        "options_en": "Parish hall\nSchool\nOnline",
        "shown_version": "1",
    }
    short = staff.post(edit, {**new, "options_en": "Parish hall\nSchool"})
    assert short.status_code == 302
    fewer = staff.post(edit, {**new, "shown_version": "2", "options_en": "Parish hall"})
    assert "Write two to twelve answers" in fewer.content.decode()
    assert staff.post(edit, {**new, "shown_version": "2"}).status_code == 302
    gone = staff.post(edit, {**new, "shown_version": "3", "options_en": "A\nB"})
    assert "Keep all 3 answers in order" in gone.content.decode()
    late_answer = staff.post(edit, {**new, "shown_version": "1"})
    assert (
        late_answer.status_code,
        "Another person changed this" in late_answer.content.decode(),
    ) == (422, True)
    # In earlier half-years the question keeps its old text.
    page = client.get(URL).content.decode()
    assert ("Church" in page, "Parish hall" in page) == (True, False)
    with within(world.usa):
        assert CustomItemVersion.objects.count() == 3


def _now() -> HalfYear:
    return HalfYear.from_day(timezone.localdate())


def test_the_database_lets_nobody_rewrite_what_was_asked(world: World):
    ask(world, "number")
    with within(world.usa), pytest.raises(ProgrammingError), transaction.atomic():
        CustomItemVersion.objects.update(texts={})


def test_it_takes_no_more_than_a_page_of_questions_and_ends_one(world: World, round_: Round):
    items = [ask(world, "number", title=f"How many in street {number}?") for number in range(MOST_ITEMS)]
    staff = sign_in(Client(), world["usa-staff"])
    fields_sent = {"kind": "number", "half_year": "2026-H1", "title_en": "One more?"}
    assert "End one before you add another." in staff.post(f"{LIST}new/", fields_sent).content.decode()
    assert staff.post(f"{LIST}{items[0].pk}/", {"do": "end"}).status_code == 302
    assert "No longer asked" in staff.get(LIST).content.decode()
    # It ends with the next half-year; the open one still includes it.
    assert "Q1 " in sign_in(Client(), world["hill-coordinator"]).get(URL).content.decode()
    assert staff.post(f"{LIST}new/", fields_sent).status_code == 302
    with within(world.usa):
        assert CustomItem.objects.order_by("-number")[0].number == MOST_ITEMS + 1
    assert staff.post(f"{LIST}{items[0].pk}/", {"do": "resume"}).status_code == 302
    with within(world.usa):
        assert CustomItem.objects.get(pk=items[0].pk).retired_from == ""


def test_a_guest_and_another_office_write_nothing(world: World, round_: Round):
    item = ask(world, "number")
    guest = sign_in(Client(), world["oasis-staff"])
    assert guest.get(f"{LIST}{item.pk}/").status_code == 200
    assert guest.post(f"{LIST}{item.pk}/", {"do": "end"}).status_code == 403
    assert sign_in(Client(), world["uk-staff"]).get(f"{LIST}{item.pk}/").status_code == 404
    assert (
        sign_in(Client(), world["uk-staff"]).get(f"/office/uk/custom-questions/{item.pk}/").status_code == 404
    )
