"""All writes to a board, in the scope of the community that writes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import Community, User
from library.models import BoardPost
from tfc.sent_before import check_same_content
from tfc.tenancy import current_scope


@transaction.atomic
def post_words(
    *,
    text: str,
    by: User,
    partner: Community | None = None,
    parent: BoardPost | None = None,
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> BoardPost:
    """Store a post; with ``partner``, on the board of the two communities.

    PostgreSQL refuses that without an active pairing. Sending the same ``client_id`` twice returns the stored post;
    SentBeforeError if its content differs. ``at``: the time of writing, if not now.
    """
    values = {"text": text, "by": by, "partner": partner, "parent": parent, "at": at or timezone.now()}
    if client_id is None:
        return BoardPost.objects.create(**values)
    own = {"community_id": current_scope().community_id, "client_id": client_id}
    post, is_new = BoardPost.objects.get_or_create(**own, defaults=values)
    if not is_new:
        check_same_content(post, {"text": text, "partner": partner, "parent": parent})
    return post


@transaction.atomic
def edit_words(*, post: BoardPost, text: str, by: User) -> None:
    # Saving the same text is not an edit.
    changed = BoardPost.objects.filter(pk=post.pk, removed_at=None).exclude(text=text)
    changed.update(text=text, edited_at=timezone.now())


@transaction.atomic
def take_back_words(*, post: BoardPost, by: User) -> None:
    """Delete the post's text permanently, by its author. Answers stay."""
    _empty(post, by, reason="")


@transaction.atomic
def remove_words(*, post: BoardPost, reason: str, by: User) -> None:
    """Remove the text as a coordinator of either community; readers of the board see the reason."""
    _empty(post, by, reason)


def _empty(post: BoardPost, by: User, reason: str) -> None:
    """Empty the post; later calls change nothing."""
    BoardPost.objects.filter(pk=post.pk, removed_at=None).update(
        text="", removed_at=timezone.now(), removed_by=by, removed_reason=reason
    )
