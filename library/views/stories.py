"""Stories: list, details, add, edit, adopt."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.place_views import PlaceAccess, PlaceRequest
from library.actions import items as actions
from library.actions.adoptions import adopt_story
from library.forms.stories import AdoptionForm, StoryFilterForm, StoryForm
from library.models import Adoption, Story
from library.results import AdoptionRow, format_figure, is_hidden, may_rank, sort_rows
from library.views.editing import edit_item, render_add_form
from library.views.lookups import (
    filter_items,
    find_item,
    find_own,
    get_item_context,
    get_page_context,
    library_view,
)
from stakeholders.actions.saving import SavedMeanwhileError
from tfc.disclosure import Reader

FORM_TEMPLATE = "library/story_form.html"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@library_view(Role.MEMBER)
@require_safe
def story_list(request: PlaceRequest) -> HttpResponse:
    form = StoryFilterForm(request.GET)
    valid = form.is_valid()
    wanted = form.chosen
    stories = Story.objects.not_deleted() if valid else Story.objects.none()
    if "need" in wanted:
        stories = stories.filter(needs__contains=[wanted["need"]])
    if "owner" in wanted:
        stories = stories.of_owner(request.desk.place)
    if "period" in wanted:
        stories = stories.added_in(*form.days)
    stories, order = filter_items(stories, wanted, ("kind", "language"))
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
    context = get_item_context(request, story) | {
        "figure": format_figure(story.figure, story.measure, story.n, reader),
        "rows": sort_rows(rows, by_figure=ranked),
        "may_rank": may_rank(rows),
        "ranked": ranked and may_rank(rows),
        "own_events": own.adoption.events.select_related("event") if own else [],
        "own_adoption": own,
        "may_adopt": desk.community and desk.may_record and not desk.owns(story),
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
    return render_add_form(request, form, FORM_TEMPLATE)


@library_view(Role.LEADER)
@get_or_post
def story_edit(request: PlaceRequest, story_id: int) -> HttpResponse:
    return edit_item(request, find_own(request, story_id=story_id), StoryForm, FORM_TEMPLATE)


@community_view(Role.LEADER)
@get_or_post
def story_adopt(request: CommunityRequest, story_id: int) -> HttpResponse:
    """Start an adoption, or report its progress."""
    story: Any = find_item(story_id=story_id)
    desk = PlaceAccess.for_community("library:", request)
    if desk.owns(story):
        messages.info(request, _("Edit it to add results."))
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
            messages.success(request, _("Saved."))
            return redirect(desk.item_url(story))
    return render(request, "library/adoption_form.html", context, status=status)
