"""Access decorators: each view is admitted by one of them and runs inside the row-level security scope that it opens.

A person without a role gets 404, since the existence of a community is private; a member below the role gets 403.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, NoReturn

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from communities.after_post import PARAMETER, SAFE, redirect_to_answer, waiting_answer
from communities.data_links import place_named
from communities.language_choice import language_for
from communities.models import Community, Office, Role, User
from communities.notices import get_own_zone
from communities.public_community import town_named
from communities.reauthentication import (
    FRESH,
    REPORT_PDF_FRESH,
    ask_first,
    check_login,
    needs_second_factor,
    require_fresh_login,
)
from communities.recent_records import record_opening
from communities.visitor_pages import dead_link
from tfc import read_replica
from tfc.current_actor import STAFF, acting_as
from tfc.locales import parse_language
from tfc.logins import LINKS, OFFICE, PRIMARY, PUBLIC, use_login
from tfc.tenancy import community_scope, office_scope
from tfc.tokens import hash_token

View = Callable[..., HttpResponseBase]

# Readers of these pages may be under surveillance: the device stores nothing, and no other site learns that they were
# here.
PUBLIC_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
# With "no-referrer" a browser also hides the origin of a form from us, and the CSRF check rejects it.
FORM_HEADERS = PUBLIC_HEADERS | {"Referrer-Policy": "same-origin"}
NOT_INDEXED = {"X-Robots-Tag": "noindex"}
# Search engines may link to such a page but keep no copy, so that removed content disappears.
NOT_ARCHIVED = {"X-Robots-Tag": "noarchive"}
# The address of such a page is a secret.
LINK_HEADERS = PUBLIC_HEADERS | NOT_INDEXED


class SignedIn(HttpRequest):
    """A request admitted by an access decorator."""

    user: User


class CommunityRequest(SignedIn):
    community: Community
    role: Role


class OfficeRequest(SignedIn):
    office: Office
    # Staff of the international office, who read the pages of every other office and change nothing there.
    is_guest: bool
    # Writes of a page that reads the standby: executed on the primary, in the scope, after the page is rendered.
    afterwards: list[Callable[[], object]]


class PublicRequest(HttpRequest):
    """A request by an unknown visitor. ``chosen_language`` is the language in the address, which links preserve."""

    community: Community
    chosen_language: str


class LinkRequest(PublicRequest):
    """A request by a visitor who has a secret link."""


class DataRequest(HttpRequest):
    """A request by a program that has a data link to a list of ``place``."""

    place: Community | Office


def community_view(role: Role) -> Callable[[View], View]:
    """Admit members with at least ``role`` of the community in the URL; run the view in its scope and time zone."""

    def decorator(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: CommunityRequest, community: str, **kwargs: Any) -> HttpResponseBase:
            held_here = (
                membership
                for membership in request.user.roles.memberships
                if membership.community.slug == community
            )
            membership = next(held_here, None)
            if membership is None:
                raise Http404
            if membership.role < role:
                raise PermissionDenied
            held = Role(membership.role)
            if answer := ask_first(request, second_factor=needs_second_factor(held)):
                return answer
            town = membership.community
            request.community, request.role = town, held

            def respond() -> HttpResponseBase:
                with (
                    acting_as(request.user.pk, held.name.lower()),
                    community_scope(
                        town.pk, town.office_id, coordinator=held == Role.COORDINATOR, zone=town.zone
                    ),
                ):
                    response = _render_now(view(request, **kwargs))
                    if request.method == "GET":
                        record_opening(request, response, town)
                    return response

            with use_login(PRIMARY):
                return answer_page(view, request, respond)

        guarded.admits = ("community", role)  # type: ignore[attr-defined]
        return guarded

    return decorator


def office_view(view: View) -> View:
    """Admit staff of the office in the URL, and international staff to read; run the view in its scope and zone."""
    return _office_view(view, guests_write=False)


def shared_office_view(view: View) -> View:
    """Same as `office_view`, but international staff may write as well. The view decides when they may."""
    return _office_view(view, guests_write=True)


def _office_view(view: View, *, guests_write: bool) -> View:
    @wraps(view)
    @login_required
    def guarded(request: OfficeRequest, office: str, **kwargs: Any) -> HttpResponseBase:
        staff = request.user.roles.staff
        current_office = next(
            (membership.office for membership in staff if membership.office.slug == office), None
        )
        request.is_guest = current_office is None
        if current_office is None and any(membership.office.is_international for membership in staff):
            current_office = Office.objects.real().filter(slug=office).first()
        if current_office is None:
            raise Http404
        if request.is_guest and not guests_write and request.method not in ("GET", "HEAD", "OPTIONS"):
            raise PermissionDenied
        if answer := ask_first(request, second_factor=True):
            return answer
        request.office = current_office

        def respond() -> HttpResponseBase:
            request.afterwards = []
            with acting_as(request.user.pk, STAFF), office_scope(current_office.pk, zone=current_office.zone):
                response = _render_now(view(request, **kwargs))
                if request.method == "GET" and not request.is_guest:
                    record_opening(request, response, current_office)
                return response

        with use_login(OFFICE):
            response = answer_page(view, request, respond)
            _write_afterwards(request)
            return response

    guarded.admits = ("office", None)  # type: ignore[attr-defined]
    guarded.guests_write = guests_write  # type: ignore[attr-defined]
    return guarded


def _write_afterwards(request: OfficeRequest) -> None:
    if request.afterwards:
        with acting_as(request.user.pk, STAFF), office_scope(request.office.pk, zone=request.office.zone):
            for write in request.afterwards:
                write()


def international_view(view: View) -> View:
    """Admit staff of the international office; the view opens the scopes of the offices one after the other."""

    @wraps(view)
    @login_required
    def guarded(request: OfficeRequest, **kwargs: Any) -> HttpResponseBase:
        current_office = next(
            (
                membership.office
                for membership in request.user.roles.staff
                if membership.office.is_international
            ),
            None,
        )
        if current_office is None:
            raise Http404
        if answer := ask_first(request, second_factor=True):
            return answer
        request.office, request.is_guest = current_office, False

        def respond() -> HttpResponseBase:
            request.afterwards = []
            with acting_as(request.user.pk, STAFF), timezone.override(current_office.zone):
                return view(request, **kwargs)

        with use_login(OFFICE):
            response = answer_page(view, request, respond)
            _write_afterwards(request)
            return response

    guarded.admits = ("international", None)  # type: ignore[attr-defined]
    return guarded


def signed_in_view(view: View) -> View:
    """Admit anyone with an account, in the person's time zone; no scope is open."""

    @wraps(view)
    @login_required
    def guarded(request: SignedIn, **kwargs: Any) -> HttpResponseBase:
        check_login(request)
        with (
            use_login(PRIMARY),
            acting_as(request.user.pk, ""),
            timezone.override(get_own_zone(request.user)),
        ):
            return view(request, **kwargs)

    guarded.admits = ("signed-in", None)  # type: ignore[attr-defined]
    return guarded


