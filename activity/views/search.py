"""Find anything that one may see here; and the keys of the keyboard, as a page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import actions
from communities.access import (
    CommunityRequest,
    OfficeRequest,
    SignedIn,
    community_view,
    international_view,
    office_view,
    signed_in_view,
)
from communities.models import Office, Role
from communities.recent_records import recent
from communities.site_search import A_FEW, MANY, Found, Group, Shown, search, seeker_of
from tfc.search import Hit, Seeker, Words
from tfc.tenancy import office_scope


@community_view(Role.MEMBER)
@require_safe
def community_search(request: CommunityRequest) -> HttpResponse:
    here = reverse("activity:search", args=[request.community.slug])
    return _page(request, seeker_of(request.community, request.user, request.role), here)


@office_view
@require_safe
def office_search(request: OfficeRequest) -> HttpResponse:
    here = reverse("activity:office-search", args=[request.office.slug])
    return _page(request, seeker_of(request.office, request.user), here)


@international_view
@require_safe
def international_search(request: OfficeRequest) -> HttpResponse:
    """In the scope of one office after the other, and what is found named with its office."""
    words, only = _asked(request)
    offices = Office.objects.real().order_by("name", "pk")
    found = [_offices(offices, words)] if words and only in ("", "offices") else []
    for office in offices if words else ():
        with office_scope(office.pk):
            one = search(seeker_of(office, request.user), words, only, fixed=office == request.office)
            found.append(one if office == request.office else _named(one, office))
    with office_scope(request.office.pk):
        lately = [] if words else recent(seeker_of(request.office, request.user))
    whole = _together(found, words, MANY if only else A_FEW)
    return _answer(request, whole, only, reverse("activity:international-search"), lately)


def _page(request: HttpRequest, seeker: Seeker, here: str) -> HttpResponse:
    words, only = _asked(request)
    return _answer(request, search(seeker, words, only), only, here, [] if words else recent(seeker))


def _asked(request: HttpRequest) -> tuple[Words, str]:
    return Words.of(request.GET.get("q", "")), request.GET.get("in", "")


def _answer(
    request: HttpRequest, found: Found, only: str, here: str, lately: Sequence[Shown]
) -> HttpResponse:
    """A number that is one record's alone leads there; what is typed letter by letter leads nowhere by itself."""
    typing = bool(getattr(request, "htmx", False))
    if not typing and len(found.numbered) == 1 and not found.groups:
        return redirect(found.numbered[0].url)
    context = {"found": found, "only": only, "here": here, "lately": lately, "most": MANY, "typing": typing}
    template = "activity/search_found.html" if typing else "activity/search.html"
    return render(request, template, context)


def _offices(offices: Iterable[Office], words: Words) -> Found:
    hits = [Hit(title=one.name, url=reverse("dashboards:office-home", args=[one.slug])) for one in offices]
    rows = [Shown.of(one, words, "office") for one in hits if one.holds(words, near=False)]
    return Found(words, [Group("offices", _("Offices"), rows, len(rows))] if rows else [])


def _named(found: Found, office: Office) -> Found:
    def named(row: Shown) -> Shown:
        return replace(row, office=office.name)

    groups = [replace(one, rows=[named(row) for row in one.rows]) for one in found.groups]
    return replace(found, groups=groups, numbered=[named(row) for row in found.numbered])


def _together(found: Sequence[Found], words: Words, most: int) -> Found:
    """As typed, where any office has it so."""
    exact = [one for one in found if not one.is_near]
    chosen = exact if any(one.total for one in exact) else found
    groups: dict[str, Group] = {}
    for group in (group for one in chosen for group in one.groups):
        before = groups.get(group.code, replace(group, rows=(), total=0))
        rows = [*before.rows, *group.rows][:most]
        groups[group.code] = replace(group, rows=rows, total=before.total + group.total)
    numbered = [row for one in chosen for row in one.numbered]
    return Found(words, list(groups.values()), numbered, is_near=chosen is found and bool(groups))


@signed_in_view
@require_http_methods(["GET", "HEAD", "POST"])
def shortcuts(request: SignedIn) -> HttpResponse:
    """Which keys do what; whoever speaks to the computer, or types with one finger, switches them off."""
    if request.method == "POST":
        wanted = request.POST.get("keys") == "on"
        actions.choose_keys(wanted=wanted, by=request.user)
        messages.success(request, _("The keys work now.") if wanted else _("The keys are switched off."))
        return redirect("activity:shortcuts")
    return render(request, "activity/shortcuts.html")
