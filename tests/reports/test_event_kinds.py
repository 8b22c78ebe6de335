"""Counts by kind in a report: for one community, and summed over several."""

from evaluation.measures.gatherings import EngagementEvent, engagement_events
from evaluation.measures.trainings import Training, professionals_trained
from evaluation.models import Figure
from tests.base import World, within
from tests.reports.report_samples import NOW, get_snapshot, store


def events(*kinds: str, joint_key: str | None = None) -> list[EngagementEvent]:
    return [
        EngagementEvent(str(number), kind, "hosted", number == 0, joint_key if number == 0 else None)
        for number, kind in enumerate(kinds)
    ]


def give(world: World) -> None:
    trained = professionals_trained(
        [Training("a", {"police": 4}), Training("b", {"police": 6}, unrecorded=2)]
    )
    for town, kinds in ((world.hill, ("education", "awareness", "awareness")), (world.dale, ("education",))):
        with within(town):
            Figure.objects.filter(
                half_year=NOW, part__in=("engagement_events", "professionals_trained")
            ).delete()
            held_events = engagement_events(events(*kinds, joint_key="fair"), campaigns_won=1)
            store(town, NOW, {"engagement_events": held_events}, only="engagement_events")
            store(town, NOW, {"professionals_trained": trained}, only="professionals_trained")


def kinds_in(snapshot: dict, label: str) -> dict:
    [part] = [part for item in snapshot["items"] for part in item["parts"] if part["label"] == label]
    kinds = part["kinds"]
    rows = {row["text"]: row["count_text"] for row in (*kinds["rows"], *kinds["not_counted"])}
    return {"title": kinds["title"], "note": kinds["note"]} | {
        key: rows[key] for key in rows if rows[key] != "0"
    }


def test_it_counts_events_by_kind_and_people_by_profession(filled: World):
    give(filled)
    hill = get_snapshot(filled.hill)
    assert kinds_in(hill, "5") == {
        "title": "By kind", "note": "", "Awareness and outreach": "2", "Education": "1",
        "Of these, sponsored by Oasis": "1", "Campaigns won, counted separately": "1",
    }  # fmt: skip
    assert kinds_in(hill, "11") == {
        "title": "By profession", "note": "", "Police": "at least 6, at most 10", "Prosecutors": "unknown, 0 to 2",
        "Judges": "unknown, 0 to 2", "Other first responders": "unknown, 0 to 2", "Profession not recorded": "2",
    }  # fmt: skip
    [trained] = [part for item in hill["items"] for part in item["parts"] if part["label"] == "11"]
    # The number of a spreadsheet: nobody is recorded, and up to two may have come.
    assert [row["count"] for row in trained["kinds"]["rows"]] == [6, None, None, None]
    unknown = [part for item in hill["items"] for part in item["parts"] if part["label"] in ("4a", "12")]
    assert [part["kinds"] for part in unknown] == [None, None]


def test_it_shows_a_profession_exactly_where_it_was_entered(filled: World):
    """One community knows all four and one only its police; a third may have held a training."""
    give(filled)
    entered = Training(
        "a", {"police": 4, "prosecutors": 1, "judges": 1, "first_responders": 2}, unrecorded=None
    )
    for town, trained in (
        (filled.hill, professionals_trained([entered])),
        (filled.dale, professionals_trained([Training("b", {"police": 3}, unrecorded=None)])),
    ):
        with within(town):
            Figure.objects.filter(half_year=NOW, part="professionals_trained").delete()
            store(town, NOW, {"professionals_trained": trained}, only="professionals_trained")
    hill, usa = kinds_in(get_snapshot(filled.hill), "11"), kinds_in(get_snapshot(filled.usa), "11")
    assert (hill["Police"], hill["Judges"]) == ("4", "1")
    assert (usa["Police"], usa["Judges"]) == ("7", "at least 1")
    with within(filled.dale):
        Figure.objects.filter(half_year=NOW, part="professionals_trained").delete()
        maybe = professionals_trained([], declared_none=True, unresolved=1)
        store(filled.dale, NOW, {"professionals_trained": maybe}, only="professionals_trained")
    assert kinds_in(get_snapshot(filled.usa), "11")["Police"] == "at least 4"


def test_it_explains_why_kinds_of_several_communities_exceed_the_sum(filled: World):
    give(filled)
    usa = kinds_in(get_snapshot(filled.usa), "5")
    assert (usa["Awareness and outreach"], usa["Education"]) == ("2", "2")
    assert usa["note"].startswith("Joint work counts once in the figure")
