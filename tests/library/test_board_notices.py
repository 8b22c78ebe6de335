"""Notifications of announcements, boards, mentions and reports: once, and none for old or read ones."""

import datetime as dt

from django.utils import timezone

from communities.models import Notice, OfficeNotice, Role
from communities.tasks import remind_all
from library.actions.discussion import (
    add_comment,
    delete_comment,
    edit_comment,
    report_comment,
    settle_reports,
)
from library.notices import due, due_in_office
from tests.base import World, within
from tests.communities.notice_base import NINE, notices, remind_each
from tests.library.base import make_material
from tests.library.test_announcements import tell
from tests.library.test_boards import add_post, pair
from tests.library.test_discussion import membership
from tfc.sharing import Audience

DAY = dt.timedelta(days=1)


def test_news_wait_for_everyone_but_who_wrote_them(world: World):
    ours = tell(world, "hill-leader", "team")
    office = tell(world, "usa-staff", "communities")
    tell(world, "usa-staff", "dormant", stages=["dormant"])
    tell(world, "hill-leader", "old", from_on=timezone.localdate() - 15 * DAY)
    tell(
        world,
        "hill-leader",
        "over",
        from_on=timezone.localdate() - 3 * DAY,
        until_on=timezone.localdate() - 2 * DAY,
    )
    everywhere = tell(world, "oasis-staff", "all")
    with within(world.hill, coordinator=True):
        result = due(world.hill, timezone.now())
        assert due(world.hill, timezone.now() + 16 * DAY) == []
    assert [(notice.key, notice.but) for notice in result] == [
        (str(ours.pk), world["hill-leader"].pk),
        (str(office.pk), world["usa-staff"].pk),
        (str(everywhere.pk), world["oasis-staff"].pk),
    ]
    assert {(notice.path, notice.least) for notice in result} == {("/c/hill/announcements/", Role.MEMBER)}
    with within(world.usa):
        assert [notice.key for notice in due_in_office(world.usa, timezone.now())] == [str(everywhere.pk)]


def test_words_wait_once_for_each_board_and_day(world: World):
    pair(world, world.hill, world.dale)
    now = timezone.now()
    add_post(world, "hill-member", "one", at=now - DAY)
    add_post(world, "hill-member", "two", at=now - DAY)
    add_post(world, "hill-member", "old", at=now - 4 * DAY)
    add_post(world, "dale-member", "to hill", partner=world.hill, at=now)
    add_post(world, "hill-leader", "to dale", partner=world.dale, at=now)
    with within(world.hill, coordinator=True):
        result = due(world.hill, now)
    yesterday, today = ((now - days * DAY).astimezone(world.hill.zone).date() for days in (1, 0))
    assert [(notice.key, notice.path, notice.but, notice.since) for notice in result] == [
        (f"0-{yesterday}", "/c/hill/discussions/", world["hill-member"].pk, now - DAY),
        (f"{world.dale.pk}-{today}", "/c/hill/discussions/with/dale/", None, now),
    ]


def test_a_mention_notifies_the_person_and_a_report_the_office(world: World):
    material = make_material(world.hill, world["hill-leader"], audience=Audience.EVERYONE)
    writer, named = world["dale-member"], membership(world.dale, Role.LEADER)
    with within(world.dale):
        comment = add_comment(item=material, text="x", by=writer, mentions=[named])
    noon = dt.datetime.combine(timezone.localdate() + DAY, dt.time(20), dt.UTC)
    with within(world.hill, coordinator=True):
        report_comment(comment=comment, community=world.hill, reason="Rude", by=world["hill-member"])
    remind_all(now=noon)
    with within(world.dale):
        notices = Notice.objects.filter(kind="mentioned")
        assert [(notice.user, notice.path) for notice in notices] == [
            (world["dale-leader"], f"/c/dale/library/materials/{material.pk}/")
        ]
        edit_comment(comment=comment, text="y", by=writer, mentions=[named])
    with within(world.usa):
        assert OfficeNotice.objects.filter(kind="comment_reported", resolved_at=None).exists()
        settle_reports(comment=comment, by=world["usa-staff"])
    remind_all(now=noon + dt.timedelta(minutes=15))
    with within(world.usa):
        assert not OfficeNotice.objects.filter(kind="comment_reported", resolved_at=None).exists()
    with within(world.dale):
        assert Notice.objects.filter(kind="mentioned", resolved_at=None).count() == 1
        delete_comment(comment=comment, by=writer)
        assert [notice for notice in due(world.dale, noon) if notice.only] == []


def test_the_author_is_not_notified(world: World):
    add_post(world, "hill-member", at=NINE - DAY)
    assert remind_each(NINE, dt.timedelta(), dt.timedelta(hours=1)) == [2, 0]
    assert sorted(notice.user.name for notice in notices(world.hill)) == ["hill-coordinator", "hill-leader"]
    # The others answer: now the member has something to read, too.
    add_post(world, "hill-leader", "I come.", at=NINE - DAY)
    assert remind_each(NINE, dt.timedelta(hours=2)) == [1]
    [notice] = notices(world.hill, world["hill-member"])
    assert (notice.kind, notice.path) == ("board_written", "/c/hill/discussions/")
