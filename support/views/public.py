"""The public pages: about the community, local services, safe browsing, and how to help."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import PublicRequest, public_view
from communities.models import Community
from communities.privacy import privacy_notice
from events.models import Campaign
from events.words import format_event_time
from support.actions.public import submit_interest
from support.forms.public import InterestForm
from support.models import INTEREST_DAYS, PublicProfile
from support.public_events import as_json_ld, coming_events
from support.public_help import NEED_LABELS, get_languages, get_public_services, group_by_need
from support.public_pages import render_public_page, require_published
from support.publishing import get_needs_met
from tfc.registry import get_panels
from tfc.sent_before import SentBeforeError

TOO_MANY = 429
ABOUT = {"en": "about_en", "es": "about_es", "zh-hans": "about_zh"}


@public_view(indexed=True)
@require_published
@gzip_page
@require_safe
def public_home(request: PublicRequest, profile: PublicProfile) -> HttpResponse:
    return render_public_page(
        request, "public/home.html", home_context(request.community, profile), has_pages=True
    )


def home_context(community: Community, profile: PublicProfile) -> dict[str, Any]:
    """The panel "public_home" returns what residents answered, or {} without a published result, and
    "public_achievements" what the team has done.
    """
    events = list(coming_events())
    [get_results] = get_panels("public_home")
    [get_achievements] = get_panels("public_achievements")
    achievements = get_achievements() if profile.show_achievements else None
    campaigns = Campaign.objects.public().for_public_page(timezone.localdate())
    address = settings.SITE_URL + reverse("support:public-home", args=[community.slug])
    return {
        "needs": [NEED_LABELS[need] for need in get_needs_met()],
        "about": get_text_in(profile, str(translation.get_language())),
        "picture": {"url": static(f"img/towns/{profile.picture}.svg"), "alt": profile.get_picture_display()},
        "results": get_results(),
        "achievements": achievements,
        # What was won is named with the achievements.
        "campaigns": [row for row in campaigns if not (achievements and row.won_on)],
        "events": [{"event": event, "when": format_event_time(event)} for event in events],
        "json_ld": as_json_ld(events, community, address) if events else "",
    }


def get_text_in(profile: PublicProfile, language: str) -> dict[str, str]:
    """Return the text in this language, otherwise in the first that has one, named in ``other``."""
    for code in (language, *ABOUT):
        if text := getattr(profile, ABOUT.get(code, "about_en")):
            other = "" if code == language else translation.get_language_info(code)["name_translated"]
            return {"text": text, "code": code, "other": other}
    return {"text": "", "code": language, "other": ""}


@public_view(indexed=True)
@require_published
@gzip_page
@require_safe
def find_help(request: PublicRequest, profile: PublicProfile) -> HttpResponse:
    services = get_public_services(request.community)
    context = {
        "groups": group_by_need(services),
        "total": len(services),
        "spoken": get_languages(services),
        "now": timezone.localtime(),
    }
    return render_public_page(request, "public/find_help.html", context, has_pages=True)


@public_view(indexed=True)
@require_published
@gzip_page
@require_safe
def safety(request: PublicRequest, profile: PublicProfile) -> HttpResponse:
    return render_public_page(request, "public/safety.html", {}, has_pages=True)


# Outermost: an error report must not contain the sender's data.
@sensitive_post_parameters()
@public_view(form=True)
@require_published
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: PublicRequest, profile: PublicProfile) -> HttpResponse:
    """Handle an inquiry. Programs get the same thanks as people, and their messages are not stored."""
    form = InterestForm(request.POST if request.method == "POST" else None, subject=request.community.pk)
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"days": INTEREST_DAYS}
    if form.is_bound and form.is_valid():
        try:
            if form.was_hasty and not form.is_trapped:
                context["was_hasty"] = True
            else:
                return _leave(request, form, context)
        except SentBeforeError:
            # A form with an id of its own, which is sent as a second message.
            typed = {name: form.cleaned_data[name] for name in InterestForm.Meta.fields}
            form = InterestForm(initial=typed, subject=request.community.pk)
            context["was_sent"], status = True, 409
    context["form"] = form
    return render_public_page(request, "public/interest.html", context, status=status, has_pages=True)


def _leave(request: PublicRequest, form: InterestForm, context: dict[str, Any]) -> HttpResponse:
    typed = form.cleaned_data
    is_received = form.is_trapped or submit_interest(
        name=typed["name"],
        reach=typed["reach"],
        message=typed["message"],
        client_id=form.form_id,
        day=timezone.localdate(),
        sender=form.get_sender(request),
    )
    template, status = ("interest_thanks", 200) if is_received else ("interest_full", TOO_MANY)
    return render_public_page(request, f"public/{template}.html", context, status=status, has_pages=True)


@public_view()
@require_safe
def privacy(request: PublicRequest) -> HttpResponse:
    return render_public_page(request, "public/privacy.html", privacy_notice(request.community.office))


@public_view()
@require_safe
def accessibility(request: PublicRequest) -> HttpResponse:
    return render_public_page(request, "public/accessibility.html", {"office": request.community.office})