def open_view(view: View) -> View:
    """Admit everyone; no scope is open."""
    view.admits = ("everyone", None)  # type: ignore[attr-defined]
    return view


def public_view(*, form: bool = False, indexed: bool = False) -> Callable[[View], View]:
    """Admit everyone to a page of the community in the URL; run the view in its scope, zone and language.

    The scope is never a coordinator's and there is no session: the view may set no cookie, except the CSRF cookie on a
    page with a ``form``. Missing pages are rendered by support/views/errors.py like addresses that never existed.
    ``indexed``: search engines may index the page. A query other than the language is redirected to the plain address,
    so that a phone under surveillance does not remember the search.
    """
    headers = (FORM_HEADERS if form else PUBLIC_HEADERS) | (NOT_ARCHIVED if indexed else NOT_INDEXED)

    def decorator(view: View) -> View:
        return _open_to_all(view, headers, _missing, plain=True)

    return decorator


def plain_address(request: HttpRequest) -> HttpResponse | None:
    """Return a redirect to the address without its query, or None if the query holds at most the language."""
    if request.method not in SAFE or not request.GET.keys() - {"lang"}:
        return None
    language = parse_language(request.GET.get("lang", ""))
    return HttpResponseRedirect(f"{request.path}?lang={language}" if language else request.path)


def _missing() -> NoReturn:
    raise Http404


def link_view(view: View) -> View:
    """Admit everyone and run the view, which checks the link's token, in the scope of the community named.

    The scope is never a coordinator's. A missing community looks like an invalid token. The page sets no cookie: a
    forged request would need the secret link, so no CSRF token is needed.
    """
    return csrf_exempt(_open_to_all(view, LINK_HEADERS, lambda: dead_link(404)))


