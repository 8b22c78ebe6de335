import pytest

from stakeholders.briefings import capacity
from stakeholders.briefings.snapshot import digest, get_current_snapshot
from stakeholders.models import Finding
from tests.base import World, within
from tests.line_breaks import keep_together
from tests.stakeholders.briefings.base import DAY, NOON, draft, find, locate


def taken(world: World, *findings: Finding, **fields):
    briefing = draft(world.hill, *findings, **fields)
    with within(world.hill, coordinator=True):
        return get_current_snapshot(briefing, world.hill, NOON)


@pytest.mark.parametrize(
    ("heard", "text"),
    [(None, ""), (0, "0 people"), (1, "10 or fewer people"), (10, "10 or fewer people"), (11, "11 people")],
)
def test_it_hides_small_counts_of_people(world: World, heard, text):
    snapshot = taken(world, find(world.hill, people_heard=heard))
    assert snapshot["findings"][0]["people_text"] == text


def test_it_is_the_same_for_every_hidden_count(world: World):
    finding = find(world.hill, people_heard=2)
    few = taken(world, finding)
    with within(world.hill):
        Finding.objects.update(people_heard=9)
    assert digest(taken(world, finding)) == digest(few)


def test_it_says_what_a_finding_is(world: World):
    snapshot = taken(world, find(world.hill, checked_on=DAY))
    assert snapshot["findings"] == [
        {
            "title": "Wages are withheld or cut",
            "summary": "Cleaners wait for their wages.",
            "is_cut": False,
            "severity_text": "4/5 · It often leads to exploitation, and those harmed find little help.",
            "confidence_text": "3/5 · Several people told us independently.",
            "affected_text": "Workers",
            "method_text": "Interview",
            "observed_text": keep_together("March 3, 2026"),
            "checked_text": keep_together("Checked with the community on March 3, 2026"),
            "status_text": "",
            "people_text": "",
        }
    ]


def test_it_ranks_the_findings_and_leaves_out_what_is_withdrawn_or_deleted(world: World):
    weak = find(world.hill, vulnerability="informal_jobs", severity=1)
    strong = find(world.hill, vulnerability="no_safe_shelter", severity=5)
    wrong = find(world.hill, status="withdrawn")
    gone = find(world.hill, deleted_at=NOON)
    eased = find(world.hill, vulnerability="cheap_goods", severity=2, status="eased")
    findings = taken(world, weak, strong, wrong, gone, eased)["findings"]
    assert [finding["title"] for finding in findings] == [
        "No safe place to sleep tonight",
        "Cheap goods and services, and nobody asks who made them",
        "Jobs without a contract, paid in cash",
    ]
    assert [finding["status_text"] for finding in findings] == ["", "It has become better", ""]


def test_it_carries_no_location_note(world: World):
    finding = find(world.hill)
    locate(world, finding, "Canary-where")
    assert "Canary-where" not in repr(taken(world, finding))


@pytest.mark.parametrize(
    ("audience", "first"),
    [
        ("mayor", "Pass a local rule: licenses, inspections or notices that must hang"),
        ("school_board", "Teach every grade how recruiters work and where to find help"),
        ("police", "Treat victims as victims: a written rule against charging them"),
        ("other", None),
    ],
)
def test_it_names_what_this_audience_can_do(world: World, audience, first):
    strategies = taken(world, audience=audience)["strategies"]
    assert next(iter(strategies), None) == first
    assert len(strategies) <= capacity.STRATEGIES


def test_it_gives_the_hotline_and_no_place_twice(world: World):
    world.hill.city, world.hill.region = "Hill", "California"
    snapshot = taken(world)
    assert (snapshot["hotline"], snapshot["where"]) == ("1-888-373-7888", "Hill, California")


class TestDigest:
    def test_it_stays_while_only_the_clock_runs(self, world: World):
        snapshot = taken(world, find(world.hill))
        assert digest(snapshot | {"made_at": "later", "made_text": "later"}) == digest(snapshot)

    def test_it_changes_with_a_word(self, world: World):
        snapshot = taken(world, find(world.hill))
        assert digest(snapshot | {"title": "Other"}) != digest(snapshot)


class TestRoom:
    @pytest.mark.parametrize(
        ("text", "space", "over"),
        [("", 0, 0), ("abc", 3, 0), ("abcd", 3, 1), ("许多家", 6, 0), ("许多家", 5, 1), ("许多a", 5, 0)],
    )
    def test_it_counts_what_has_no_room(self, text, space, over):
        assert capacity.excess(text, space) == over

    @pytest.mark.parametrize(
        ("text", "short"),
        [
            ("two  words", "two words"),
            ("one two three four five", "one two three four…"),
            ("x" * 30, "x" * 19 + "…"),
            ("许" * 11, "许" * 9 + "…"),
        ],
    )
    def test_it_cuts_at_a_word_where_it_can(self, text, short):
        assert capacity.shorten_paragraph(text, 20) == short

    def test_it_keeps_four_paragraphs(self):
        assert capacity.paragraphs("a\n\n b \r\nc") == ["a", "b", "c"]
        assert capacity.paragraphs("a\nb\nc\nd\ne") == ["a", "b", "c", "d e"]
