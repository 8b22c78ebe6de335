import io
import json
from dataclasses import replace
from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from communities.models import Community, Office, Stage
from evaluation.instrument import PARTS, Unit
from evaluation.measures import Measurement, build_not_applicable
from evaluation.measures.measured import share
from evaluation.models import Figure, Round, Submission
from reports.build import draw_pdf
from reports.gather import gather
from reports.snapshot import make_snapshot
from tests.base import World, within
from tests.line_breaks import keep_together
from tests.reports.report_samples import DALE, NOW, get_sentences, get_snapshot, store
from tfc.periods import HalfYear

SURVEYED = share(34, 67, interval=(39.1, 62.5))


def get_parts(snapshot):
    return {part["label"]: part for item in snapshot["items"] for part in item["parts"]}


def test_it_is_plain_data_with_all_twelve_items(filled):
    snapshot = get_snapshot(filled.hill)
    assert json.loads(json.dumps(snapshot)) == snapshot
    assert [item["number"] for item in snapshot["items"]] == list(range(1, 13))
    assert list(get_parts(snapshot)) == [part.label for part in PARTS]


def test_a_community_reads_the_day_of_its_own_calendar(filled):
    night = datetime(2026, 7, 2, 3, tzinfo=UTC)
    with within(filled.hill):
        gathered = gather(filled.usa, filled.hill, HalfYear.parse(NOW))
        assert make_snapshot(gathered, language="en", made_at=night)["made_text"] == keep_together(
            "July 1, 2026"
        )


def test_it_says_a_known_figure_in_numbers_and_words(filled):
    part = get_parts(get_snapshot(filled.hill))["1a"]
    numbers = [part[name] for name in ("numerator", "denominator", "lower", "upper")]
    assert numbers == [5, 6, 5, 6]
    assert (part["value_text"], part["fraction_text"]) == ("83%", "5 of 6")
    assert part["bounds_text"].startswith("between 83% and 100%")
    assert (part["rating"], part["rating_text"], part["state"]) == ("met", "Met", "value")


def test_an_unknown_is_never_a_zero(filled):
    part = get_parts(get_snapshot(filled.hill))["12"]
    assert [part[name] for name in ("value", "numerator", "denominator", "lower", "upper")] == [None] * 5
    assert (part["value_text"], part["number_text"]) == ("Unknown", "")
    assert part["reason_text"] == "Nothing is recorded or declared."


def get_surveyed_part(filled, *details):
    """Return item 6 of the office's report, of Hill and Dale with these details of their surveys."""
    for town, survey in zip((filled.hill, filled.dale), details, strict=True):
        with within(town):
            Figure.objects.filter(part="access_known", half_year=NOW).delete()
            measured = replace(SURVEYED, details={"version": "2", "method": "street", **survey})
            store(town, NOW, {"access_known": measured}, only="access_known")
    return get_parts(get_snapshot(filled.usa))["6"]


def test_surveys_of_different_methods_are_listed_by_community(filled):
    part = get_surveyed_part(filled, {"population": 500}, {"population": 900, "method": "poster"})
    assert (part["known_count"], part["value"], part["state"]) == (2, None, "unknown")
    assert (part["state_text"], part["value_text"]) == ("Listed by community", "Listed by community")
    rows = [(row["text"], row["count_text"]) for row in part["kinds"]["rows"]]
    assert rows == [("Dale", "51%, 34 of 67"), ("Hill", "51%, 34 of 67")]


def test_surveys_of_one_method_are_pooled_with_their_interval(filled):
    part = get_surveyed_part(filled, {"population": 500}, {"population": 900})
    assert (part["known_count"], part["value_text"], part["fraction_text"]) == (2, "51%", "")
    assert part["bounds_text"] == "95% interval 42% to 59%"
    assert (part["numerator"], part["kinds"]) == (None, None)


def test_the_cover_of_an_office_says_how_exact_a_count_is(filled):
    snapshot = get_snapshot(filled.usa)
    part = next(part for part in get_parts(snapshot).values() if part["unit"] != "percent" and part["value"])
    part["bounds_text"] = "at least 87"
    cover = PdfReader(io.BytesIO(draw_pdf(snapshot))).pages[0].extract_text()
    assert "at least 87" in cover


