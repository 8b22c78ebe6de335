"""A board as one reader sees it: pages of words, each with its answers."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from communities.models import Community, Pairing, Role, User
from library.models import BoardPost
from tfc import keyset
from tfc.query_params import row_number

PAGE_SIZE = 20


@dataclass(frozen=True)
class Board:
    """``partner``: None on the team's own. ``is_open``: whether words may be added or changed."""

    community: Community
    partner: Community | None
    is_open: bool

    @property
    def posts(self) -> Any:
        if self.partner is None:
            return BoardPost.objects.on_team_board()
        return BoardPost.objects.between(self.community, self.partner)


@dataclass(frozen=True)
class Said:
    post: BoardPost
    may_edit: bool
    may_take_back: bool
    may_remove: bool


@dataclass(frozen=True)
class Thread:
    first: Said
    answers: list[Said]


@dataclass(frozen=True)
class BoardPage:
    """``before`` and ``after`` are marks of the pages on either side, empty where there is none."""

    threads: list[Thread]
    before: str
    after: str


def team_board(community: Community) -> Board:
    # Words on a board stay for good, and a sample town does not.
    return Board(community, None, is_open=not community.office.is_sample)


def board_with(community: Community, partner: str) -> Board | None:
    """The board with the community of this slug, or None where the two were never paired; one query."""
    pairings = Pairing.objects.of(community).select_related("newcomer", "mentor")
    found = [one for one in pairings if one.other(community).slug == partner]
    if not found:
        return None
    today = timezone.localdate()
    return Board(community, found[0].other(community), is_open=any(one.covers(today) for one in found))


def boards_of_pairs(community: Community) -> list[Board]:
    """Those with its mentors and with whom it accompanies, by name; one query."""
    today = timezone.localdate()
    found: dict[int, Board] = {}
    for one in Pairing.objects.of(community).select_related("newcomer", "mentor"):
        other = one.other(community)
        was_open = other.pk in found and found[other.pk].is_open
        found[other.pk] = Board(community, other, is_open=was_open or one.covers(today))
    return sorted(found.values(), key=lambda board: str(board.partner))


def board_of(post: BoardPost, community: Community) -> Board | None:
    """The board on which a post that the scope may read stands."""
    if post.partner is None:
        return team_board(community)
    return board_with(community, (post.partner if post.community_id == community.pk else post.community).slug)


def page_of(board: Board, user: User, role: Role, *, before: str, after: str) -> BoardPage:
    """Newest first, the answers to each in the order in which they came; two queries."""
    newest = board.posts.first_words().select_related("by", "community").order_by("-pk")
    found = _slice(newest, row_number(before), row_number(after))
    answers = defaultdict(list)
    below = board.posts.filter(parent__in=[one.pk for one in found.rows])
    for one in below.select_related("by", "community").order_by("pk"):
        answers[one.parent_id].append(_said(one, board, user, role))
    threads = [Thread(_said(one, board, user, role), answers[one.pk]) for one in found.rows]
    return BoardPage(
        threads,
        before=str(found.rows[0].pk) if found.has_previous else "",
        after=str(found.rows[-1].pk) if found.has_next else "",
    )


def _slice(newest: Any, before: int | None, after: int | None) -> "keyset.Slice[BoardPost]":
    if before and (ahead := keyset.before(newest.filter(pk__gt=before).reverse(), PAGE_SIZE)).rows:
        return ahead
    if after and (following := keyset.after(newest.filter(pk__lt=after), PAGE_SIZE)).rows:
        # A link to somebody's words begins its page with them, and they may be the newest.
        return replace(following, has_previous=newest.filter(pk__gte=after).exists())
    return keyset.from_start(newest, PAGE_SIZE)


def _said(post: BoardPost, board: Board, user: User, role: Role) -> Said:
    there = post.removed_at is None
    own = is_own(post, board, user)
    return Said(
        post,
        may_edit=there and own and board.is_open,
        may_take_back=there and own,
        may_remove=there and not own and role >= Role.COORDINATOR,
    )


def is_own(post: BoardPost, board: Board, user: User) -> bool:
    return post.by_id == user.pk and post.community_id == board.community.pk
