"""Joint events: invited, answered, left, withdrawn."""

from uuid import uuid4

import pytest

from communities.models import Community, Role
from evaluation.actions.figures import refresh_figures
from evaluation.models import Figure
from events.actions import cancel_event, delete_event, restore_event
from events.actions.joint import accept_share, share_event
from events.models import Event, EventStatus, JointShare
from tests.base import World, add_member, make_community, within
from tests.evaluation.figures.records import H1, stakeholder_meetings
from tests.events.base import days_ago, plan, url
from tests.events.joint_records import answer, create_walk, get_events, shares_seen_by, tell
from tfc.periods import HalfYear


@pytest.fixture
def walk(world: World) -> Event:
    return create_walk(world)


@pytest.fixture
def share(world: World, walk: Event) -> JointShare:
    return tell(world, walk, world.dale)


def test_it_shows_another_community_only_time_and_place(world: World, signed_in, walk: Event):
    page = signed_in("hill-leader").get(url(f"{walk.pk}/")).content.decode()
    assert f'href="{url(f"{walk.pk}/joint/")}"' in page
    response = signed_in("hill-leader").post(url(f"{walk.pk}/joint/"), {"other": world.dale.pk}, follow=True)
    assert "Dale can now answer." in response.content.decode()
    assert "Unanswered" in response.content.decode()
    # A second click changes nothing.
    signed_in("hill-leader").post(url(f"{walk.pk}/joint/"), {"other": world.dale.pk})
    assert shares_seen_by(world.dale) == [("hill", "dale", True)]
    client = signed_in("dale-leader")
    for path, sentence in (
        (url(slug="dale"), "Hill says that “Walk of the towns” on"),
        ("/c/dale/", "Joint event with Hill?"),
    ):
        content = client.get(path).content.decode()
        assert sentence in content
        assert "Ours alone" not in content
    share = JointShare(pk=_only(world.dale).pk)
    text = client.get(answer(share)).content.decode()
    assert "Main square" in text
    assert "Ours alone" not in text
    # A member sees the invitation without a link to answer it.
    assert answer(share) not in signed_in("dale-member").get(url(slug="dale")).content.decode()


def _only(community: Community) -> JointShare:
    with within(community):
        return JointShare.objects.get()


def test_it_records_a_copy_with_nobody_present_and_makes_both_one(world: World, signed_in, share: JointShare):
    client, sent = signed_in("dale-leader"), {"event": "new", "client_id": str(uuid4())}
    answers = [client.post(answer(share), sent).status_code for _time in range(2)]
    assert answers == [302, 302]
    (copy,) = get_events(world.dale)
    (walk,) = get_events(world.hill)
    assert (copy.title, copy.place, copy.note, copy.kind) == (
        "Walk of the towns",
        "Main square",
        "",
        "awareness",
    )
    assert (copy.starts_at, copy.ends_at, copy.status) == (walk.starts_at, walk.ends_at, "held")
    assert (copy.people_present, copy.hosting) == (None, "co_hosted")
    assert copy.joint_key == walk.joint_key is not None
    assert "accepted" in client.get(url(f"{copy.pk}/", "dale")).content.decode()
    page = signed_in("hill-leader").get(url(f"{walk.pk}/")).content.decode()
    assert "accepted" in page
    assert "Joint event with: Dale" in page
    assert "Take it back" not in page
    # Nothing is pending, and a later answer by another person finds this one.
    assert "Hill says" not in signed_in("dale-leader").get(url(slug="dale")).content.decode()
    with within(world.dale):
        result = accept_share(community=world.dale, share=share, event=None, by=world["dale-coordinator"])
        assert result.pk == copy.pk