def test_the_four_states_differ(filled):
    parts = get_parts(get_snapshot(filled.hill))
    texts = [parts[label]["state_text"] for label in ("1a", "5", "12", "8")]
    assert texts == ["Known", "0 (reported as zero)", "Unknown", "Does not apply"]
    assert [note["title"] for note in get_snapshot(filled.hill)["states"]] == [*texts, "Not shown"]


def test_an_office_reads_in_how_many_communities_an_item_is_not_met(filled):
    """Whatever is unknown in others; communities to which the item does not apply are not counted."""

    def get_reason() -> str:
        rows = get_snapshot(filled.usa)["indicators"]
        return next(row["why_text"] for row in rows if row["code"] == "ownership_and_leadership")

    def store_leaders(measured: Measurement) -> None:
        with within(filled.dale):
            Figure.objects.filter(part="leaders_in_development", half_year=NOW).delete()
            store(filled.dale, NOW, {"leaders_in_development": measured}, only="leaders_in_development")

    assert get_reason() == "10 Leaders in training: Not met in 1 of 2 communities."
    store_leaders(share(1, 4))
    assert get_reason() == "10 Leaders in training: Not met in 2 of 2 communities."
    text = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(draw_pdf(get_snapshot(filled.usa)))).pages
    )
    assert "Not met in 2 of 2 communities" in " ".join(text.split())
    store_leaders(build_not_applicable(Unit.PERCENT))
    assert get_reason() == "10 Leaders in training: Not met in 1 of 1 community."


def test_an_override_replaces_an_unknown_and_is_next_to_a_known_figure(filled):
    parts = get_parts(get_snapshot(filled.hill))
    research, meets = parts["2"], parts["1a"]
    assert (research["override"]["used"], research["value"], research["rating"]) == (True, 60, "partly")
    assert (meets["override"]["used"], meets["override"]["value_text"]) == (False, "100%, not reviewed")
    assert meets["value_text"] == "83%"


def test_a_value_of_a_survey_that_was_not_handed_in_is_left_out(filled):
    with within(filled.hill):
        Submission.objects.update(state="draft")
    assert get_parts(get_snapshot(filled.hill))["2"]["override"] is None


def test_it_rates_the_indicators_from_their_parts(filled):
    indicators = {indicator["code"]: indicator for indicator in get_snapshot(filled.hill)["indicators"]}
    assert indicators["participation_and_inclusion"]["rating"] == "not_met"
    assert indicators["participation_and_inclusion"]["known_text"] == "2 of 2 known"
    assert indicators["participation_and_inclusion"]["why_text"].startswith(
        "Met 0, partly met 1 (counts half)"
    )
    assert (
        get_parts(get_snapshot(filled.hill))["1b"]["why_text"]
        == "It is 7 of 11. Partly met from 5, met from 9."
    )
    assert indicators["ownership_and_leadership"]["rating"] == "not_met_or_partly"


def test_the_summary_names_every_part_once_and_leads_to_its_receipt(filled):
    with within(filled.hill):
        for code in ("access_known", "risks_known"):
            Figure.objects.filter(half_year=NOW, part=code).delete()
            store(filled.hill, NOW, {code: SURVEYED}, only=code)
    snapshot = get_snapshot(filled.hill)
    sentences = get_sentences(snapshot)
    assert any(
        sentence.startswith("Not met or partly met: Know where to find help (51%, 95% interval")
        for sentence in sentences
    )
    assert "Not asked in this half-year: Ready to refer." in sentences
    links = [run for sentence in snapshot["summary"] for run in sentence if run["to"]]
    receipts = sorted(f"receipt-{part.code}" for part in PARTS)
    # Achievements are counted in a sentence of their own.
    counted = ["receipt-engagement_events", "receipt-professionals_trained", "receipt-stakeholder_meetings"]
    assert sorted(link["to"] for link in links) == sorted([*receipts, *counted])
    assert {"text": "Ready to refer", "to": "receipt-ready_to_refer"} in links
    awareness = snapshot["indicators"][0]
    assert (awareness["rating_text"], awareness["known_text"]) == ("Not met or partly met", "3 of 3 known")


