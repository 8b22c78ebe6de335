"""The pages behind the link of an invitation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from communities.access import open_view
from communities.account_forms import SignUpForm
from communities.accounts import INVITATION_KEY, keep_language, welcome
from communities.actions import InvitationError, accept_invitation
from communities.actions.invitations import check_acceptable
from communities.language_choice import language_for
from communities.models import Invitation, User
from communities.places import get_place_url
from tfc.tokens import hash_token


@open_view
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation; how to accept it depends on the visitor."""
    current_invitation = (
        Invitation.objects.with_token(token)
        .select_related("community__office", "office", "invited_by", "accepted_by")
        .first()
    )
    user = request.user if request.user.is_authenticated else None
    try:
        check_acceptable(current_invitation, user)
    except InvitationError as error:
        if error.code != "someone-else":
            return _refuse_invitation(request, error)
        return _page(request, token, current_invitation, is_for_someone_else=True)
    assert current_invitation is not None  # noqa: S101 (checked above; for the type checker)
    if current_invitation.accepted_at:
        return redirect(get_place_url(current_invitation.place))
    # Opens the sign-up for this visitor, with the invited address.
    request.session[INVITATION_KEY] = current_invitation.token_hash
    return _page(request, token, current_invitation)


def _page(
    request: HttpRequest,
    token: str,
    current_invitation: Invitation | None,
    *,
    is_for_someone_else: bool = False,
) -> HttpResponse:
    assert current_invitation is not None  # noqa: S101 (for the type checker)
    query = "?" + urlencode({"next": reverse("communities:invitation", args=[token])})
    context = {
        "invitation": current_invitation,
        "place_name": current_invitation.place.name,
        "token": token,
        "is_for_someone_else": is_for_someone_else,
        "has_account": User.objects.filter(email__iexact=current_invitation.email).exists(),
        "login_url": reverse("account_login") + query,
        "signup_form": SignUpForm(),
        "logout_url": reverse("account_logout") + query,
    }
    if request.user.is_authenticated:
        return render(request, "communities/invitation.html", context)
    # New visitors whose browser requests no supported language see the invitation in the place's language.
    language = language_for(request, current_invitation.place)
    with translation.override(language):
        response = render(request, "communities/invitation.html", context)
    if language != translation.get_language():
        keep_language(request, response, language)
    return response


@open_view
@require_POST
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    page = reverse("communities:invitation", args=[token])
    if not request.user.is_authenticated:
        return redirect(reverse("account_login") + "?" + urlencode({"next": page}))
    try:
        accepted = accept_invitation(token_hash=hash_token(token), by=request.user)
    except InvitationError as error:
        return redirect(page) if error.code == "someone-else" else _refuse_invitation(request, error)
    welcome(request, accepted.place)
    return redirect(get_place_url(accepted.place))


def _refuse_invitation(request: HttpRequest, error: InvitationError) -> HttpResponse:
    """Return 404 for an unknown invitation and 410 for an ended one, with an explanation and the next step."""
    context = {"why": error.messages[0], "code": error.code}
    status = 404 if error.code == "unknown" else 410
    return render(request, "communities/invitation_refused.html", context, status=status)
