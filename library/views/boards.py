"""The team's board, and the one that it shares with the community that it is paired with."""

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
    return _board(request, boards.team_board(request.community))


@community_view(Role.MEMBER)
@get_or_post
def pair_board(request: CommunityRequest, partner: str) -> HttpResponse:
    found = boards.board_with(request.community, partner)
    if found is None:
        raise Http404
    return _board(request, found)


def _board(request: CommunityRequest, found: Board) -> HttpResponse:
    if request.method == "POST":
        if not found.is_open:
            return _closed(request, found)
        form = PostForm(request.POST)
        if form.is_valid():
            actions.post_words(by=request.user, partner=found.partner, **form.cleaned_data)
            messages.success(request, _("Your words are there."))
            return redirect(board_url(found))
        return _page(request, found, form, status=422)
    return _page(request, found, PostForm() if found.is_open else None)


def _page(request: CommunityRequest, found: Board, form: PostForm | None, status: int = 200) -> HttpResponse:
    page = boards.page_of(
        found,
        request.user,
        request.role,
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    here = board_url(found)
    context = {
        "board": found,
        "page": page,
        "form": form,
        "others": boards.boards_of_pairs(request.community),
        "previous_url": f"{here}?{urlencode({'before': page.before})}" if page.before else "",
        "next_url": f"{here}?{urlencode({'after': page.after})}" if page.after else "",
    }
    return render(request, "library/board.html", context, status=status)


@community_view(Role.MEMBER)
@get_or_post
def post_answer(request: CommunityRequest, post_id: int) -> HttpResponse:
    post, found = _find(request, post_id)
    if post.parent_id:
        raise Http404
    if not found.is_open:
        return _closed(request, found)
    form = PostForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = actions.post_words(by=request.user, partner=found.partner, parent=post, **form.cleaned_data)
        messages.success(request, _("Your answer is there."))
        return redirect(_place_of(found, made))
    return _form_page(
        request,
        found,
        post,
        form,
        title=pgettext("verb", "Answer"),
        save=pgettext("on a board", "Write it"),
        quoted=True,
    )


@community_view(Role.MEMBER)
@get_or_post
def post_edit(request: CommunityRequest, post_id: int) -> HttpResponse:
    post, found = _find(request, post_id)
    if not boards.is_own(post, found, request.user):
        return _leave(request, found, _("Only who wrote this can change it."))
    if not found.is_open:
        return _closed(request, found)
    form = PostForm(request.POST if request.method == "POST" else None, instance=post)
    if form.is_bound and form.is_valid():
        actions.edit_words(post=post, by=request.user, **form.cleaned_data)
        messages.success(request, _("The changes were saved."))
        return redirect(_place_of(found, post))
    return _form_page(request, found, post, form, title=_("Edit your words"), save=_("Save"))


@community_view(Role.MEMBER)
@require_POST
def post_take_back(request: CommunityRequest, post_id: int) -> HttpResponse:
    """Also after the pairing ended: one's own words stay one's own."""
    post, found = _find(request, post_id)
    if not boards.is_own(post, found, request.user):
        raise PermissionDenied
    actions.take_back_words(post=post, by=request.user)
    messages.success(request, _("Your words were deleted."))
    return redirect(_place_of(found, post))


@community_view(Role.COORDINATOR)
@get_or_post
def post_remove(request: CommunityRequest, post_id: int) -> HttpResponse:
    post, found = _find(request, post_id)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.remove_words(post=post, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The words are gone, and your reason stands in their place."))
        return redirect(_place_of(found, post))
    title, save = _("Remove these words for good?"), _("Remove them")
    return _form_page(request, found, post, form, title=title, save=save, quoted=True, danger=True)


def _find(request: CommunityRequest, post_id: int) -> tuple[BoardPost, Board]:
    """Words that are still there, and their board; or 404."""
    there = BoardPost.objects.filter(removed_at=None).select_related("by", "community", "partner")
    post = get_object_or_404(there, pk=post_id)
    found = boards.board_of(post, request.community)
    if found is None:
        raise Http404
    return post, found


def board_url(found: Board) -> str:
    if found.partner is None:
        return reverse("library:board", args=[found.community.slug])
    return reverse("library:pair-board", args=[found.community.slug, found.partner.slug])


def _place_of(found: Board, post: BoardPost) -> str:
    """The page of the board on which a post stands first or below: the one that begins with it."""
    first = post.parent_id or post.pk
    return f"{board_url(found)}?{urlencode({'after': first + 1})}#post-{post.pk}"


def _closed(request: CommunityRequest, found: Board) -> HttpResponse:
    return _leave(request, found, _("The pairing is over: this board can only be read."))


def _leave(request: CommunityRequest, found: Board, why: str) -> HttpResponse:
    """Who only looks is led back; nobody changes what is not his."""
    if request.method == "POST":
        raise PermissionDenied
    messages.info(request, why)
    return redirect(board_url(found))


def _form_page(
    request: CommunityRequest, found: Board, post: BoardPost, form: Any, **more: Any
) -> HttpResponse:
    back = _place_of(found, post)
    context = {"form": form, "board": found, "post": post, "back_url": back, **more}
    return render(request, "library/board_form.html", context, status=422 if form.is_bound else 200)
