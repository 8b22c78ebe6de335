"""A board as a reader sees it: pages of posts with their answers."""

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
    """``partner``: None on the team's own board. ``is_open``: posts may be added or changed."""

    community: Community
    partner: Community | None
    is_open: bool

    @property
    def posts(self) -> Any:
        if self.partner is None:
            return BoardPost.objects.on_team_board()
        return BoardPost.objects.between(self.community, self.partner)


@dataclass(frozen=True)
class DisplayedPost:
    post: BoardPost
    may_edit: bool
    may_take_back: bool
    may_remove: bool


@dataclass(frozen=True)
class Thread:
    first: DisplayedPost
    answers: list[DisplayedPost]


@dataclass(frozen=True)
class BoardPage:
    """``before`` and ``after``: cursors of the previous and next page, empty if there is none."""

    threads: list[Thread]
    before: str
    after: str


def get_team_board(community: Community) -> Board:
    # Posts on a board are permanent, but a sample community is temporary.
    return Board(community, None, is_open=not community.office.is_sample)


def get_pair_board(community: Community, partner: str) -> Board | None:
    """Return the board with the community of this slug, or None if the two were never paired; one query."""
    pairings = Pairing.objects.for_community(community).select_related("newcomer", "mentor")
    matches = [pairing for pairing in pairings if pairing.other(community).slug == partner]
    if not matches:
        return None
    today = timezone.localdate()
    return Board(
        community, matches[0].other(community), is_open=any(pairing.covers(today) for pairing in matches)
    )


def get_pair_boards(community: Community) -> list[Board]:
    """Return the boards with the community's mentors and mentees, by name; one query."""
    today = timezone.localdate()
    boards_by_partner: dict[int, Board] = {}
    for pairing in Pairing.objects.for_community(community).select_related("newcomer", "mentor"):
        other = pairing.other(community)
        was_open = other.pk in boards_by_partner and boards_by_partner[other.pk].is_open
        boards_by_partner[other.pk] = Board(community, other, is_open=was_open or pairing.covers(today))
    return sorted(boards_by_partner.values(), key=lambda board: str(board.partner))


def get_board(post: BoardPost, community: Community) -> Board | None:
    """Return the board of a post that is readable in the current scope."""
    if post.partner is None:
        return get_team_board(community)
    return get_pair_board(
        community, (post.partner if post.community_id == community.pk else post.community).slug
    )


def get_page(board: Board, user: User, role: Role, *, before: str, after: str) -> BoardPage:
    """Return a page of posts, newest first, with answers in chronological order; two queries."""
    newest = board.posts.top_level().select_related("by", "community").order_by("-pk")
    page_slice = _slice(newest, row_number(before), row_number(after))
    answers = defaultdict(list)
    below = board.posts.filter(parent__in=[post.pk for post in page_slice.rows])
    for answer in below.select_related("by", "community").order_by("pk"):
        answers[answer.parent_id].append(_display_post(answer, board, user, role))
    threads = [Thread(_display_post(post, board, user, role), answers[post.pk]) for post in page_slice.rows]
    return BoardPage(
        threads,
        before=str(page_slice.rows[0].pk) if page_slice.has_previous else "",
        after=str(page_slice.rows[-1].pk) if page_slice.has_next else "",
    )


def _slice(newest: Any, before: int | None, after: int | None) -> "keyset.Slice[BoardPost]":
    if before and (ahead := keyset.get_page_before(newest.filter(pk__gt=before).reverse(), PAGE_SIZE)).rows:
        return ahead
    if after and (following := keyset.get_page_after(newest.filter(pk__lt=after), PAGE_SIZE)).rows:
        # A link to a post begins the page with it, and it may be the newest.
        return replace(following, has_previous=newest.filter(pk__gte=after).exists())
    return keyset.from_start(newest, PAGE_SIZE)


def _display_post(post: BoardPost, board: Board, user: User, role: Role) -> DisplayedPost:
    there = post.removed_at is None
    own = is_own(post, board, user)
    return DisplayedPost(
        post,
        may_edit=there and own and board.is_open,
        may_take_back=there and own,
        may_remove=there and not own and role >= Role.COORDINATOR,
    )


def is_own(post: BoardPost, board: Board, user: User) -> bool:
    return post.by_id == user.pk and post.community_id == board.community.pk
