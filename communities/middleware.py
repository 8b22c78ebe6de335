"""Middleware of accounts, sessions and offline entries."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from communities.offline_queue import HEADER, SENT, STORED, get_sent_record, get_user_key
from communities.reauthentication import ACCOUNT_PAGES
from communities.sessions import move_session_key
from tfc.current_actor import NOBODY, Actor
from tfc.logins import ACCOUNTS, use_login
from tfc.tenancy import set_actor

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def accounts_database_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Serve account pages by the accounts login of the database. Middleware, outside the session middleware: only here
    are passwords compared with their hashes.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ACCOUNT_PAGES):
            return get_response(request)
        with use_login(ACCOUNTS):
            return get_response(request)

    return middleware


def audit_actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Run each unsafe request to an account page in one transaction that knows its actor. Middleware, inside allauth's
    own.

    There is no actor at first when a person signs in or follows a link: see `communities.accounts.AccountAdapter`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or not _is_about_accounts(request):
            return get_response(request)
        user = request.user
        with set_actor(Actor(user.pk) if user.is_authenticated else NOBODY):
            response = get_response(request)
            if response.status_code >= 500:
                # Undo partial work after an error.
                transaction.set_rollback(True)
        return response

    return middleware


def _is_about_accounts(request: HttpRequest) -> bool:
    """Return True if the request is handled by an account page.

    After reauthentication the original request continues with its data, possibly to a view with an access decorator,
    which opens its own transaction.
    """
    goes_on = request.POST.get("next") or request.GET.get("next") or ACCOUNT_PAGES
    leads_on = "reauthenticate" in request.path and not goes_on.startswith(ACCOUNT_PAGES)
    return request.path.startswith(ACCOUNT_PAGES) and not leads_on


def keep_own_session_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, inside the session middleware: continue the session under a new key."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "goes_on", False) and request.user.is_authenticated:
            request.user.refresh_from_db(fields=["sessions_ended"])
            key = request.session.session_key
            update_session_auth_hash(request, request.user)
            move_session_key(key, request)
        return response

    return middleware


def offline_response_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, between messages and allauth: answer briefly to the device that a record of its offline queue is
    stored.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        author = request.headers.get(HEADER) if request.method == "POST" else None
        if author is not None and not _is(author, request):
            return _short(401)
        response = get_response(request)
        if request.method != "POST" or response.status_code != 302:
            return response
        asks_first = _asks_first(response.headers["Location"])
        if author is not None:
            return _short(401) if asks_first else _build_stored_response(request, response)
        if not asks_first and (record := request.POST.get("queue_id") and get_sent_record(request)):
            messages.info(request, record, extra_tags=SENT)
        return response

    return middleware


def _is(author: str, request: HttpRequest) -> bool:
    """Return True if the author is the signed-in person: an entry is never sent by another person
    on the same device.
    """
    user: Any = request.user
    return user.is_authenticated and get_user_key(user) == author


def _asks_first(path: str) -> bool:
    """Return True if the answer redirects to a reauthentication page, so nothing was stored."""
    return path.startswith((ACCOUNT_PAGES, reverse("communities:two-step-verification")))


def _build_stored_response(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a short answer without the next page and its message: the device counts what it sent."""
    for _message in messages.get_messages(request):
        pass
    short = _short(204)
    short.headers[HEADER] = STORED
    short.cookies = response.cookies
    return short


def _short(status: int) -> HttpResponse:
    return HttpResponse(status=status)
