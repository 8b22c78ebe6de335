"""All writes to the discussion: by authors, reporting communities, and the moderating office."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import Community, Membership, User
from library.actions.once import get_or_create_once
from library.models import Comment, CommentMention, CommentReport, LibraryItem


@transaction.atomic
def add_comment(
    *,
    item: LibraryItem,
    text: str,
    by: User,
    mentions: Iterable[Membership] = (),
    client_id: UUID | None = None,
) -> Comment:
    """Store a comment, readable by everyone who can read the item.

    Sending the same ``client_id`` twice returns the stored one.
    """
    values = {"text": text, "by": by, "audience": item.audience, str(item._meta.model_name): item}
    comment, is_new = get_or_create_once(Comment, client_id, values)
    if is_new:
        _mention(comment, mentions)
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, text: str, by: User, mentions: Iterable[Membership] = ()) -> None:
    # Saving the same text is not an edit.
    Comment.objects.filter(pk=comment.pk).exclude(text=text).update(text=text, edited_at=timezone.now())
    _forget_mentions(comment)
    _mention(comment, mentions)


def _forget_mentions(comment: Comment) -> None:
    """Delete the mentions. Offices have none, and their database login may not read the table."""
    if comment.community_id:
        comment.mentions.all().delete()


def _mention(comment: Comment, mentions: Iterable[Membership]) -> None:
    rows = [CommentMention(comment=comment, membership=membership) for membership in mentions]
    CommentMention.objects.bulk_create(rows)


@transaction.atomic
def delete_comment(*, comment: Comment, by: User) -> None:
    """Delete the text of the comment and its mentions permanently."""
    Comment.objects.filter(pk=comment.pk).update(text="", deleted_at=timezone.now())
    _forget_mentions(comment)


@transaction.atomic
def report_comment(*, comment: Comment, community: Community, reason: str, by: User) -> CommentReport:
    """Report a comment to the office of its author; one report per community."""
    report, _made = CommentReport.objects.get_or_create(
        comment=comment,
        community=community,
        defaults={"office_id": comment.office_id, "reason": reason, "by": by},
    )
    return report


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str, by: User) -> None:
    """Hide a comment, in the scope of the author's office: only its author still sees it, with the reason."""
    Comment.objects.filter(pk=comment.pk).update(hidden_at=timezone.now(), hidden_by=by, hidden_reason=reason)
    settle_reports(comment=comment, by=by)


@transaction.atomic
def show_comment(*, comment: Comment, by: User) -> None:
    Comment.objects.filter(pk=comment.pk).update(hidden_at=None, hidden_by=None, hidden_reason="")


@transaction.atomic
def settle_reports(*, comment: Comment, by: User) -> None:
    """Mark the reports as settled by the office."""
    CommentReport.objects.filter(comment=comment, settled_at=None).update(
        settled_at=timezone.now(), settled_by=by
    )
