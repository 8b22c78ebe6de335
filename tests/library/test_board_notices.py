"""What waits on the boards: news and words of others, once, and no more when they are old."""

import datetime as dt

from django.utils import timezone

from communities.models import Role
from library.notices import due, due_in_office
from tests.base import World, within
from tests.library.test_announcements import tell
from tests.library.test_boards import pair, said

DAY = dt.timedelta(days=1)


def test_news_wait_for_everybody_but_who_wrote_them(world: World):
    ours = tell(world, "hill-leader", "team")
    office = tell(world, "usa-staff", "communities")
    tell(world, "usa-staff", "dormant", stages=["dormant"])
    tell(world, "hill-leader", "old", from_on=timezone.localdate() - 15 * DAY)
    tell(world, "hill-leader", "over", until_on=timezone.localdate() - DAY)
    everywhere = tell(world, "oasis-staff", "all")
    with within(world.hill, coordinator=True):
        found = due(world.hill, timezone.now())
        assert due(world.hill, timezone.now() + 16 * DAY) == []
    assert [(one.key, one.but) for one in found] == [
        (str(ours.pk), world["hill-leader"].pk),
        (str(office.pk), world["usa-staff"].pk),
        (str(everywhere.pk), world["oasis-staff"].pk),
    ]
    assert {(one.path, one.least) for one in found} == {("/c/hill/announcements/", Role.MEMBER)}
    with within(world.usa):
        assert [one.key for one in due_in_office(world.usa, timezone.now())] == [str(everywhere.pk)]


def test_words_wait_once_for_each_board_and_day(world: World):
    pair(world, world.hill, world.dale)
    now = timezone.now()
    said(world, "hill-member", "one", at=now - DAY)
    said(world, "hill-member", "two", at=now - DAY)
    said(world, "hill-member", "old", at=now - 4 * DAY)
    said(world, "dale-member", "to hill", partner=world.hill, at=now)
    said(world, "hill-leader", "to dale", partner=world.dale, at=now)
    with within(world.hill, coordinator=True):
        found = due(world.hill, now)
    yesterday, today = ((now - days * DAY).astimezone(world.hill.zone).date() for days in (1, 0))
    assert [(one.key, one.path, one.but) for one in found] == [
        (f"0-{yesterday}", "/c/hill/board/", world["hill-member"].pk),
        (f"{world.dale.pk}-{today}", "/c/hill/board/with/dale/", None),
    ]
