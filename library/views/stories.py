"""Stories: list, details, add, edit, adopt."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version, get_saved_message
from communities.models import Role
from library.actions import items as actions
from library.actions.adoptions import adopt_story
from library.discussion import get_remarks
from library.forms.discussion import CommentForm
from library.forms.stories import AdoptionForm, StoryFilterForm, StoryForm
from library.item_search import BEST_FIRST, NEWEST_FIRST
from library.models import Adoption, Story
from library.place_views import PlaceAccess, PlaceRequest, library_view
from library.results import AdoptionRow, format_figure, is_hidden, may_rank, sort_rows
from library.views.finding import find_item, find_own, get_page_context
from stakeholders.actions.saving import SavedMeanwhileError
from tfc.disclosure import Reader

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@library_view(Role.MEMBER)
@require_safe
def story_list(request: PlaceRequest) -> HttpResponse:
    form = StoryFilterForm(request.GET)
    valid = form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    stories = Story.objects.not_deleted() if valid else Story.objects.none()
    stories = stories.filter(**{name: wanted[name] for name in ("kind", "language") if name in wanted})
    if "sector" in wanted:
        stories = stories.for_sector(wanted["sector"])
    if "need" in wanted:
        stories = stories.filter(needs__contains=[wanted["need"]])
    stories, order = (
        (stories.matching(wanted["text"]), BEST_FIRST) if "text" in wanted else (stories, NEWEST_FIRST)
    )
    stories = stories.with_adopters().select_related("community", "office")
    context = get_page_context(request, stories, wanted, order) | {
        "form": form,
        "desk": request.desk,
        "filtered": bool(wanted) or not valid,
    }
    return render(request, "library/story_list.html", context, status=200 if valid else 422)


@library_view(Role.MEMBER)
@require_safe
def story_detail(request: PlaceRequest, story_id: int) -> HttpResponse:
    return story_page(request, find_item(story_id=story_id))


def story_page(request: PlaceRequest, story: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the page of a story; ``more``: submitted forms with errors."""
    desk = request.desk
    rows = _adopters(story, desk)
    own = next((row for row in rows if row.is_own), None)
    reader = Reader.COMMUNITY if desk.owns(story) else Reader.NETWORK
    ranked = request.GET.get("order") == "figure"
    context = {
        "desk": desk,
        "item": story,
        "figure": format_figure(story.figure, story.measure, story.n, reader),
        "rows": sort_rows(rows, by_figure=ranked),
        "may_rank": may_rank(rows),
        "ranked": ranked and may_rank(rows),
        "own_events": own.adoption.events.select_related("event") if own else [],
        "own_adoption": own,
        "may_adopt": desk.community and desk.may_record and not desk.owns(story),
        "may_edit": desk.may_edit(story),
        "may_share": desk.may_share and desk.owns(story),
        "remarks": get_remarks(story, desk, request.user),
        "comment_form": CommentForm(community=desk.community) if desk.may_discuss else None,
        **more,
    }
    return render(request, "library/story_detail.html", context, status=status)


def _adopters(story: Story, desk: PlaceAccess) -> list[AdoptionRow]:
    adoptions = Adoption.objects.filter(story=story).select_related("community")
    return [_row(adoption, story.measure, is_own=desk.owns(adoption)) for adoption in adoptions]


def _row(adoption: Adoption, measure: str, *, is_own: bool) -> AdoptionRow:
    reader = Reader.COMMUNITY if is_own else Reader.NETWORK
    figure, n = adoption.figure, adoption.n
    # The position of a hidden figure in a ranking would reveal it, even to those who may read it.
    hidden = figure is None or is_hidden(figure, measure, n, Reader.NETWORK)
    figure_text = format_figure(figure, measure, n, reader)
    name = adoption.community.name if adoption.community else ""
    return AdoptionRow(adoption, name, figure_text, None if hidden else figure, is_own)


@library_view(Role.LEADER)
@get_or_post
def story_add(request: PlaceRequest) -> HttpResponse:
    form = StoryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        story = actions.add_story(by=request.user, **form.cleaned_data)
        messages.success(request, _("“%(title)s” was added.") % {"title": story.title})
        return redirect(request.desk.item_url(story))
    return _form_page(request, form, None)


@library_view(Role.LEADER)
@get_or_post
def story_edit(request: PlaceRequest, story_id: int) -> HttpResponse:
    story: Any = find_own(request, story_id=story_id)
    form: Any = StoryForm(
        request.POST if request.method == "POST" else None, instance=get_requested_version(request, story)
    )
    if form.is_bound and form.is_valid():
        try:
            actions.edit_item(item=story, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            stored = find_item(story_id=story_id)
            form = form.overwriting(stored.revision)
            return _form_page(request, form, story, status=409, stored=stored)
        messages.success(request, get_saved_message(request, story))
        return redirect(request.desk.item_url(story))
    return _form_page(request, form, story)


def _form_page(
    request: PlaceRequest, form: Any, story: Story | None, *, status: int = 0, **more: Any
) -> HttpResponse:
    desk = request.desk
    back = desk.item_url(story) if story else desk.url("story-list")
    context = {"form": form, "desk": desk, "item": story, "back_url": back, **more}
    return render(
        request, "library/story_form.html", context, status=status or (422 if form.is_bound else 200)
    )


@community_view(Role.LEADER)
@get_or_post
def story_adopt(request: CommunityRequest, story_id: int) -> HttpResponse:
    """Start an adoption, or report its progress."""
    story: Any = find_item(story_id=story_id)
    desk = PlaceAccess.for_community(request)
    if desk.owns(story):
        messages.info(request, _("This is your own story: write in it how it goes."))
        return redirect(desk.item_url(story))
    adoption = Adoption.objects.filter(story=story, community=request.community).first()
    data = request.POST if request.method == "POST" else None
    # Submitted as the first, perhaps twice or while another person began: it has no revision, and the action decides.
    as_first = data is not None and "revision" not in data
    form = AdoptionForm(data, instance=None if as_first else adoption, story=story)
    context = {"form": form, "desk": desk, "item": story, "back_url": desk.item_url(story)}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            adopt_story(story=story, community=request.community, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            status = 409
            stored = Adoption.objects.get(story=story, community=request.community)
            again = request.POST.copy()
            again["revision"] = str(stored.revision)
            context |= {"form": AdoptionForm(again, instance=stored, story=story), "stored": stored}
        else:
            messages.success(request, _("It was saved. Whoever may read the story sees how it goes."))
            return redirect(desk.item_url(story))
    return render(request, "library/adoption_form.html", context, status=status)