def data_view(missing: Callable[[HttpRequest], HttpResponse]) -> Callable[[View], View]:
    """Admit programs without account; the token in the address names its place, and the view checks it in the place's
    scope.

    The scope is never a coordinator's and there is no session. A missing place looks like an invalid token:
    ``missing``.
    """

    def decorator(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: DataRequest, data_token: str, **kwargs: Any) -> HttpResponseBase:
            with use_login(LINKS):
                place = place_named(data_token)
            try:
                response = _in_place(view, request, place, {**kwargs, "token": data_token})
            except Http404:
                response = missing(request)
            for name, value in LINK_HEADERS.items():
                response.headers[name] = value
            return response

        guarded.admits = ("everyone", None)  # type: ignore[attr-defined]
        return guarded

    return decorator


def _in_place(
    view: View, request: DataRequest, place: Community | Office | None, kwargs: dict[str, Any]
) -> HttpResponseBase:
    if place is None:
        raise Http404
    request.place = place
    if isinstance(place, Office):
        with (
            use_login(OFFICE),
            office_scope(place.pk, zone=place.zone),
            translation.override(place.letters_in),
        ):
            return _render_now(view(request, **kwargs))
    with (
        use_login(LINKS),
        community_scope(place.pk, place.office_id, link=hash_token(kwargs["token"]), zone=place.zone),
        translation.override(place.letters_in),
    ):
        return _render_now(view(request, **kwargs))


def _open_to_all(
    view: View, headers: dict[str, str], missing: Callable[[], HttpResponse], *, plain: bool = False
) -> View:
    """Admit everyone in the community's scope and set ``headers``. ``plain``: the page has one
    address per language.
    """

    @wraps(view)
    def guarded(request: PublicRequest, community: str, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase | None = _answer_before_view(request, plain=plain)
        if response is None:
            request.chosen_language = parse_language(request.GET.get("lang", ""))
            with use_login(PUBLIC):
                town = _for_all(community)
            with translation.override(request.chosen_language or language_for(request, town)):
                with use_login(PUBLIC):
                    response = _as_anyone(view, request, town, kwargs)
                response = redirect_to_answer(request, response or missing())
                response.headers["Content-Language"] = str(translation.get_language())
        # A redirect contains no form, so the next request needs no referrer either.
        for name, value in (headers | PUBLIC_HEADERS if "Location" in response else headers).items():
            response.headers[name] = value
        return response

    guarded.admits = ("everyone", None)  # type: ignore[attr-defined]
    return guarded


def _answer_before_view(request: PublicRequest, *, plain: bool) -> HttpResponse | None:
    if request.method in SAFE and PARAMETER in request.GET:
        return waiting_answer(request)
    return plain_address(request) if plain else None


def _for_all(slug: str) -> Community | None:
    """Return the community with this slug; None for a sample community, which has no public pages."""
    town = town_named(slug)
    return None if town is None or town.office.is_sample else town


def _as_anyone(
    view: View, request: PublicRequest, town: Community | None, kwargs: dict[str, Any]
) -> HttpResponseBase | None:
    """Return None if the community does not exist or the view finds nothing: both look the same to a visitor."""
    if town is None:
        return None
    request.community = town
    link = hash_token(kwargs["token"]) if "token" in kwargs else ""
    try:
        with community_scope(town.pk, town.office_id, link=link, zone=town.zone):
            return _render_now(view(request, **kwargs))
    except Http404:
        return None


def fresh_login(view: View) -> View:
    """Require the password or factor again if the last proof is older than ten minutes; used inside an access
    decorator.
    """
    return _require_recent_login(view, lambda _kwargs: FRESH)


def report_login(view: View) -> View:
    """Same as `fresh_login`, for the files of a report: for its PDF a proof within the last hour is enough, also after
    inactivity.
    """
    guarded = _require_recent_login(
        view, lambda kwargs: REPORT_PDF_FRESH if kwargs["kind"] == "pdf" else FRESH
    )
    guarded.reads_report = True  # type: ignore[attr-defined]
    return guarded


def _require_recent_login(view: View, lasts: Callable[[dict[str, Any]], timedelta]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        require_fresh_login(request, lasts(kwargs))
        return view(request, **kwargs)

    guarded.asks_again = True  # type: ignore[attr-defined]
    return guarded


def answer_page(
    view: View, request: HttpRequest, respond: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Return the response; a view marked with `use_replica` may read the standby."""
    if getattr(view, "uses_replica", False):
        return read_replica.answer(request, respond)
    return respond()


def _render_now(response: HttpResponseBase) -> HttpResponseBase:
    """Render a lazy response now: it would otherwise render after the scope is closed and find no rows."""
    if isinstance(response, HttpResponse) and hasattr(response, "render"):
        response.render()
    return response
