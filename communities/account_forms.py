"""How somebody who is not signed in asks for a code or a new password: the same work for an address that nobody has."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context, ratelimit

from communities import devices
from communities.models import User


class CodeForm(RequestLoginCodeForm):
    """Codes by e-mail stay open to a known device, however many others ask for in the same name."""

    def clean_email(self) -> str:
        email = super().clean_email()
        key = f"{email.lower()}:{devices.name_of(context.request, email)}"
        if not ratelimit.consume(context.request, action="login_code_mail", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        _even_out(email, is_known=self._user is not None)
        return email


class ResetForm(ResetPasswordForm):
    def clean_email(self) -> str:
        email = super().clean_email()
        _even_out(email, is_known=bool(self.users))
        return email


def _even_out(email: str, *, is_known: bool) -> None:
    """allauth finds a confirmed address with one question, and asks a second one for any other."""
    if is_known:
        User.objects.filter(email=email).first()
