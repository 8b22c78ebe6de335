"""Settings of a community: its cadence, its languages, its population."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import actions
from communities.access import CommunityRequest, community_view
from communities.census import SOURCE, YEAR, get_census_profile, merge_age_bands
from communities.forms import CadenceForm, LanguageForm, LanguagesForm
from communities.languages import language_name
from communities.models import (
    Cadence,
    CadenceKind,
    PopulationProfile,
    RequiredLanguage,
    Role,
    StageChange,
)
from communities.population_csv import Group, build_template, tables
from communities.profile_forms import ProfileForm
from tfc.registry import get_panels

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@community_view(Role.COORDINATOR)
@require_safe
def community_settings(request: CommunityRequest) -> HttpResponse:
    profile = PopulationProfile.objects.order_by("pk").first()
    context = {
        "cadence": _cadence_today(request),
        "letters_in": get_language_info(request.community.letters_in)["name_local"].capitalize(),
        "languages": [language_name(code) for code in _languages()],
        "profile": profile,
        "changes": StageChange.objects.select_related("by").order_by("-since", "-pk"),
    }
    return render(request, "communities/settings.html", context)


@community_view(Role.COORDINATOR)
@get_or_post
def settings_cadence(request: CommunityRequest) -> HttpResponse:
    current = _cadence_today(request)
    initial = {"kind": current.kind} if current else {}
    sent = request.POST if request.method == "POST" else None
    form = CadenceForm(sent, initial=initial, community=request.community)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_cadence(
                community=request.community,
                kind=CadenceKind(form.cleaned_data["kind"]),
                declared_on=form.cleaned_data["declared_on"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _redirect_after_saving(request, is_first=current is None)
    history = Cadence.objects.select_related("by").order_by("-declared_on")
    context = {"form": form, "history": history, "current": current}
    return render(request, "communities/settings_cadence.html", context, status=status)


@community_view(Role.COORDINATOR)
@get_or_post
def settings_language(request: CommunityRequest) -> HttpResponse:
    """Set the language of messages and invitations; each person's own choice takes precedence."""
    form = LanguageForm(request.POST if request.method == "POST" else None, community=request.community)
    if request.method == "POST" and form.is_valid():
        actions.set_language(
            community=request.community, language=form.cleaned_data["language"], by=request.user
        )
        return _redirect_after_saving(request)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/settings_language.html", {"form": form}, status=status)


@community_view(Role.COORDINATOR)
@get_or_post
def settings_languages(request: CommunityRequest) -> HttpResponse:
    stored = _languages()
    form = LanguagesForm(
        request.POST if request.method == "POST" else None,
        initial={"languages": stored, "was": " ".join(stored)},
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_required_languages(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            status = 409
            form.saw(" ".join(stored))
        else:
            return _redirect_after_saving(request, is_first=not stored)
    newer = [language_name(code) for code in stored] if status == 409 else []
    return render(
        request, "communities/settings_languages.html", {"form": form, "stored": newer}, status=status
    )


@community_view(Role.COORDINATOR)
@get_or_post
def settings_profile(request: CommunityRequest) -> HttpResponse:
    rows = list(PopulationProfile.objects.order_by("pk"))
    stored = [Group(row.dimension, row.group, row.people) for row in rows]
    census = None if rows else get_census_profile(request.community)
    is_sent = request.method == "POST"
    form = ProfileForm(
        *((request.POST, request.FILES) if is_sent else ()),
        groups=census.groups if census else merge_age_bands(stored),
        initial={"source": SOURCE, "year": YEAR}
        if census
        else {"source": rows[0].source, "year": rows[0].year}
        if rows
        else None,
    )
    if is_sent and form.is_valid():
        typed = form.cleaned_data
        actions.replace_profile(
            groups=typed["groups"], source=typed["source"], year=typed["year"], by=request.user
        )
        return _redirect_after_saving(request, is_first=not rows)
    context: dict[str, Any] = {
        "form": form,
        "profile": rows[0] if rows else None,
        "tables": tables(stored),
        "census": census,
    }
    return render(request, "communities/settings_profile.html", context, status=422 if is_sent else 200)


@community_view(Role.COORDINATOR)
@require_safe
def profile_template(request: CommunityRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="population.csv"'}
    return HttpResponse(build_template(), content_type="text/csv; charset=utf-8", headers=headers)


def _languages() -> list[str]:
    return list(RequiredLanguage.objects.order_by("language").values_list("language", flat=True))


def _cadence_today(request: CommunityRequest) -> Cadence | None:
    today = timezone.localdate(timezone=request.community.zone)
    return Cadence.objects.filter(declared_on__lte=today).order_by("-declared_on").first()


def _redirect_after_saving(request: CommunityRequest, *, is_first: bool = False) -> HttpResponse:
    """Redirect to the settings; after what was set for the first time, to the next open step of the set-up."""
    messages.success(request, _("Saved."))
    [get_next_step] = get_panels("next_setup_step")
    if is_first and (step := get_next_step(request.community, request.role)):
        return redirect(step.url)
    return redirect("communities:community-settings", request.community.slug)