def test_it_links_an_event_that_is_there_and_the_offices_sum_counts_one(world: World, signed_in):
    ours, theirs = stakeholder_meetings(world.hill, 2), stakeholder_meetings(world.dale, 3)
    assert _meetings_of_office(world) == 5
    with within(world.hill):
        share = share_event(community=world.hill, event=ours[0], other=world.dale, by=world["hill-leader"])
    # An invitation alone changes no sum.
    assert _meetings_of_office(world) == 5
    client = signed_in("dale-leader")
    assert f'value="{theirs[0].pk}"' in client.get(answer(share)).content.decode()
    assert client.post(answer(share), {"event": theirs[0].pk}).status_code == 302
    assert len(get_events(world.dale)) == 3
    assert _meetings_of_office(world) == 4
    client.post(url(f"{theirs[0].pk}/joint/leave/", "dale"))
    assert _meetings_of_office(world) == 5


def _meetings_of_office(world: World) -> object:
    for town in (world.hill, world.dale):
        with within(town):
            refresh_figures([town], H1)
    with within(world.usa):
        pooled = Figure.objects.for_office(world.usa.pk).for_half_year(HalfYear(2026, 1)).pooled()
    return pooled["stakeholder_meetings"].measured.value


def test_it_declines_takes_that_back_and_accepts(world: World, signed_in, share: JointShare):
    client = signed_in("dale-leader")
    page = client.post(answer(share, "decline/"), follow=True).content.decode()
    assert "Hill sees that it is not a joint event." in page
    assert f'action="{answer(share, "reconsider/")}"' in page
    assert "Hill says" not in page
    assert shares_seen_by(world.hill) == [("hill", "dale", True), ("dale", "hill", False)]
    ours = signed_in("hill-leader").get(url(f"{share.event_id}/")).content.decode()
    assert "declined" in ours
    client = signed_in("dale-leader")
    assert client.post(answer(share, "reconsider/")).url == answer(share)
    assert "Hill says" in client.get(url(slug="dale")).content.decode()
    client.post(answer(share, "decline/"))
    client.post(answer(share), {"event": "new"})
    assert shares_seen_by(world.dale) == [("hill", "dale", True), ("dale", "hill", True)]
    # A late “no” does not undo the acceptance.
    client.post(answer(share, "decline/"))
    assert shares_seen_by(world.dale) == [("hill", "dale", True), ("dale", "hill", True)]


def test_either_side_leaves_and_the_other_reads_it(world: World, signed_in, share: JointShare):
    with within(world.dale):
        copy = accept_share(community=world.dale, share=share, event=None, by=world["dale-leader"])
    page = signed_in("hill-leader").post(url(f"{share.event_id}/joint/leave/"), follow=True).content.decode()
    assert "Saved." in page
    assert get_events(world.hill)[0].joint_key is None
    assert "Dale says" not in signed_in("hill-leader").get(url()).content.decode()
    with within(world.hill):
        left = JointShare.objects.get(community=world.hill)
        assert (left.holds, left.event_id, left.title, left.place, left.starts_at) == (
            False,
            None,
            "",
            "",
            None,
        )
    theirs = signed_in("dale-leader").get(url(f"{copy.pk}/", "dale")).content.decode()
    assert "declined" in theirs
    # Invited again, it needs a new answer.
    with within(world.hill):
        event = Event.objects.get()
        again = share_event(community=world.hill, event=event, other=world.dale, by=world["hill-leader"])
    assert signed_in("dale-leader").post(answer(again), {"event": copy.pk}).status_code == 302
    assert get_events(world.dale)[0].joint_key == get_events(world.hill)[0].joint_key == again.joint_key


