"""The pages of accounts, which are the library's and have no door of ours: which login of the database answers them,
and who acts there, which the audit is told."""

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
    """Middleware, outside that of sessions: here passwords are held against their hashes, and nowhere else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ACCOUNT_PAGES):
            return get_response(request)
        with served_by(ACCOUNTS):
            return get_response(request)

    return middleware


def told_to_audit(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, inside the library's own: what is sent to such a page is one transaction that knows who acts.

    Nobody at first, where somebody signs in or comes by a link: see `communities.accounts.AccountAdapter`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or not _is_about_accounts(request):
            return get_response(request)
        user = request.user
        with told_of_actor(Actor(user.pk) if user.is_authenticated else NOBODY):
            response = get_response(request)
            if response.status_code >= 500:
                # What broke in between is half done.
                transaction.set_rollback(True)
        return response

    return middleware


def _is_about_accounts(request: HttpRequest) -> bool:
    """Whoever proves anew who he is goes on, in the same request, with what he sent: perhaps behind a door of ours,
    which opens a transaction of its own."""
    goes_on = request.POST.get("next") or request.GET.get("next") or ACCOUNT_PAGES
    leads_on = "reauthenticate" in request.path and not goes_on.startswith(ACCOUNT_PAGES)
    return request.path.startswith(ACCOUNT_PAGES) and not leads_on
