import pytest

from evaluation.measures import (
    ENGAGEMENT_KINDS,
    EngagementEvent,
    StakeholderEvent,
    engagement_events,
    get_unresolved_count,
    sector_breadth,
    stakeholder_meetings,
)


def meeting(key, *sectors, also=(), joint=None):
    return StakeholderEvent(key, frozenset(sectors), frozenset(also), joint)


def figures(measured):
    return measured.numerator, measured.lower, measured.upper


EVENTS = [
    meeting("1", "schools", "media"),
    meeting("2", "faith_ngos"),  # two churches are one sector
    meeting("3", "schools", also=["parents"]),
    meeting("4", also=["youth", "parents"]),
    meeting("5"),  # attendance was not recorded
]


def test_it_counts_meetings_of_two_different_sectors_or_constituencies():
    assert figures(stakeholder_meetings(EVENTS, unresolved=2)) == (3, 3, 6)


def test_it_does_not_take_the_same_voice_twice():
    assert stakeholder_meetings([meeting("1", "consumers", also=["consumers"])]).numerator == 0


def test_it_counts_sectors_at_those_meetings_only():
    measured = sector_breadth(EVENTS[:4])
    assert (measured.numerator, measured.denominator, measured.upper) == (2, 8, 2)
    assert measured.details["meetings_by_sector"] == {"media": 1, "schools": 2}


def test_consumers_are_a_sector_also_where_they_were_noted_as_a_constituency():
    measured = sector_breadth([meeting("1", "media", also=["consumers", "youth"])])
    assert (measured.numerator, measured.upper) == (2, 2)
    assert measured.details["meetings_by_sector"] == {"consumers": 1, "media": 1}


def test_it_opens_the_breadth_when_presence_is_not_known():
    assert sector_breadth(EVENTS).upper == 8
    assert sector_breadth(EVENTS[:4], unresolved=1).upper == 8


def test_it_refuses_a_ninth_sector():
    with pytest.raises(ValueError, match="8 sectors, not 9"):
        sector_breadth([meeting("1", *"abcdefghi")])


def test_it_counts_a_joint_event_once():
    events = [meeting("1", "a", "b", joint="j"), meeting("2", "a", "b", joint="j"), meeting("3", "a", "b")]
    measured = stakeholder_meetings(events)
    assert (measured.numerator, measured.joint) == (2, {"j": 1})


@pytest.mark.parametrize("measure", [stakeholder_meetings, sector_breadth])
def test_it_distinguishes_unknown_declared_zero_and_contradiction(measure):
    assert measure([]).reason == "nothing_recorded"
    assert measure([], unresolved=3).reason == "nothing_recorded"
    assert measure([meeting("1")]).reason == "presence_unrecorded"
    assert measure([], declared_none=True).state == "declared_zero"
    assert measure([meeting("1", "schools")], declared_none=True).reason == "declaration_contradicted"
    assert measure([meeting("1", "schools")]).value == 0


def test_it_lets_an_unresolved_event_widen_a_declared_zero():
    assert figures(stakeholder_meetings([], declared_none=True, unresolved=1)) == (0, 0, 1)


def engagement(key, kind="education", role="hosted", **more):
    return EngagementEvent(key, kind, role, **more)


def test_it_counts_engagement_by_kind_and_leaves_out_the_rest():
    events = [engagement(kind, kind) for kind in ENGAGEMENT_KINDS]
    others = [engagement(k, k) for k in ("team_meeting", "stakeholder_meeting", "leadership_training")]
    attended = engagement("x", role="attended")
    measured = engagement_events(
        [*events, *others, attended], campaigns_won=1, unresolved=["education", "campaign"]
    )
    assert figures(measured) == (6, 6, 8)
    assert measured.details["by_kind"] == dict.fromkeys(ENGAGEMENT_KINDS, 1)
    assert measured.details["campaigns_won"] == 1
    assert [get_unresolved_count(measured.details, kind) for kind in ("education", "awareness")] == [1, 0]
    assert get_unresolved_count({"unresolved": 2}, "awareness") == 2


def test_it_shows_sponsored_events_apart_and_counts_them():
    events = [engagement("1", oasis_sponsored=True), engagement("2", role="co_hosted", joint_key="j")]
    measured = engagement_events(events)
    assert (measured.numerator, measured.details["oasis_sponsored"], measured.joint) == (2, 1, {"j": 1})


def test_it_needs_an_engagement_event_or_a_declaration():
    assert engagement_events([engagement("1", "team_meeting")]).reason == "nothing_recorded"
    assert engagement_events([], declared_none=True).state == "declared_zero"
    assert engagement_events([engagement("1")], declared_none=True).reason == "declaration_contradicted"
    other = engagement_events([engagement("1", "team_meeting")], declared_none=True)
    assert other.state == "declared_zero"
