"""A person's own account: a copy of the stored data, and closing it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions
from communities.access import SignedIn, fresh_login, signed_in_view
from communities.account_data import collect_account_data
from communities.personal_files import personal_file
from tfc.middleware import CLEAR_SITE_DATA


@signed_in_view
@require_http_methods(["GET", "HEAD", "POST"])
def account_data(request: SignedIn) -> HttpResponseBase:
    """Show the page; a POST returns the file, after a recent proof of identity."""
    if request.method == "POST":
        return _download(request)
    return render(request, "communities/account_data.html", {"person": request.user})


@fresh_login
def _download(request: SignedIn) -> HttpResponse:
    context = {"person": request.user, "chapters": collect_account_data(request.user)}
    template = "communities/account_data_file.html"
    response = personal_file(request, template, "traffickfree-my-data.html", context)
    actions.note_data_download(by=request.user)
    return response


@signed_in_view
@fresh_login
@require_http_methods(["GET", "HEAD", "POST"])
def account_close(request: SignedIn) -> HttpResponse:
    """Close the account after a confirmation; the last person in charge of a place must transfer it first."""
    error = ""
    if request.method == "POST":
        try:
            actions.close_account(by=request.user)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            logout(request)
            messages.success(request, _("Your account is closed. Thank you for everything you did."))
            response = redirect("communities:start")
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
            return response
    context = {
        "error": error,
        "needed": actions.still_needed(request.user),
        "leaving": [membership.community for membership in request.user.roles.memberships]
        + [membership.office for membership in request.user.roles.staff],
    }
    return render(request, "communities/account_close.html", context, status=422 if error else 200)
