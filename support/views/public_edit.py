"""For coordinators: the public texts, publishing, and volunteer inquiries."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version, get_saved_message
from communities.models import Community, Role
from events.forms.guests import SetAsideForm
from events.models import Event
from support.actions import public as actions
from support.forms.public import PublicEditForm
from support.models import INTEREST_DAYS, Interest, PublicProfile, Service
from support.public_pages import render_public_page
from support.publishing import get_requirements
from support.views.public import home_context
from tfc.locales import parse_language
from tfc.phones import as_link

AT_MOST = 200
# Messages shown from those set aside, to judge if people or a program wrote them.
SAMPLES = 5


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def public_edit(request: CommunityRequest) -> HttpResponse:
    """Edit the texts; the button pressed decides if the pages are public afterwards."""
    profile = PublicProfile.objects.first()
    shown = profile and get_requested_version(request, profile)
    form = PublicEditForm(request.POST if request.method == "POST" else None, instance=shown)
    status = 200
    context: dict[str, Any] = {}
    if form.is_bound:
        status = 422
        if form.is_valid() and _may_be_public(form, request):
            try:
                return _save_profile(request, form, profile)
            except actions.EditedMeanwhileError:
                status = 409
                stored = PublicProfile.objects.first()
                context["stored"] = stored
                form.data = data = request.POST.copy()
                data["shown_version"] = actions.get_profile_version(stored)
            except ValidationError as error:
                form.add_error(None, error)
    context |= _page(request.community, form)
    return render(request, "support/public_edit.html", context, status=status)


def _wants_public(request: CommunityRequest) -> bool | None:
    """Return the requested state; None leaves it unchanged."""
    return {"publish": True, "hide": False}.get(request.POST.get("then", ""))


def _may_be_public(form: PublicEditForm, request: CommunityRequest) -> bool:
    stays = _wants_public(request) is None and form.instance.is_published
    if (_wants_public(request) or stays) and not form.has_texts:
        form.add_error(form.own_text.name, _("Describe your community in at least one language."))
        return False
    return True


def _save_profile(
    request: CommunityRequest, form: PublicEditForm, profile: PublicProfile | None
) -> HttpResponse:
    wanted = _wants_public(request)
    is_published = wanted if wanted is not None else bool(profile and profile.is_published)
    actions.save_profile(
        community=request.community,
        content=form.get_content(),
        is_published=is_published,
        expected_version=form.cleaned_data["shown_version"],
        by=request.user,
    )
    if wanted is None:
        saved = get_saved_message(request, profile) if profile else _("Saved.")
        messages.success(request, saved)
    elif wanted:
        messages.success(request, _("The pages are public."))
    else:
        messages.success(request, _("The pages are no longer public."))
    return redirect("support:public-edit", request.community.slug)


def _page(community: Community, form: PublicEditForm) -> dict[str, Any]:
    stored = PublicProfile.objects.first()
    return {
        "form": form,
        "is_published": bool(stored and stored.is_published),
        "was_saved": stored is not None,
        "requirements": get_requirements(community, stored),
        "service_count": Service.objects.public().count(),
        "event_count": Event.objects.public().coming().count(),
    }


@community_view(Role.COORDINATOR)
@require_safe
def public_preview(request: CommunityRequest) -> HttpResponse:
    """Preview the first public page; its links work after publishing."""
    profile = PublicProfile.objects.first() or PublicProfile()
    request.chosen_language = parse_language(request.GET.get("lang", ""))  # type: ignore[attr-defined]
    with translation.override(request.chosen_language or translation.get_language()):  # type: ignore[attr-defined]
        context = home_context(request.community, profile) | {"is_preview": True}
        return render_public_page(request, "public/home.html", context, has_pages=profile.is_published)  # type: ignore[arg-type]


@community_view(Role.COORDINATOR)
@require_safe
def interest_list(request: CommunityRequest) -> HttpResponse:
    country = request.community.office.country
    rows = [
        {
            "pk": interest.pk,
            "name": interest.name,
            "reach": interest.reach,
            "link": _link_to(interest.reach, country),
            "message": interest.message,
            "on": interest.on,
        }
        for interest in Interest.objects.filter(is_set_aside=False).order_by("-on", "-id")[:AT_MOST]
    ]
    set_aside = Interest.objects.filter(is_set_aside=True)
    context = {
        "rows": rows,
        "days": INTEREST_DAYS,
        "set_aside": set_aside.count(),
        "samples": set_aside.order_by("?")[:SAMPLES],
    }
    return render(request, "support/interest_list.html", context)


def _link_to(reach: str, country: str) -> str:
    """Return a link if the free text is an email address or phone number, otherwise empty."""
    try:
        validate_email(reach)
    except ValidationError:
        return "" if any(map(str.isalpha, reach)) else as_link(reach, country)
    return f"mailto:{quote(reach, safe='@')}"


@community_view(Role.COORDINATOR)
@require_POST
def interest_delete(request: CommunityRequest, interest_id: int) -> HttpResponse:
    actions.delete_interest(interest=get_object_or_404(Interest, pk=interest_id))
    messages.success(request, _("Deleted."))
    return redirect("support:inquiry-list", request.community.slug)


@community_view(Role.COORDINATOR)
@require_POST
def interest_set_aside(request: CommunityRequest) -> HttpResponse:
    """Include the messages that were set aside, or delete them, according to the button pressed."""
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one."))
        return redirect("support:inquiry-list", request.community.slug)
    is_deleted = form.cleaned_data["then"] == SetAsideForm.LEAVE_OUT
    settle = actions.delete_set_aside_interests if is_deleted else actions.include_interests
    try:
        settle(expected_count=form.cleaned_data["shown_version"], by=request.user)
    except actions.EditedMeanwhileError:
        messages.error(request, _("The number has changed since you opened this page. Check it again."))
    else:
        done = _("Deleted.") if is_deleted else _("Saved.")
        messages.success(request, done)
    return redirect("support:inquiry-list", request.community.slug)
