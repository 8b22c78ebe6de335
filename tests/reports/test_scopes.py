"""Reports of all offices, and of an office's choice: the same rules, and no more than each community shows."""

import io
import json
from datetime import date
from itertools import combinations, product
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from communities.models import Community, ThresholdSetting
from evaluation.instrument import PARTS, Unit
from evaluation.measures import Measurement, State, unknown
from evaluation.measures.measured import count, share
from evaluation.models import Figure, Round
from library.models import Licence
from reports.build import Subject, draw_pdf, take_snapshot
from reports.choice import Choice, Options, problems
from reports.compared import change_words
from reports.page import build_page_context
from reports.xlsx import draw_xlsx
from tests.base import World, within
from tests.evaluation.test_few_people import ask_residents
from tests.library.base import make_material, make_story, make_version, picture
from tests.reports.report_samples import HALF_YEARS, NOW, get_sentences, get_snapshot, store
from tfc.sharing import Audience
from tfc.tenancy import office_scope

MOOR = {
    "meets_consistently": share(10, 10),
    "stakeholder_meetings": Measurement(State.VALUE, Unit.COUNT, 3, None, 3, 3, joint={"fair": 1}),
    "research_done": unknown(Unit.PERCENT, "no_research"),
}


def get_parts(snapshot: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {part["code"]: part for item in snapshot["items"] for part in item["parts"]}


def together(world: World) -> Any:
    return take_snapshot(Subject(world.oasis, None, NOW, "en", scope="international"))


def chosen(world: World, choice: Choice, title: str = "", language: str = "en") -> Any:
    newest = max(choice.rounds)
    return take_snapshot(
        Subject(world.usa, None, newest, language, scope="custom", choice=choice, title=title)
    )


def ids(*communities: Community) -> tuple[int, ...]:
    return tuple(community.pk for community in communities)


@pytest.fixture
def abroad(filled: World) -> World:
    """Moor has figures as well, and held one meeting jointly with Hill."""
    with within(filled.uk):
        Round.objects.create(half_year=NOW, due_on=date(2026, 6, 30), opened_at="2026-01-01T00:00Z")
    with within(filled.moor):
        store(filled.moor, NOW, MOOR)
    with within(filled.hill):
        Figure.objects.filter(half_year=NOW, part="stakeholder_meetings").update(joint={"fair": 1})
    return filled


def test_offices_are_next_to_each_other_and_percentages_are_never_averaged(abroad: World):
    snapshot = together(abroad)
    meets = get_parts(snapshot)["meets_consistently"]
    cells = {row["slug"]: row["cells"][0] for row in snapshot["offices"]}
    assert [(cells[name]["numerator"], cells[name]["denominator"]) for name in ("uk", "usa")] == [
        (10, 10),
        (8, 12),
    ]
    assert (meets["numerator"], meets["denominator"]) == (18, 22)
    # Neither the mean of the communities (78 %) nor that of the offices (83 %).
    assert (meets["value_text"], meets["known_text"]) == ("82%", "known for 3 of 3 communities")
    assert [row["asked_text"] for row in snapshot["offices"]] == ["1 community", "2 communities"]
    assert snapshot["communities"] == []


def test_what_was_held_together_across_a_border_counts_once(abroad: World):
    snapshot = together(abroad)
    index = [part.code for part in PARTS].index("stakeholder_meetings")
    assert [row["cells"][index]["value"] for row in snapshot["offices"]] == [3, 10]
    assert get_parts(snapshot)["stakeholder_meetings"]["value"] == 12


def test_each_offices_sums_equal_its_own_report(abroad: World):
    offices = {row["slug"]: row["cells"] for row in together(abroad)["offices"]}
    own = get_parts(get_snapshot(abroad.usa))
    for cell in offices["usa"]:
        for name in ("value", "lower", "upper", "state", "known_count", "applicable", "receipt_hash"):
            there = own[cell["part"]]
            expected = there["receipt"]["hash"] if name == "receipt_hash" else there[name]
            assert cell[name] == expected, (cell["part"], name)


def test_an_office_without_the_round_is_named_and_adds_nothing(filled: World):
    snapshot = together(filled)
    assert [(row["slug"], row["cells"] == []) for row in snapshot["offices"]] == [
        ("usa", False),
        ("uk", True),
    ]
    assert "This half-year was not opened by: Oasis UK." in get_sentences(snapshot)
    with pytest.raises(Round.DoesNotExist):
        take_snapshot(Subject(filled.oasis, None, "2019-H1", "en", scope="international"))


def test_offices_that_set_different_things_each_say_theirs(abroad: World):
    with within(abroad.uk):
        ThresholdSetting.objects.create(code="met", value=90, from_half_year=NOW)
    texts = {note["title"]: note["text"] for note in together(abroad)["thresholds"]}
    assert (texts["Met"], texts["Partly met"]) == (
        "Oasis UK: 90% or more; Oasis USA: 80% or more",
        "40% or more",
    )


def test_a_choice_holds_what_was_chosen_and_sums_over_it_alone(filled: World):
    codes = ("meets_consistently", "stakeholder_meetings", "ready_to_refer", "resources_identified")
    snapshot = chosen(filled, Choice(ids(filled.dale), HALF_YEARS[1:], codes), "Dale alone")
    parts = get_parts(snapshot)
    assert (snapshot["title"], snapshot["half_year"], list(parts)) == ("Dale alone", NOW, list(codes))
    assert (parts["meets_consistently"]["numerator"], parts["meets_consistently"]["denominator"]) == (3, 6)
    assert [point["half_year"] for point in parts["meets_consistently"]["history"]] == list(HALF_YEARS[1:])
    assert [row["change_text"] for row in snapshot["compared"]["rows"]] == [
        "Unknown in the previous half-year.", "Unknown in the previous half-year.", "Unknown in both half-years.",
        "Unknown in both half-years.",
    ]  # fmt: skip
    assert chosen(filled, Choice(ids(filled.dale), HALF_YEARS[2:], codes))["compared"] is None
    assert [community["slug"] for community in snapshot["communities"]] == ["dale"]
    assert [len(community["cells"]) for community in snapshot["communities"]] == [4]
    # The only indicator with all parts; the office's total is not in it.
    assert [indicator["code"] for indicator in snapshot["indicators"]] == ["resources_and_networks"]
    assert (snapshot["historical"], snapshot["targets"]) == ([], [])
    assert get_sentences(snapshot)[-2:] == [
        "Summed over the communities: Meets consistently (50%, 3 of 6, known for 1 of 1 community).",
        "Unknown (not zero): Ready to refer, Services found for survivors.",
    ]
    assert snapshot["method"][0]["text"].startswith("Communities: 1 of 2. Parts: 4 of ")


def test_two_half_years_are_next_to_each_other_and_only_what_is_comparable_changed(filled: World):
    """Hill's 4a was 6, at most 7, in both; Dale's is known in only one, so it is in no change."""
    codes = ("meets_consistently", "stakeholder_meetings", "access_known", "leaders_in_development")
    with within(filled.hill):
        before = Figure.objects.filter(half_year=HALF_YEARS[1], part="meets_consistently")
        before.update(numerator=2, lower=2, upper=3, value=100 / 3)
    snapshot = chosen(filled, Choice(ids(filled.hill, filled.dale), HALF_YEARS[1:], codes))
    texts = {row["part"]: row["change_text"] for row in snapshot["compared"]["rows"]}
    assert snapshot["compared"]["change"] == "Change since July to December 2025"
    assert texts == {
        "meets_consistently": "Over 1 community: at least 33 points higher",
        "stakeholder_meetings": "Over 1 community: unknown, because records are incomplete",
        "access_known": "Not compared: a difference between surveys may be chance.",
        "leaders_in_development": "Unknown in the previous half-year.",
    }
    sheet = load_workbook(io.BytesIO(draw_xlsx(snapshot)))["Half-years compared"]
    heads, first, second, *_rest = sheet.iter_rows(values_only=True)
    assert heads[2:4] == HALF_YEARS[1:]
    assert [first[2], second[2:4]] == [pytest.approx(100 / 3), (6, 10)]
    assert draw_pdf(snapshot)[:5] == b"%PDF-"
    with translation.override("es"):
        drawn = build_page_context(snapshot)["items"][0]["parts"][0]["chart"]
    assert (">H1<" in drawn, ">S1<" in drawn) == (True, False)
    # A page names half-years in the report's language, whoever reads it.
    assert snapshot["round_texts"] == ["July to December 2025", "January to June 2026"]
    in_spanish = chosen(filled, Choice(ids(filled.hill, filled.dale), HALF_YEARS[1:], codes), language="es")
    page = build_page_context(in_spanish)
    assert page["snapshot"]["round_texts"] == ["Julio a diciembre de 2025", "Enero a junio de 2026"]
    with within(filled.hill):
        before.update(definition_version=9)
    again = chosen(filled, Choice(ids(filled.hill), HALF_YEARS[1:], codes[:1]))["compared"]["rows"]
    assert again[0]["change_text"] == "Not compared: counted differently."


@pytest.mark.parametrize(
    ("before", "now", "expected_text"),
    [
        (share(5, 10), share(5, 10), "the same"),
        (share(5, 10), share(51, 100), "1 point higher"),
        (share(50, 100), share(503, 1000), "0.3 points higher"),
        (share(9, 10), share(3, 4), "15 points lower"),
        (count(7, upper=7), count(3, upper=3), "4 fewer"),
        (count(3, upper=4), count(9, upper=9), "at least 5 more"),
        (count(3, upper=4), count(4, upper=4), "unknown, because records are incomplete"),
    ],
)
def test_it_says_a_change_only_as_far_as_it_is_sure(
    before: Measurement, now: Measurement, expected_text: str
):
    assert change_words(before, now) == expected_text


def test_no_choice_reveals_more_than_the_communities_show(filled: World):
    """For every set of communities and half-years the report is identical whether 2, 3 or 4 people said so.

    So the difference of two reports cannot reveal it either.
    """
    sets = [
        combination for size in (1, 2) for combination in combinations(ids(filled.hill, filled.dale), size)
    ]
    halves = [HALF_YEARS[2:], HALF_YEARS[1:], HALF_YEARS[1:2]]
    codes = tuple(part.code for part in PARTS)
    texts = []
    for few in (2, 3, 4):
        ask_residents(filled, few)
        results = []
        for communities, rounds in product(sets, halves):
            snapshot = chosen(filled, Choice(communities, rounds, codes))
            del snapshot["made_at"]
            results.append(json.dumps(snapshot))
        texts.append(results)
    assert texts[0] == texts[1] == texts[2]
    assert "fewer than 5 of 41" in texts[0][0]


def test_surveys_of_residents_are_in_no_sum(filled: World):
    ask_residents(filled, 3)
    every = tuple(part.code for part in PARTS)
    for snapshot in (together(filled), chosen(filled, Choice(ids(filled.hill), (NOW,), every))):
        for code in ("access_known", "risks_known"):
            part = get_parts(snapshot)[code]
            assert [part[name] for name in ("value", "numerator", "lower", "upper")] == [None] * 4


def test_stories_and_pictures_come_as_others_may_see_them(filled: World, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    leader = filled["hill-coordinator"]
    story = make_story(
        filled.hill, leader, audience=Audience.OFFICE, result="It helped.", figure=3, measure="contacts", n=60
    )
    own = make_story(filled.hill, leader, "Only ours")
    free, kept_place = (
        make_material(
            filled.hill, leader, title, audience=Audience.OFFICE, licence=licence, summary="A red wall."
        )
        for title, licence in (("Free", Licence.CC_BY), ("Kept", Licence.NETWORK))
    )
    version = make_version(filled.hill, free, leader, "a.png", picture(size=(1600, 800)))
    hidden = make_version(filled.hill, kept_place, leader, "b.png", picture())
    with office_scope(filled.usa.pk):
        options = Options.for_office(filled.usa)
    assert [choice.value for choice in options.stories] == [story.pk]
    assert [choice.value for choice in options.pictures] == [version.pk]
    choice = Choice(ids(filled.hill), (NOW,), ("research_done",), (story.pk, own.pk), (version.pk, hidden.pk))
    assert set(problems(choice, options)) == {"stories", "pictures"}
    snapshot = chosen(filled, choice)
    [told_story] = snapshot["stories"]
    assert (told_story["source"], told_story["figure_text"]) == (
        "Hill",
        "not shown: a small number of people",
    )
    [told_picture] = snapshot["pictures"]
    assert (told_picture["alt"], told_picture["credit"].split(",")[0]) == ("Free. A red wall.", "Hill")
    assert (told_picture["media_type"], told_picture["width"], told_picture["height"]) == (
        "image/jpeg",
        1000,
        500,
    )
    # The file is missing: the report is created without it.
    for path in tmp_path.glob("??/*"):
        path.unlink()
    assert chosen(filled, choice)["pictures"] == []


def test_a_choice_says_what_is_wrong_with_it(filled: World):
    with office_scope(filled.usa.pk):
        options = Options.for_office(filled.usa)
    assert set(problems(Choice(), options)) == {"communities", "rounds", "parts"}
    foreign = Choice(ids(filled.moor), ("2001-H1",), ("no_such_part",))
    assert set(problems(foreign, options)) == {"communities", "rounds", "parts"}
    good = Choice(ids(filled.hill), (NOW,), ("research_done",))
    assert (problems(good, options), Choice.from_json(good.as_json())) == ({}, good)