def test_it_looks_back_over_the_rounds(filled):
    history = get_parts(get_snapshot(filled.hill))["4a"]["history"]
    assert [(entry["half_year"], entry["number_text"]) for entry in history] == [
        ("2025-H1", ""), ("2025-H2", "6"), ("2026-H1", "6")
    ]  # fmt: skip


def test_it_looks_back_with_bounds_and_with_how_it_was_counted(filled):
    part = get_parts(get_snapshot(filled.hill))["1a"]
    newest = part["history"][-1]
    assert (round(newest["low"], 2), newest["high"], newest["version"]) == (83.33, 100, str(part["version"]))
    unknown = get_parts(get_snapshot(filled.hill))["4a"]["history"][0]
    assert (unknown["low"], unknown["high"], unknown["open_above"]) == (None, None, False)


def test_it_knows_nothing_of_a_round_that_was_not_opened(filled):
    with within(filled.usa):
        Round.objects.filter(half_year="2025-H1").update(opened_at=None)
    assert get_snapshot(filled.hill)["rounds"] == ["2025-H2", "2026-H1"]


def test_an_office_adds_numerators_and_denominators(filled):
    """Hill 5 of 6 and Dale 3 of 6 are 8 of 12, not the mean of the rounded percentages 83 and 50."""
    part = get_parts(get_snapshot(filled.usa))["1a"]
    assert (part["numerator"], part["denominator"], part["value_text"]) == (8, 12, "67%")
    assert (part["known_text"], part["rating"]) == ("known for 2 of 2 communities", "")
    assert [(entry["code"], entry["count"]) for entry in part["spread"]] == [("met", 1), ("partly", 1)]


def test_an_office_sums_only_what_is_known_and_says_for_how_many(filled):
    parts = get_parts(get_snapshot(filled.usa))
    assert (parts["4a"]["numerator"], parts["4a"]["upper"]) == (10, 11)
    assert (parts["5"]["state"], parts["5"]["known_text"]) == (
        "declared_zero",
        "known for 1 of 2 communities",
    )
    assert (parts["6"]["value"], parts["6"]["known_text"]) == (None, "known for 0 of 2 communities")
    assert parts["8"]["known_text"] == "known for 0 of 1 community"


def test_earlier_results_are_separate_and_never_summed(filled):
    snapshot = get_snapshot(filled.usa)
    [activity] = snapshot["historical"]
    assert (activity["quantity_text"], activity["unit_text"]) == ("at least 8,000", "contacts")
    assert all((part["value"] or 0) < 8000 for part in get_parts(snapshot).values())
    assert get_snapshot(filled.hill)["historical"] == []


def test_it_leaves_out_communities_that_are_not_asked_yet(filled):
    candidate = Community.objects.create(
        office=filled.usa, name="Canyon", slug="canyon", time_zone="America/Denver", stage=Stage.CANDIDATE
    )
    with within(candidate):
        store(candidate, NOW, {})
        Figure.objects.update(
            state="not_applicable", rating="not_applicable", reason="before_leadership_team"
        )
    snapshot = get_snapshot(filled.usa)
    assert [community["slug"] for community in snapshot["communities"]] == ["dale", "hill"]
    assert get_parts(snapshot)["1a"]["applicable"] == 2


def test_it_holds_nothing_of_another_office(filled):
    assert "moor" not in json.dumps(get_snapshot(filled.usa)).lower()


def test_a_receipt_names_its_hash_and_counts_its_records(filled):
    snapshot = get_snapshot(filled.hill)
    receipt = get_parts(snapshot)["1a"]["receipt"]
    assert (len(receipt["hash"]), receipt["total"]) == (64, 5)
    assert receipt["records"] == [{"kind": "events.event", "text": "meetings and events", "count": 5}]


def queries(world: World) -> int:
    with within(world.usa):
        office = Office.objects.get(pk=world.usa.pk)  # one that has not yet read its zone
        with CaptureQueriesContext(connection) as context:
            gather(office, None, HalfYear.parse(NOW))
    return len(context)


def test_it_reads_more_communities_in_the_same_queries(filled):
    queries(filled)  # fills the cache of the professionals
    few = queries(filled)
    for number in range(4):
        town = Community.objects.create(
            office=filled.usa, name=f"T{number}", slug=f"t{number}", time_zone="America/Denver"
        )
        with within(town):
            store(town, NOW, DALE)
    assert queries(filled) == few
