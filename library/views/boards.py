"""The team's board, and the one shared with the paired community."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from library import boards
from library.actions import boards as actions
from library.boards import Board
from library.forms.boards import PostForm, RemovalForm
from library.models import BoardPost

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@community_view(Role.MEMBER)
@get_or_post
def board(request: CommunityRequest) -> HttpResponse:
    return _board(request, boards.get_team_board(request.community))


@community_view(Role.MEMBER)
@get_or_post
def pair_board(request: CommunityRequest, partner: str) -> HttpResponse:
    board = boards.get_pair_board(request.community, partner)
    if board is None:
        raise Http404
    return _board(request, board)


def _board(request: CommunityRequest, board: Board) -> HttpResponse:
    if request.method == "POST":
        if not board.is_open:
            return _show_closed(request, board)
        form = PostForm(request.POST)
        if form.is_valid():
            actions.post_words(by=request.user, partner=board.partner, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(board_url(board))
        return _page(request, board, form, status=422)
    return _page(request, board, PostForm() if board.is_open else None)


def _page(request: CommunityRequest, board: Board, form: PostForm | None, status: int = 200) -> HttpResponse:
    page = boards.get_page(
        board,
        request.user,
        request.role,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    here = board_url(board)
    context = {
        "board": board,
        "page": page,
        "form": form,
        "others": boards.get_pair_boards(request.community),
        "previous_url": f"{here}?{urlencode({'before': page.before})}" if page.before else "",
        "next_url": f"{here}?{urlencode({'after': page.after})}" if page.after else "",
    }
    return render(request, "library/board.html", context, status=status)


@community_view(Role.MEMBER)
@get_or_post
def post_answer(request: CommunityRequest, post_id: int) -> HttpResponse:
    post, board = _find(request, post_id)
    if post.parent_id:
        raise Http404
    if not board.is_open:
        return _show_closed(request, board)
    form = PostForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = actions.post_words(by=request.user, partner=board.partner, parent=post, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_build_post_url(board, made))
    return _form_page(
        request,
        board,
        post,
        form,
        title=_("Reply"),
        save=pgettext("on a board", "Post"),
        quoted=True,
    )


@community_view(Role.MEMBER)
@get_or_post
def post_edit(request: CommunityRequest, post_id: int) -> HttpResponse:
    post, board = _find(request, post_id)
    if not boards.is_own(post, board, request.user):
        return _leave(request, board, _("Only the author can edit this."))
    if not board.is_open:
        return _show_closed(request, board)
    form = PostForm(request.POST if request.method == "POST" else None, instance=post)
    if form.is_bound and form.is_valid():
        actions.edit_words(post=post, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_build_post_url(board, post))
    return _form_page(request, board, post, form, title=_("Edit your message"), save=_("Save"))


@community_view(Role.MEMBER)
@require_POST
def post_take_back(request: CommunityRequest, post_id: int) -> HttpResponse:
    """Delete one's own post, also after the pairing has ended."""
    post, board = _find(request, post_id)
    if not boards.is_own(post, board, request.user):
        raise PermissionDenied
    actions.take_back_words(post=post, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(_build_post_url(board, post))


@community_view(Role.COORDINATOR)
@get_or_post
def post_remove(request: CommunityRequest, post_id: int) -> HttpResponse:
    post, board = _find(request, post_id)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.remove_words(post=post, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Deleted."))
        return redirect(_build_post_url(board, post))
    title, save = _("Remove this message permanently?"), _("Remove")
    return _form_page(request, board, post, form, title=title, save=save, quoted=True, danger=True)


def _find(request: CommunityRequest, post_id: int) -> tuple[BoardPost, Board]:
    """Return a post that was not removed, and its board; raise Http404."""
    there = BoardPost.objects.filter(removed_at=None).select_related("by", "community", "partner")
    post = get_object_or_404(there, pk=post_id)
    board = boards.get_board(post, request.community)
    if board is None:
        raise Http404
    return post, board


def board_url(board: Board) -> str:
    if board.partner is None:
        return reverse("library:discussions", args=[board.community.slug])
    return reverse("library:pair-discussions", args=[board.community.slug, board.partner.slug])


def _build_post_url(board: Board, post: BoardPost) -> str:
    """Return the URL of the board page that begins with the post or with its parent."""
    first = post.parent_id or post.pk
    return f"{board_url(board)}?{urlencode({'after': first + 1})}#post-{post.pk}"


def _show_closed(request: CommunityRequest, board: Board) -> HttpResponse:
    return _leave(request, board, _("The pairing is over. This discussion is read-only."))


def _leave(request: CommunityRequest, board: Board, why: str) -> HttpResponse:
    """Redirect a GET request with a message; refuse a POST."""
    if request.method == "POST":
        raise PermissionDenied
    messages.info(request, why)
    return redirect(board_url(board))


def _form_page(
    request: CommunityRequest, board: Board, post: BoardPost, form: Any, **more: Any
) -> HttpResponse:
    back = _build_post_url(board, post)
    context = {"form": form, "board": board, "post": post, "back_url": back, **more}
    return render(request, "library/board_form.html", context, status=422 if form.is_bound else 200)
