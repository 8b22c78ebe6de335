"""Words that everybody here knows make no password (docs/security/asvs-accounts.md lists them)."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = (
    "traffickfree",
    "trafficking",
    "traffick",
    "communities",
    "community",
    "coordinator",
    "volunteer",
    "oasis",
    "freedom",
    "welcome",
    "password",
    "slavery",
    "human",
)
# So many letters must be left of it without them; digits and signs are quickly guessed behind a word.
LEFT = 6
_known = re.compile("|".join(WORDS))


class ContextWordsValidator:
    def validate(self, password: str, user: Any = None) -> None:
        own = re.sub(r"[\W\d_]+", "", _known.sub("", password.lower()))
        if len(own) < LEFT and _known.search(password.lower()):
            raise ValidationError(
                _("This is mostly a word that everybody here would guess. Add words of your own."),
                code="password_context",
            )

    def get_help_text(self) -> str:
        return _("Your password can't be just a word of this program, with digits or signs.")