def test_it_takes_back_what_nobody_accepted(world: World, signed_in, share: JointShare):
    result = url(f"joint/sent/{share.pk}/withdraw/")
    assert signed_in("dale-leader").post(result.replace("hill", "dale")).status_code == 404
    client = signed_in("hill-leader")
    assert "Saved." in client.post(result, follow=True).content.decode()
    assert shares_seen_by(world.dale) == []
    assert get_events(world.hill)[0].joint_key is None
    assert client.post(result).status_code == 404
    assert signed_in("dale-leader").post(answer(share), {"event": "new"}).status_code == 404
    with within(world.hill):
        event = Event.objects.get()
        second = share_event(community=world.hill, event=event, other=world.dale, by=world["hill-leader"])
    with within(world.dale):
        accept_share(community=world.dale, share=second, event=None, by=world["dale-leader"])
    late_page = signed_in("hill-leader").post(url(f"joint/sent/{second.pk}/withdraw/"), follow=True)
    assert "Leave the joint event" in late_page.content.decode()


def test_mutual_invitations_become_one_joint_event(world: World, walk: Event, share: JointShare):
    with within(world.dale):
        own = Event.objects.create(
            kind="awareness", status="held", starts_at=walk.starts_at, ends_at=walk.ends_at, time_zone="UTC"
        )
        share_event(community=world.dale, event=own, other=world.hill, by=world["dale-leader"])
        accept_share(community=world.dale, share=share, event=own, by=world["dale-leader"])
    assert shares_seen_by(world.dale) == [("hill", "dale", True), ("dale", "hill", True)]
    assert get_events(world.dale)[0].joint_key == share.joint_key


def test_three_hold_it_and_the_third_sees_only_its_own_part(world: World, share: JointShare):
    glen = make_community(world.usa, "glen")
    leader = add_member(glen, "glen-leader", Role.LEADER)
    with within(world.dale):
        accept_share(community=world.dale, share=share, event=None, by=world["dale-leader"])
    assert shares_seen_by(glen) == []
    with within(world.hill):
        event = Event.objects.get()
        second = share_event(community=world.hill, event=event, other=glen, by=world["hill-leader"])
    assert shares_seen_by(glen) == [("hill", "glen", True)]
    with within(glen):
        accept_share(community=glen, share=second, event=None, by=leader)
    keys = {get_events(town)[0].joint_key for town in (world.hill, world.dale, glen)}
    assert keys == {share.joint_key}
    assert shares_seen_by(world.dale) == [("hill", "dale", True), ("dale", "hill", True)]
    for scope in (world.moor, world.usa, world.uk):
        assert shares_seen_by(scope) == []


def test_it_follows_the_event(world: World, signed_in, walk: Event, share: JointShare):
    leader = world["hill-leader"]
    with within(world.hill):
        delete_event(event=walk, by=leader)
    assert shares_seen_by(world.dale) == []
    assert signed_in("dale-leader").get(answer(share)).status_code == 404
    with within(world.hill):
        restore_event(event=walk, by=leader)
        coming = plan(world, days_ago(world.hill, -3), title="Next walk")
        second = share_event(community=world.hill, event=coming, other=world.dale, by=leader)
    page = signed_in("dale-leader").get(url(slug="dale")).content.decode()
    assert "Hill says that “Next walk” on" in page
    with within(world.hill):
        cancel_event(event=coming, reason="Rain", revision=None, by=leader)
    client = signed_in("dale-leader")
    assert "Next walk" not in client.get(url(slug="dale")).content.decode()
    late_page = client.post(answer(second), {"event": "new"})
    assert late_page.status_code == 422
    assert "The other community canceled its event." in late_page.content.decode()
    assert get_events(world.dale) == []
    refused = signed_in("hill-leader").get(url(f"{coming.pk}/joint/"), follow=True)
    assert "This event was canceled." in refused.content.decode()


def test_a_planned_one_is_planned_here_too(world: World, signed_in):
    with within(world.hill):
        coming = plan(world, days_ago(world.hill, -3), title="Next walk")
        second = share_event(community=world.hill, event=coming, other=world.dale, by=world["hill-leader"])
    signed_in("dale-leader").post(answer(second), {"event": "new"})
    (copy,) = get_events(world.dale)
    assert (copy.status, copy.has_end, copy.title) == (EventStatus.PLANNED, False, "Next walk")
