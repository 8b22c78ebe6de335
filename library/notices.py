"""What waits of words: announcements, boards, comments that mention somebody, and for the office those reported."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Office, Role
from communities.notices import Due, Kind, morning_of
from library.announcements import announced_to
from library.discussion import mentions_since, waiting_reports
from library.models import Announcement, AnnouncementQuerySet, BoardPost

ANNOUNCED = Kind("announced", NoticeGroup.TEAM, _("Something was announced"))
WRITTEN = Kind("board_written", NoticeGroup.TEAM, _("Somebody wrote on a board of your team"))
MENTIONED = Kind("mentioned", NoticeGroup.TEAM, _("Somebody of your team mentioned you"))
REPORTED = Kind("comment_reported", NoticeGroup.TEAM, _("A comment was reported to your office"))
KINDS = (ANNOUNCED, WRITTEN, MENTIONED, REPORTED)
# After that nobody needs to be told of it any more.
ANNOUNCED_FOR = dt.timedelta(days=14)
WRITTEN_FOR = dt.timedelta(days=3)


def due(community: Community, now: dt.datetime) -> list[Due]:
    path = reverse("library:announcement-list", args=[community.slug])
    news = _news(announced_to(community), now.astimezone(community.zone).date())
    return [
        *(
            Due(
                ANNOUNCED,
                str(one.pk),
                path,
                Role.MEMBER,
                but=one.created_by_id,
                since=morning_of(one.from_on, community.zone),
            )
            for one in news
        ),
        *_written(community, now),
        *_mentioned(community, now),
    ]


def due_in_office(office: Office, now: dt.datetime) -> list[Due]:
    """What the international office tells all, and what communities reported until somebody looked at it."""
    path = reverse("library:office-announcement-list", args=[office.slug])
    zone = office.zone
    news = _news(announced_to(office).exclude(office=office), now.astimezone(zone).date())
    reported = reverse("library:office-report-list", args=[office.slug])
    return [
        *(Due(ANNOUNCED, str(one.pk), path, since=morning_of(one.from_on, zone)) for one in news),
        *(Due(REPORTED, str(pk), reported, since=at) for pk, at in waiting_reports().values_list("pk", "at")),
    ]


def _mentioned(community: Community, now: dt.datetime) -> Iterator[Due]:
    """By the comment, so that a comment that is edited tells nobody a second time."""
    found = mentions_since(now - ANNOUNCED_FOR).select_related("comment", "membership")
    for one in found.order_by("pk"):
        comment = one.comment
        page, item = ("material", comment.material_id) if comment.material_id else ("story", comment.story_id)
        yield Due(
            MENTIONED,
            str(comment.pk),
            reverse(f"library:{page}-detail", args=[community.slug, item]),
            Role.MEMBER,
            but=comment.by_id,
            only=one.membership.user_id,
            since=comment.at,
        )


def _news(found: AnnouncementQuerySet, day: dt.date) -> list[Announcement]:
    return list(found.shown_on(day).filter(from_on__gt=day - ANNOUNCED_FOR).order_by("pk"))


def _written(community: Community, now: dt.datetime) -> list[Due]:
    """One for each board and day, however much was written; who wrote there alone needs no word of it."""
    authors: dict[tuple[int, dt.date], set[int]] = defaultdict(set)
    first: dict[tuple[int, dt.date], dt.datetime] = {}
    paths = {0: reverse("library:board", args=[community.slug])}
    posts = BoardPost.objects.filter(at__gt=now - WRITTEN_FOR, removed_at=None)
    for one in posts.select_related("community", "partner").order_by("pk"):
        board = 0
        if one.partner:
            other = one.partner if one.community_id == community.pk else one.community
            board = other.pk
            paths[board] = reverse("library:pair-board", args=[community.slug, other.slug])
        key = (board, one.at.astimezone(community.zone).date())
        authors[key].add(one.by_id)
        first[key] = min(first.get(key, one.at), one.at)
    return [
        Due(
            WRITTEN,
            f"{board}-{day}",
            paths[board],
            Role.MEMBER,
            but=next(iter(wrote)) if len(wrote) == 1 else None,
            since=first[board, day],
        )
        for (board, day), wrote in authors.items()
    ]
