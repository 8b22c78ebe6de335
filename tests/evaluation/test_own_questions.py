"""Questions of an office beside the twelve items: written, versioned, answered, read, and in no rating."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from communities.models import Community
from evaluation.actions.custom import MOST_ITEMS, add_item
from evaluation.actions.figures import refresh_figures
from evaluation.custom.measured import Sum, shown_answer, summed
from evaluation.instrument import Unit
from evaluation.measures import State
from evaluation.measures.measured import share
from evaluation.models import (
    CustomAnswer,
    CustomItem,
    CustomItemVersion,
    CustomKind,
    CustomState,
    Figure,
    Round,
    Submission,
)
from evaluation.reports.choice import Choice
from evaluation.reports.gather import gather, gather_chosen
from evaluation.reports.pdf import draw_pdf
from evaluation.reports.snapshot import make_snapshot
from evaluation.reports.xlsx import draw_xlsx
from tests.base import World, sign_in, within
from tests.evaluation.rounds_world import H1, hand_in, make_round
from tfc.disclosure import Reader
from tfc.periods import HalfYear

URL = "/c/hill/survey/2026-H1/office/"
LIST = "/office/usa/questions/"


@pytest.fixture
def round_(world: World) -> Round:
    return make_round(world.usa)


def ask(world: World, kind: str, **more: Any) -> CustomItem:
    texts = {"en": {"title": f"How is it ({kind})?", "help": "", "options": more.pop("options", [])}}
    with within(world.usa):
        return add_item(
            office=world.usa, kind=CustomKind(kind), texts=more.pop("texts", texts), half_year=H1,
            counts_people=more.pop("counts_people", False), by=world["usa-staff"],
        )  # fmt: skip


def post(client: Client, item: CustomItem, **fields: Any) -> Any:
    return client.post(URL, {f"q{item.pk}-{name}": value for name, value in fields.items()})


def answers(town: Community) -> list[CustomAnswer]:
    with within(town):
        return list(CustomAnswer.objects.select_related("version").order_by("item__number"))


def version(**more: Any) -> CustomItemVersion:
    return CustomItemVersion(texts={"en": {"title": "x", "help": "", "options": ["a", "b"]}}, **more)


def answer(**more: Any) -> CustomAnswer:
    return CustomAnswer(**{"state": "answered", **more})


@pytest.mark.parametrize(
    ("given", "state", "number"),
    [
        (None, State.UNKNOWN, None),
        (answer(state="unknown"), State.UNKNOWN, None),
        (answer(state="not_applicable"), State.NOT_APPLICABLE, None),
        (answer(number=Decimal(0)), State.DECLARED_ZERO, 0),
        (answer(number=Decimal("2.5")), State.VALUE, 2.5),
    ],
)
def test_a_number_has_its_four_states(given: CustomAnswer | None, state: State, number: float | None):
    found = shown_answer("number", version(), given, Reader.COMMUNITY)
    assert found is not None
    assert (found.state, found.value) == (state, number)


@pytest.mark.parametrize(
    ("number", "whole", "reader", "state"),
    [
        (4, None, Reader.COMMUNITY, State.VALUE),
        (4, None, Reader.NETWORK, State.HIDDEN),
        (5, None, Reader.NETWORK, State.VALUE),
        (0, None, Reader.NETWORK, State.DECLARED_ZERO),
        (4, 40, Reader.NETWORK, State.HIDDEN),
        (36, 40, Reader.NETWORK, State.HIDDEN),
        (35, 40, Reader.NETWORK, State.VALUE),
        (4, 40, Reader.COMMUNITY, State.VALUE),
    ],
)
def test_small_numbers_of_people_stay_in_their_community(
    number: int, whole: int | None, reader: Reader, state: State
):
    given = answer(number=Decimal(number), whole=None if whole is None else Decimal(whole))
    kind = "percentage" if whole else "number"
    people = shown_answer(kind, version(counts_people=True), given, reader)
    things = shown_answer(kind, version(counts_people=False), given, reader)
    assert people is not None
    assert things is not None
    assert people.state == state
    assert things.known
    if state == State.HIDDEN:
        assert (people.numerator, people.denominator, people.value) == (None, None, None)


def test_sums_add_parts_and_wholes_and_never_average_percentages():
    half, tenth = share(1, 2), share(1, 10)
    hidden = shown_answer(
        "percentage", version(counts_people=True), answer(number=Decimal(1), whole=Decimal(9)), Reader.NETWORK
    )
    unknown = shown_answer("percentage", version(), None, Reader.NETWORK)
    away = shown_answer("percentage", version(), answer(state="not_applicable"), Reader.NETWORK)
    found = summed([half, tenth, hidden, unknown, away], Unit.PERCENT)
    assert found == Sum(share(2, 12), known=2, applicable=4)
    assert summed([], Unit.COUNT).measured.state == State.UNKNOWN


def test_staff_writes_a_question_and_a_community_answers_it(world: World, round_: Round):
    staff = sign_in(Client(), world["usa-staff"])
    assert "You ask nothing of your own yet" in staff.get(LIST).content.decode()
    given = {
        "kind": "choice", "half_year": "2026-H1", "title_en": "Where do you meet?", "options_en": "Church\nSchool",
        "title_es": "¿Dónde se reúnen?", "options_es": "Iglesia\r\nEscuela\n",
    }  # fmt: skip
    assert staff.post(f"{LIST}new/", given).status_code == 302
    with within(world.usa):
        item = CustomItem.objects.get()
    hill = sign_in(Client(), world["hill-coordinator"])
    page = hill.get("/c/hill/survey/2026-H1/").content.decode()
    assert ("Questions of your office" in page, "Where do you meet?" in page) == (True, True)
    assert "Church" in hill.get(URL).content.decode()
    assert post(hill, item, option="1", revision="0").status_code == 302
    [stored] = answers(world.hill)
    assert (stored.state, stored.option, stored.version.number) == ("answered", 1, 1)
    hill.cookies["django_language"] = "es"
    world["hill-coordinator"].language = "es"
    world["hill-coordinator"].save()
    assert "¿Dónde se reúnen?" in hill.get(URL).content.decode()
    # Nobody reads what is not said yet.
    assert "School" not in _results(staff, item)
    hand_in(world.hill, round_, world["hill-coordinator"])
    assert "School" in _results(staff, item)
    with within(world.usa):
        submission = Submission.objects.get()
    review = staff.get(f"/office/usa/submissions/{submission.pk}/").content.decode()
    assert "Questions of your own" in review
    assert "School" in review


def _results(staff: Client, item: CustomItem) -> str:
    page = staff.get(f"{LIST}{item.pk}/?round=2026-H1")
    return " ".join(row.answered.words for row in page.context["results"].rows)


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("number", {"number": "-1"}, "Enter a number, 0 or more."),
        ("number", {"number": "many"}, "Enter a number, 0 or more."),
        ("number", {"number": "9" * 40}, "This is more than can be. Look at the number again."),
        ("number", {"number": "1.234"}, "Two digits after the point are enough."),
        ("number", {"number": "NaN"}, "Enter a number, 0 or more."),
        ("number", {"state": "answered"}, "Give your answer, or choose “We do not know”."),
        (
            "number",
            {"state": "unknown", "number": "3"},
            "There is an answer above, and you chose “We do not know”.",
        ),
        ("percentage", {"number": "3"}, "Give your answer, or choose “We do not know”."),
        ("percentage", {"number": "5", "whole": "4"}, "The part cannot be larger than the whole."),
        ("percentage", {"number": "0", "whole": "0"}, "Enter a whole number, 1 or more."),
        ("choice", {"option": "2"}, "Choose one of the answers in the list."),
        ("text", {"text": "x" * 2001}, "Please say it in at most 2,000 characters."),
        ("text", {"text": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_it_explains_bad_input_and_saves_nothing(
    world: World, round_: Round, kind: str, fields: dict[str, str], words: str
):
    item = ask(world, kind, options=["a", "b"] if kind == "choice" else [])
    good = ask(world, "number")
    client = sign_in(Client(), world["hill-coordinator"])
    data = {f"q{item.pk}-{name}": value for name, value in fields.items()} | {f"q{good.pk}-number": "7"}
    refused = client.post(URL, data)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert words in page
    assert page.count("data-error-summary") == 1
    assert 'value="7"' in page
    assert answers(world.hill) == []


def test_an_answer_may_be_none_and_may_be_taken_back(world: World, round_: Round):
    item = ask(world, "number")
    client = sign_in(Client(), world["hill-coordinator"])
    assert post(client, item, number="", revision="0").status_code == 302
    assert answers(world.hill) == []
    post(client, item, state="unknown", revision="0")
    assert [one.state for one in answers(world.hill)] == [CustomState.UNKNOWN]
    post(client, item, number="0", revision="1")
    assert [(one.state, one.number) for one in answers(world.hill)] == [("answered", Decimal(0))]
    post(client, item, number="", revision="2")
    assert answers(world.hill) == []


def test_an_answer_beside_the_word_that_there_is_none_is_asked_about_once(world: World, round_: Round):
    item = ask(world, "number")
    client = sign_in(Client(), world["hill-coordinator"])
    both = {"number": "3", "state": "unknown", "revision": "0"}
    asked = post(client, item, **both)
    assert (asked.status_code, answers(world.hill)) == (422, [])
    page = asked.content.decode()
    assert f'name="q{item.pk}-was_asked" value="1"' in page
    assert f'href="#id_q{item.pk}-state_0"' in page
    # The word that was chosen then holds, and what is chosen cannot be unchosen: a newer answer takes its place.
    assert post(client, item, **both, was_asked="1").status_code == 302
    assert [(one.state, one.number) for one in answers(world.hill)] == [("unknown", None)]
    assert post(client, item, **both | {"revision": "1"}).status_code == 302
    assert [(one.state, one.number) for one in answers(world.hill)] == [("answered", Decimal(3))]


def test_it_shows_what_somebody_else_answered_meanwhile(world: World, round_: Round):
    item = ask(world, "number")
    client = sign_in(Client(), world["hill-coordinator"])
    post(client, item, number="3", revision="0")
    again = post(client, item, number="4", revision="0")
    page = again.content.decode()
    assert (again.status_code, "Something changed while you had this page open" in page) == (409, True)
    assert "This is saved now:" in page
    assert [one.number for one in answers(world.hill)] == [3]
    # The same once more is no conflict; and who saves again takes its place.
    assert post(client, item, number="3", revision="0").status_code == 302
    assert post(client, item, number="4", revision="1").status_code == 302
    assert [one.number for one in answers(world.hill)] == [4]


def test_who_may_answer_and_until_when(world: World, round_: Round):
    item = ask(world, "number")
    assert post(sign_in(Client(), world["hill-leader"]), item, number="3").status_code == 403
    assert sign_in(Client(), world["hill-member"]).get(URL).status_code == 200
    assert sign_in(Client(), world["moor-coordinator"]).get(URL).status_code == 404
    assert sign_in(Client(), world["moor-coordinator"]).get(URL.replace("hill", "moor")).status_code == 404
    hand_in(world.hill, round_, world["hill-coordinator"])
    late = post(sign_in(Client(), world["hill-coordinator"]), item, number="3")
    assert late.status_code == 409
    assert answers(world.hill) == []


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
        "seen": "1",
    }
    short = staff.post(edit, {**new, "options_en": "Parish hall\nSchool"})
    assert short.status_code == 302
    fewer = staff.post(edit, {**new, "seen": "2", "options_en": "Parish hall"})
    assert "Write two to twelve answers" in fewer.content.decode()
    assert staff.post(edit, {**new, "seen": "2"}).status_code == 302
    gone = staff.post(edit, {**new, "seen": "3", "options_en": "A\nB"})
    assert "Keep all 3 answers, in their order" in gone.content.decode()
    late = staff.post(edit, {**new, "seen": "1"})
    assert (late.status_code, "Somebody changed this question meanwhile" in late.content.decode()) == (
        422,
        True,
    )
    # In the half-year that was asked before, the question is what it was.
    page = client.get(URL).content.decode()
    assert ("Church" in page, "Parish hall" in page) == (True, False)
    with within(world.usa):
        assert CustomItemVersion.objects.count() == 3


def _now() -> HalfYear:
    return HalfYear.of(timezone.localdate())


def test_the_database_lets_nobody_rewrite_what_was_asked(world: World):
    ask(world, "number")
    with within(world.usa), pytest.raises(ProgrammingError), transaction.atomic():
        CustomItemVersion.objects.update(texts={})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title_en": ""}, "Write the question."),
        ({"kind": ""}, "Choose a kind of answer."),
        ({"half_year": "1999-H1"}, "Choose one of the half-years in the list."),
        ({"kind": "choice"}, "Write two to twelve answers, one in a line."),
        ({"kind": "choice", "options_en": "\n".join("abcdefghijklm")}, "Write two to twelve answers"),
        (
            {"kind": "choice", "options_en": "a\nb", "title_es": "x"},
            "The question is in Spanish, so write all its answers too",
        ),
        (
            {"kind": "choice", "options_en": "a\nb\nc", "title_es": "x", "options_es": "a\nb"},
            "as many as in English",
        ),
        ({"options_en": "a\nb"}, "Only a question with several answers has these."),
        ({"help_es": "x"}, "Write the question in this language as well."),
    ],
)
def test_it_explains_what_is_wrong_with_a_question(
    world: World, round_: Round, fields: dict[str, str], words: str
):
    staff = sign_in(Client(), world["usa-staff"])
    whole = {"kind": "number", "half_year": "2026-H1", "title_en": "How many rooms?", "help_en": "Count all."}
    refused = staff.post(f"{LIST}new/", {**whole, **fields})
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert "Count all." in refused.content.decode()
    with within(world.usa):
        assert not CustomItem.objects.exists()


def test_it_takes_no_more_than_a_page_of_questions_and_ends_one(world: World, round_: Round):
    items = [ask(world, "number") for _ in range(MOST_ITEMS)]
    staff = sign_in(Client(), world["usa-staff"])
    whole = {"kind": "number", "half_year": "2026-H1", "title_en": "One more?"}
    assert "End one before you add another." in staff.post(f"{LIST}new/", whole).content.decode()
    assert staff.post(f"{LIST}{items[0].pk}/", {"do": "end"}).status_code == 302
    assert "Not asked any more" in staff.get(LIST).content.decode()
    # It ends with the next half-year: the open one still asks it.
    assert "Q1 " in sign_in(Client(), world["hill-coordinator"]).get(URL).content.decode()
    assert staff.post(f"{LIST}new/", whole).status_code == 302
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
    assert sign_in(Client(), world["uk-staff"]).get(f"/office/uk/questions/{item.pk}/").status_code == 404


def test_no_figure_rating_or_receipt_knows_of_it(world: World, round_: Round):
    hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.dale):
        refresh_figures([world.dale], H1)

    def figures() -> list[tuple[Any, ...]]:
        with within(world.usa):
            rows = Figure.objects.order_by("community", "part")
            return list(rows.values_list("community", "part", "state", "value", "rating", "receipt_hash"))

    before = figures()
    item = ask(world, "number")
    with within(world.hill):
        CustomAnswer.objects.create(
            office=world.usa, submission=Submission.objects.get(), item=item, version=item.versions.get(),
            state="answered", number=9, by=world["hill-coordinator"],
        )  # fmt: skip
    with within(world.dale):
        refresh_figures([world.dale], H1)
    assert figures() == before
    board = sign_in(Client(), world["usa-staff"]).get("/office/usa/?round=2026-H1").content.decode()
    assert "How is it" not in board


def test_it_asks_as_many_queries_for_many_questions(world: World, round_: Round):
    ask(world, "number")
    client, staff = sign_in(Client(), world["hill-coordinator"]), sign_in(Client(), world["usa-staff"])

    def queries() -> list[int]:
        counts = []
        for who, url in ((client, URL), (staff, LIST), (client, "/c/hill/survey/2026-H1/check/")):
            with CaptureQueriesContext(connection) as asked:
                who.get(url)
            counts.append(len(asked))
        return counts

    queries()
    few = queries()
    for _ in range(6):
        ask(world, "text")
    assert queries() == few


def test_reports_and_files_hold_it_apart_and_masked(world: World, round_: Round):
    """Sums over both communities; two people of Dale stay there, in the sum as well."""
    people, rooms = (
        ask(world, "number", counts_people=True),
        ask(world, "choice", options=["Church", "School"]),
    )
    for town, number in ((world.hill, "9"), (world.dale, "2")):
        client = sign_in(Client(), world[f"{town.slug}-coordinator"])
        data = {f"q{people.pk}-number": number, f"q{rooms.pk}-option": "1"}
        assert client.post(URL.replace("hill", town.slug), data).status_code == 302
        hand_in(town, round_, world[f"{town.slug}-coordinator"])
    with within(world.usa):
        gathered = gather(world.usa, None, H1)
        chosen = gather_chosen(world.usa, Choice((world.dale.pk,), ("2026-H1",), ("engagement_events",)))
        report = make_snapshot(gathered, language="en", made_at=timezone.now()).as_json()
    found = [
        (one["state"], one["value"], one["value_text"], one["detail_text"]) for one in report["own_questions"]
    ]
    assert found == [
        ("value", 9, "9", "known for 1 of 2 communities"),
        ("value", None, "Church: 0, School: 2", "answered by 2 communities"),
    ]
    # Nobody chose them.
    assert chosen.own_questions == []
    sheet = load_workbook(io.BytesIO(draw_xlsx(report)))["Questions of the office"]
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=2)] == [
        ["Q1 How is it (number)?", "Known", 9, "9"],
        ["Q2 How is it (choice)?", "Known", None, "Church: 0, School: 2"],
    ]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(draw_pdf(report))).pages)
    assert "Church: 0, School: 2" in text
    staff = sign_in(Client(), world["usa-staff"])
    listed = _csv(staff, "/office/usa/lists/own-questions.csv")
    assert [line.split(",")[1] for line in listed if ",Q1," in line and ",9," in line] == ["Hill"]
    assert not [line for line in listed if ",Q1," in line and ",2," in line]
    own = _csv(sign_in(Client(), world["dale-coordinator"]), "/c/dale/lists/own-questions.csv")
    assert [line for line in own if ",2," in line]


def _csv(client: Client, url: str) -> list[str]:
    response: Any = client.get(url)
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
