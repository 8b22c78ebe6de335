"""Search over everything that a person may read here; and the page of keyboard shortcuts."""

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
from communities.site_search import A_FEW, MANY, Group, SearchResult, SearchResults, build_seeker, search
from tfc.search import Hit, Seeker, Words
from tfc.tenancy import office_scope


@community_view(Role.MEMBER)
@require_safe
def community_search(request: CommunityRequest) -> HttpResponse:
    here = reverse("activity:search", args=[request.community.slug])
    return _page(request, build_seeker(request.community, request.user, request.role), here)


@office_view
@require_safe
def office_search(request: OfficeRequest) -> HttpResponse:
    here = reverse("activity:office-search", args=[request.office.slug])
    return _page(request, build_seeker(request.office, request.user), here)


@international_view
@require_safe
def international_search(request: OfficeRequest) -> HttpResponse:
    """Search the scopes of the offices one after the other; results name their office."""
    terms, only = _parse_search(request)
    offices = Office.objects.real().order_by("name", "pk")
    office_results = [_search_offices(offices, terms)] if terms and only in ("", "offices") else []
    for office in offices if terms else ():
        with office_scope(office.pk):
            results = search(build_seeker(office, request.user), terms, only, fixed=office == request.office)
            office_results.append(results if office == request.office else _add_office_name(results, office))
    with office_scope(request.office.pk):
        lately = [] if terms else recent(build_seeker(request.office, request.user))
    merged_results = _merge_results(office_results, terms, MANY if only else A_FEW)
    return _answer(request, merged_results, only, reverse("activity:international-search"), lately)


def _page(request: HttpRequest, seeker: Seeker, here: str) -> HttpResponse:
    terms, only = _parse_search(request)
    return _answer(request, search(seeker, terms, only), only, here, [] if terms else recent(seeker))


def _parse_search(request: HttpRequest) -> tuple[Words, str]:
    return Words.from_text(request.GET.get("q", "")), request.GET.get("in", "")


def _answer(
    request: HttpRequest, results: SearchResults, only: str, here: str, lately: Sequence[SearchResult]
) -> HttpResponse:
    """Render the results; a number that matches one record redirects to it, except while typing."""
    typing = bool(getattr(request, "htmx", False))
    if not typing and len(results.numbered) == 1 and not results.groups:
        return redirect(results.numbered[0].url)
    context = {"found": results, "only": only, "here": here, "lately": lately, "most": MANY, "typing": typing}
    template = "activity/search_results.html" if typing else "activity/search.html"
    return render(request, template, context)


def _search_offices(offices: Iterable[Office], terms: Words) -> SearchResults:
    hits = [
        Hit(title=office.name, url=reverse("dashboards:office-home", args=[office.slug]))
        for office in offices
    ]
    rows = [SearchResult.from_hit(hit, terms, "office") for hit in hits if hit.holds(terms, near=False)]
    return SearchResults(terms, [Group("offices", _("Offices"), rows, len(rows))] if rows else [])


def _add_office_name(results: SearchResults, office: Office) -> SearchResults:
    def named(row: SearchResult) -> SearchResult:
        return replace(row, office=office.name)

    groups = [replace(group, rows=[named(row) for row in group.rows]) for group in results.groups]
    return replace(results, groups=groups, numbered=[named(row) for row in results.numbered])


def _merge_results(office_results: Sequence[SearchResults], terms: Words, most: int) -> SearchResults:
    """Merge the results: exact ones, if any office has them."""
    exact = [results for results in office_results if not results.is_near]
    chosen = exact if any(results.total for results in exact) else office_results
    groups: dict[str, Group] = {}
    for group in (group for results in chosen for group in results.groups):
        before = groups.get(group.code, replace(group, rows=(), total=0))
        rows = [*before.rows, *group.rows][:most]
        groups[group.code] = replace(group, rows=rows, total=before.total + group.total)
    numbered = [row for results in chosen for row in results.numbered]
    return SearchResults(
        terms, list(groups.values()), numbered, is_near=chosen is office_results and bool(groups)
    )


@signed_in_view
@require_http_methods(["GET", "HEAD", "POST"])
def shortcuts(request: SignedIn) -> HttpResponse:
    """Show and switch keyboard shortcuts; people who use speech input, or type with one finger, switch them off."""
    if request.method == "POST":
        wanted = request.POST.get("keys") == "on"
        actions.choose_keys(wanted=wanted, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("activity:shortcuts")
    return render(request, "activity/shortcuts.html")
