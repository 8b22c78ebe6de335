"""The comments on a material or story that a reader may see."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from communities.models import User
from communities.place_views import PlaceAccess
from library.models import Comment, CommentMention, CommentReport, LibraryItem
from tfc.batched_queries import evaluate_together

SHOWN = 200
MENTIONED_FOR_DAYS = 30
# Items that the reader can still read: row-level security hides the titles of the others.
STILL_READ = Q(comment__material__title__isnull=False, comment__material__deleted_at=None) | Q(
    comment__story__title__isnull=False, comment__story__deleted_at=None
)


@dataclass(frozen=True)
class Remark:
    """A comment. ``writer`` and ``mentioned`` contain names only if the reader belongs to the same place."""

    comment: Any
    writer: str
    place: str
    mentioned: list[str]
    is_own: bool
    may_report: bool
    may_moderate: bool


def get_remarks(item: LibraryItem, desk: PlaceAccess, user: User) -> list[Remark]:
    """Return the comments, oldest first, in a constant number of queries."""
    comments = Comment.objects.filter(**{str(item._meta.model_name): item}).select_related(
        "by", "community", "office"
    )
    if desk.community:
        named = CommentMention.objects.select_related("membership__user")
        comments = comments.prefetch_related(Prefetch("mentions", named))
    reports = CommentReport.objects.filter(comment__in=comments).values_list("comment_id", flat=True)
    shown = comments.order_by("id")[:SHOWN]
    evaluate_together(reports, shown)
    return [_build_remark(comment, desk, user, set(reports)) for comment in shown]


def _build_remark(comment: Comment, desk: PlaceAccess, user: User, reported: set[int]) -> Remark:
    near = desk.owns(comment)
    named = comment.mentions.all() if desk.community and near else ()
    gone = comment.deleted_at is not None or comment.hidden_at is not None
    return Remark(
        comment=comment,
        writer=str(comment.by) if near else "",
        place=comment.community.name if comment.community else comment.office.name,
        mentioned=[str(mention.membership.user) for mention in named],
        is_own=comment.by_id == user.pk and near,
        may_report=bool(desk.community) and not near and not gone and comment.pk not in reported,
        may_moderate=desk.may_moderate(comment) and not comment.deleted_at,
    )


def get_mentions(user: User) -> "QuerySet[CommentMention]":
    """Return comments of the last month in which the user is mentioned by a team member."""
    since = timezone.now() - dt.timedelta(days=MENTIONED_FOR_DAYS)
    return (
        get_mentions_since(since)
        .filter(membership__user=user)
        .select_related("comment__material", "comment__story", "comment__by")
        .order_by("-comment_id")[:5]
    )


def get_mentions_since(since: dt.datetime) -> "QuerySet[CommentMention]":
    """Return mentions in the whole team, if the comment can still be read."""
    return CommentMention.objects.filter(STILL_READ, comment__at__gte=since, comment__hidden_at=None)


def get_open_reports() -> "QuerySet[CommentReport]":
    """Return unsettled reports of communities, in an office's scope."""
    return (
        CommentReport.objects.filter(STILL_READ, settled_at=None)
        .select_related(
            "community", "comment__community", "comment__office", "comment__material", "comment__story"
        )
        .order_by("id")
    )
