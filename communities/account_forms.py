"""allauth's forms with our labels, and the requests of signed-out people for a code or a new password, which take the
same work for unknown addresses.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities import devices
from communities.accounts import CODE_MINUTES
from communities.models import User


class LabeledFieldsMixin:
    """Set our labels of the fields."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "login": _("Email address"),
            "email": _("Email address"),
            "oldpassword": _("Current password"),
            "password1": _("New password"),
            "password2": _("New password again"),
            "code": _("Code from the email"),
        }
        for name, field in self.fields.items():
            field.label = labels.get(name, field.label)


class SignInForm(LabeledFieldsMixin, LoginForm):
    """The sign-in form; limits how often a correct password sends codes, and so how often a code can be guessed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A button of the page that keeps the address leads there.
        self.fields["password"].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        user: Any = self.user
        if user and get_adapter().asks_for_code(user):
            key = str(user.pk)
            if not ratelimit.consume(context.request, action="code_after_password", key=key):
                raise get_adapter().validation_error("too_many_login_attempts")
        return cleaned


class SignUpForm(SignupForm):
    """The sign-up form of an invited person, with the fields of communities.accounts.NameForm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Email address")


class AddressForm(LabeledFieldsMixin, AddEmailForm):
    pass


class PasswordForm(LabeledFieldsMixin, ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        """Check the current password; a wrong one counts as a failed reauthentication, so that this form allows no
        extra guesses.
        """
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class NewPasswordForm(LabeledFieldsMixin, ResetPasswordKeyForm):
    pass


class KeepsAddressMixin:
    """Take the address that was typed on the sign-in page, whose buttons send it here, too."""

    def __init__(self, **kwargs: Any) -> None:
        data = kwargs.get("data")
        if data and "login" in data:
            # Without an address the page asks for it, and reports no error.
            kwargs |= {"data": {"email": data["login"]} if data["login"].strip() else None, "files": None}
        super().__init__(**kwargs)


class CodeForm(KeepsAddressMixin, LabeledFieldsMixin, RequestLoginCodeForm):
    """Request a code by email; a known device has its own limit, however many codes others request for the same
    address.
    """

    minutes = CODE_MINUTES

    def clean_email(self) -> str:
        email = super().clean_email()
        key = f"{email.lower()}:{devices.get_device_id(context.request, email)}"
        if not ratelimit.consume(context.request, action="login_code_mail", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        _even_out(email, is_known=self._user is not None)
        return email


class SentCodeForm(LabeledFieldsMixin, ConfirmLoginCodeForm):
    minutes = CODE_MINUTES


class ResetForm(KeepsAddressMixin, LabeledFieldsMixin, ResetPasswordForm):
    def clean_email(self) -> str:
        email = super().clean_email()
        _even_out(email, is_known=bool(self.users))
        return email


class WhereItComesFrom:
    """Count a wrong second-step code like a wrong password, by device: a person who guesses from elsewhere with a
    stolen password does not lock out people who signed in before on this device.
    """

    user: User
    cleaned_data: dict[str, Any]
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from your authenticator app, or a recovery code")
        self.fields["code"].widget.attrs.pop("placeholder")

    def clean_code(self) -> str:
        try:
            return self._check_code()
        except ValidationError as error:
            if error.code == "incorrect_code" and _is_current_code(self.user, self.cleaned_data["code"]):
                raise ValidationError(_("This code was used already. Wait for the next one.")) from None
            raise

    def _check_code(self) -> str:
        device = devices.get_device_id(context.request, self.user.email)
        if not device:
            return str(super().clean_code())  # type: ignore[misc]
        limit = {"action": "code_on_known_device", "key": f"{self.user.pk}:{device}"}
        if not ratelimit.consume(context.request, **limit):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = self.cleaned_data["code"]
        own = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN)
        self.authenticator = next(
            (authenticator for authenticator in own if authenticator.wrap().validate_code(code)), None
        )
        if self.authenticator is None:
            raise get_mfa_adapter().validation_error("incorrect_code")
        ratelimit.clear(context.request, **limit)
        return code


def _is_current_code(user: User, code: str) -> bool:
    """Return True for the code that the app shows now, which is refused only because it was used."""
    apps = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return any(validate_totp_code(get_mfa_adapter().decrypt(app.data["secret"]), code) for app in apps)


class SecondStepForm(WhereItComesFrom, AuthenticateForm):
    pass


class PasskeyForm(AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=gettext_lazy("Sign in without a password"),
        help_text=gettext_lazy("Your device must ask for your fingerprint, face or PIN."),
        required=False,
    )


class ProofForm(WhereItComesFrom, ReauthenticateForm):
    pass


def _even_out(email: str, *, is_known: bool) -> None:
    """Run one extra query for a known address: allauth finds a confirmed address with one query and needs two for any
    other.
    """
    if is_known:
        User.objects.filter(email=email).first()
