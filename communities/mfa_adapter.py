"""The secrets of second sign-in steps are stored encrypted: a stolen backup reveals no codes."""

import base64
import hashlib
from functools import cache
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Secrets stored before encryption have no prefix, are read unchanged, and are encrypted at the next set-up.
MARK = "fernet:"


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "That code is wrong. Enter the current code of your app, or an unused recovery code."
        ),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 (allauth's name)
        """Return the name that the form proposes for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        return MARK + _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        return _cipher().decrypt(encrypted_text.removeprefix(MARK).encode()).decode()


def _cipher() -> MultiFernet:
    """Return the cipher: it encrypts with the secret key, which is not in the database, and also decrypts with former
    keys.
    """
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@cache
def _fernet(secret: str) -> Fernet:
    return Fernet(
        base64.urlsafe_b64encode(hashlib.sha256(f"communities.mfa_adapter:{secret}".encode()).digest())
    )
