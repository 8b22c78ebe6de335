"""The allauth adapter: accounts are created by invitation only, and a person has a name and a language."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.core import context
from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import check_for_language, get_language
from django.utils.translation import gettext_lazy as _

from communities import devices
from communities.actions.invitations import InvitationError, accept_invitation
from communities.actions.mail_queue import queue_mail, tell_of_device
from communities.actions.sessions import sign_out, strike_off_ended
from communities.models import Community, Invitation, Office, User
from communities.models.people import get_memberships, get_staff_memberships
from communities.reauthentication import must_have_second_factor
from communities.sessions import keep_own_session, remember_session_key
from tfc import metrics
from tfc.current_actor import Actor
from tfc.logins import ACCOUNTS, PRIMARY, use_login
from tfc.tenancy import set_scope_actor
from tfc.tokens import hash_token

# Session key of the hash of the invitation that the visitor opened.
INVITATION_KEY = "invitation"
# The site's name in allauth's emails.
SITE = SimpleNamespace(name="TraffickFree", domain=urlsplit(settings.SITE_URL).netloc)
UNKNOWN_ACCOUNT = "account/email/unknown_account"
CODE = "account/email/login_code"
ACCOUNT = "allauth.account"
# How long a code, and a link to set a new password, are valid.
CODE_MINUTES = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
LINK_MINUTES = settings.PASSWORD_RESET_TIMEOUT // 60


def display_name(user: User) -> str:
    return str(user)


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """Return the user with roles, which the access decorators need: one query if there is a role of the kind that
        the page requires, two otherwise. Uses the login that reads passwords, since Django checks each session against
        the password hash.
        """
        with use_login(ACCOUNTS):
            return self._with_roles(user_id)

    def _with_roles(self, user_id: int) -> User | None:
        first, then = ("staff", "memberships") if _is_of_an_office() else ("memberships", "staff")
        held = ROLES[first](user_id)
        loaded_roles = {first: held}
        if not held:
            held = loaded_roles[then] = ROLES[then](user_id)
        user = held[0].user if held else super().get_user(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        # Other roles are loaded when they are needed.
        vars(user.roles).update(loaded_roles)
        return user


ROLES: dict[str, Callable[[int], list[Any]]] = {
    "memberships": get_memberships,
    "staff": get_staff_memberships,
}


def _is_of_an_office() -> bool:
    """Return True if the requested page is one of an office or of the international office."""
    path = getattr(context.request, "path", "")
    return path.startswith(("/office/", "/international/"))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That code is wrong. Enter the code from our newest email."),
        "incorrect_password": _("Wrong password. Try again."),
        "enter_current_password": _("Wrong password. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return get_invitation(request) is not None

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """Return True if the invitation was sent to this address: its link proves access to the mailbox."""
        invitation = get_invitation(request)
        return invitation is not None and invitation.email.lower() == email.lower()

    def is_safe_url(self, url: str | None) -> bool:
        """Return True if the redirect target is safe; a malformed address is not, and would crash the library."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count wrong passwords by origin: an open session, a known device, or any other.

        So a person who guesses from elsewhere does not lock out people who are signed in, or were before on this
        device.
        """
        action, key = "login_failed", self._get_login_attempts_cache_key(request, **credentials)
        if request.user.is_authenticated:
            action, key = "reauthenticate_failed", str(request.session.session_key)
        # allauth resets it when the password is right.
        self._login_failed_rl_usage = ratelimit.consume(request, app=ACCOUNT, action=action, key=key)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{devices.get_device_id(request, credentials.get('email', ''))}"

    def is_login_by_code_required(self, login: Login) -> bool:
        """Return True after a password from a device that the person never signed in from (ADR 35)."""
        return bool(super().is_login_by_code_required(login)) and self.asks_for_code(login.user)

    def asks_for_code(self, user: User) -> bool:
        """Return True if this sign-in needs a code; not after the link of an invitation, which proves access to the
        mailbox. The demo requires no second step.
        """
        if settings.DEMO or devices.get_device_id(self.request, user.email):
            return False
        return not (user.roles.has_second_factor or self.is_email_verified(self.request, user.email))

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign the person in, in the request that completes it: a code or second step follows the password in another
        request.
        """
        # Before the library removes them in this person's name.
        strike_off_ended(user=user)
        set_scope_actor(Actor(user.pk))
        super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            sign_out(session_key=request.session.session_key, by=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a failed sign-in without person or origin: the number shows an operator that passwords are being
        guessed.
        """
        metrics.WRONG_PASSWORDS.inc()

    def set_password(self, user: Any, password: str) -> None:
        """Set the password; also by the link in an email, with no one signed in."""
        set_scope_actor(Actor(user.pk))
        remember_session_key(self.request)
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the page that shows that the other devices were signed out."""
        return reverse("communities:sessions")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        set_scope_actor(Actor(email_address.user_id))
        return bool(super().confirm_email(request, email_address))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        if kwargs.get("signup"):
            # The link in the invitation and the new password prove who it is.
            record_authentication(request, user, "signup", reauthenticated=True)
        _accept_opened_invitation(request, user, is_new=bool(kwargs.get("signup")), then=response.url)
        if user.language:
            keep_language(request, response, user.language)
        if not kwargs.get("signup") and not devices.get_device_id(request, user.email):
            tell_of_device(user=user, user_agent=self.get_http_user_agent(request))
            roles = user.roles
            # Who must set up a second factor is led to a page that offers passkeys as well.
            if not (settings.DEMO or roles.has_second_factor or must_have_second_factor(roles)):
                text = _("Sign in faster next time: add a passkey")
                messages.info(request, format_html('<a href="{}">{}</a>', reverse("mfa_add_webauthn"), text))
        devices.remember(request, response, user.email)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the email for the worker, so that the response takes as long for an unknown address, to which nothing
        is sent.
        """
        request = self.request
        links = {name: _ours(value) for name, value in context.items() if name.endswith("_url")}
        shown = {
            "request": request,
            "email": email,
            "current_site": SITE,
            "code_minutes": CODE_MINUTES,
            "link_minutes": LINK_MINUTES,
            "reset_link": settings.SITE_URL + reverse("account_reset_password"),
            **context,
            **links,
        }
        if template_prefix == CODE and request.resolver_match.url_name == "account_login":
            # The correct password of this account was just entered, perhaps by another person.
            shown["new_password_link"] = shown["reset_link"]
        message = self.render_mail(template_prefix, email, shown)
        queue_mail(
            to="" if template_prefix == UNKNOWN_ACCOUNT else email,
            subject=str(message.subject),
            text=str(message.body),
        )


def _ours(url: str) -> str:
    """Return the URL at our configured host: the host of the request may be forged, and the email goes to another
    person.
    """
    return settings.SITE_URL + urlsplit(url)._replace(scheme="", netloc="").geturl()


def get_invitation(request: HttpRequest) -> Invitation | None:
    """Return the invitation that this visitor opened, while it can be accepted."""
    token_hash = request.session.get(INVITATION_KEY)
    return Invitation.objects.usable().filter(token_hash=token_hash).first() if token_hash else None


def _accept_opened_invitation(request: HttpRequest, user: User, *, is_new: bool, then: str) -> None:
    """Accept the invitation whose page led to this sign-up or sign-in, once the account is stored: the login of
    accounts may add no members. If that fails, the invitation's page explains it. ``then``: the next address.
    """
    invitation = get_invitation(request)
    if invitation is None or invitation.email.lower() != user.email.lower():
        return
    # The address of an invitation's page ends with its token.
    token = urlsplit(then).path.rstrip("/").rpartition("/")[2]
    if is_new or hash_token(token) == invitation.token_hash:
        transaction.on_commit(partial(_accept, request, user, invitation.token_hash))


def _accept(request: HttpRequest, user: User, token_hash: str) -> None:
    with use_login(PRIMARY), suppress(InvitationError):
        accepted = accept_invitation(token_hash=token_hash, by=user)
        welcome(request, accepted.place)


def welcome(request: HttpRequest, place: Community | Office) -> None:
    keep_own_session(request)
    request.session.pop(INVITATION_KEY, None)
    messages.success(request, _("Welcome to %(place)s!") % {"place": place})


def keep_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Set the cookie by which Django chooses the language of the next pages; an unknown language is ignored."""
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=request.is_secure(),
        )


class NameForm(forms.Form):
    """Our part of allauth's sign-up form: the name, and the email address of the invitation."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if invitation := get_invitation(context.request):
            # A disabled field takes its initial value, whatever is submitted.
            self.initial["email"] = invitation.email
            self.fields["email"].disabled = True

    def signup(self, request: HttpRequest, user: User) -> None:
        set_scope_actor(Actor(user.pk))
        user.name = self.cleaned_data["name"]
        user.language = get_language() or ""
        user.save(update_fields=["name", "language"])
