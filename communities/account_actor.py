"""Middleware for allauth's account pages, which have no access decorator: the database login they use, and the actor
recorded in the audit log.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from communities.reauthentication import ACCOUNT_PAGES
from tfc.current_actor import NOBODY, Actor
from tfc.logins import ACCOUNTS, served_by
from tfc.tenancy import told_of_actor

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def by_own_login(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Serve account pages by the accounts login of the database. Middleware, outside the session middleware: only here
    are passwords compared with their hashes.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ACCOUNT_PAGES):
            return get_response(request)
        with served_by(ACCOUNTS):
            return get_response(request)

    return middleware


def told_to_audit(
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
        with told_of_actor(Actor(user.pk) if user.is_authenticated else NOBODY):
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
