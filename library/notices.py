"""Notifications of announcements, boards and mentions, and of reported comments for the office."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Office, Role
from communities.notices import DueNotice, NoticeKind, get_morning
from library.announcements import get_announcements
from library.discussion import get_mentions_since, get_open_reports
from library.models import Announcement, AnnouncementQuerySet, BoardPost

ANNOUNCED = NoticeKind("announced", NoticeGroup.TEAM, _("New announcement"))
WRITTEN = NoticeKind("board_written", NoticeGroup.TEAM, _("New message in your team's discussions"))
MENTIONED = NoticeKind("mentioned", NoticeGroup.TEAM, _("A team member mentioned you"))
REPORTED = NoticeKind("comment_reported", NoticeGroup.TEAM, _("A comment was reported to your office"))
KINDS = (ANNOUNCED, WRITTEN, MENTIONED, REPORTED)
# No notification after this time.
ANNOUNCED_FOR = dt.timedelta(days=14)
WRITTEN_FOR = dt.timedelta(days=3)


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    path = reverse("library:announcement-list", args=[community.slug])
    news = _get_news(get_announcements(community), now.astimezone(community.zone).date())
    return [
        *(
            DueNotice(
                ANNOUNCED,
                str(announcement.pk),
                path,
                Role.MEMBER,
                but=announcement.created_by_id,
                since=get_morning(announcement.from_on, community.zone),
            )
            for announcement in news
        ),
        *_get_board_notices(community, now),
        *_get_mention_notices(community, now),
    ]


def due_in_office(office: Office, now: dt.datetime) -> list[DueNotice]:
    """Return notifications of the international office's announcements and of unsettled reports."""
    path = reverse("library:office-announcement-list", args=[office.slug])
    zone = office.zone
    news = _get_news(get_announcements(office).exclude(office=office), now.astimezone(zone).date())
    reported = reverse("library:office-report-list", args=[office.slug])
    return [
        *(
            DueNotice(ANNOUNCED, str(announcement.pk), path, since=get_morning(announcement.from_on, zone))
            for announcement in news
        ),
        *(
            DueNotice(REPORTED, str(pk), reported, since=at)
            for pk, at in get_open_reports().values_list("pk", "at")
        ),
    ]


def _get_mention_notices(community: Community, now: dt.datetime) -> Iterator[DueNotice]:
    """Yield one notification per comment, so that an edited comment does not notify again."""
    mentions = get_mentions_since(now - ANNOUNCED_FOR).select_related("comment", "membership")
    for mention in mentions.order_by("pk"):
        comment = mention.comment
        page, item = ("material", comment.material_id) if comment.material_id else ("story", comment.story_id)
        yield DueNotice(
            MENTIONED,
            str(comment.pk),
            reverse(f"library:{page}-detail", args=[community.slug, item]),
            Role.MEMBER,
            but=comment.by_id,
            only=mention.membership.user_id,
            since=comment.at,
        )


def _get_news(announcements: AnnouncementQuerySet, day: dt.date) -> list[Announcement]:
    return list(announcements.shown_on(day).filter(from_on__gt=day - ANNOUNCED_FOR).order_by("pk"))


def _get_board_notices(community: Community, now: dt.datetime) -> list[DueNotice]:
    """Return one notification per board and day; a person who is the only author gets none."""
    authors: dict[tuple[int, dt.date], set[int]] = defaultdict(set)
    first: dict[tuple[int, dt.date], dt.datetime] = {}
    paths = {0: reverse("library:discussions", args=[community.slug])}
    posts = BoardPost.objects.filter(at__gt=now - WRITTEN_FOR, removed_at=None)
    for post in posts.select_related("community", "partner").order_by("pk"):
        board = 0
        if post.partner:
            other = post.partner if post.community_id == community.pk else post.community
            board = other.pk
            paths[board] = reverse("library:pair-discussions", args=[community.slug, other.slug])
        key = (board, post.at.astimezone(community.zone).date())
        authors[key].add(post.by_id)
        first[key] = min(first.get(key, post.at), post.at)
    return [
        DueNotice(
            WRITTEN,
            f"{board}-{day}",
            paths[board],
            Role.MEMBER,
            but=next(iter(wrote)) if len(wrote) == 1 else None,
            since=first[board, day],
        )
        for (board, day), wrote in authors.items()
    ]
