"""Password validation: no words related to this site, nothing that guessing programs try early, and no stolen password
(docs/security/asvs-accounts.md).
"""

import hashlib
import os
import re
from pathlib import Path
from typing import Any, BinaryIO

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

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
# Letters that must be left without these words; digits and signs appended to a word are guessed quickly.
LEFT = 6
_known = re.compile("|".join(WORDS))
# Minimum number of tries for a program that begins with stolen passwords, names, words, dates and keyboard rows. It
# makes ten per second of our hashes (argon2) on a core: thirty years.
TRIES = 10**10
# Further letters make these no easier to guess, and longer texts take long to analyze.
LOOKED_AT = 40


class GuessablePasswordValidator:
    """Report only the first reason: people with a common password need no three sentences to choose another."""

    def __init__(self) -> None:
        self.known = (CommonPasswordValidator(), UserAttributeSimilarityValidator())

    def validate(self, password: str, user: Any = None) -> None:
        for validator in self.known:
            validator.validate(password, user)
        own = re.sub(r"[\W\d_]+", "", _known.sub("", password.lower()))
        if len(own) < LEFT and _known.search(password.lower()):
            raise ValidationError(
                _("This is mostly a common word here. Add words of your own."),
                code="password_context",
            )
        if _tries(password, user) < TRIES:
            raise ValidationError(
                _("This is easy to guess. Use several unrelated words."), code="password_guessable"
            )

    def get_help_text(self) -> str:
        return _("Your password can't be easy to guess: no common words, no names, no dates.")


def _tries(password: str, user: Any) -> int:
    """Return the number of tries by zxcvbn, which knows 30,000 stolen passwords, and their usual variations with
    capitals, signs and years.
    """
    own = [text for name in ("name", "email") if (text := getattr(user, name, ""))]
    return int(zxcvbn(password[:LOOKED_AT], [*WORDS, *own])["guesses"])


class StolenPasswordValidator:
    """``path``: sorted lines that begin with a SHA-1 in capitals. Looked up locally, so that no other service learns
    about passwords.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def validate(self, password: str, user: Any = None) -> None:
        digest = hashlib.sha1(password.encode(errors="surrogatepass"), usedforsecurity=False)
        if is_in_sorted_file(self.path, digest.hexdigest().upper().encode()):
            raise ValidationError(
                _("Choose another password: this one was stolen elsewhere."),
                code="password_stolen",
            )

    def get_help_text(self) -> str:
        return _("Your password can't be on a list of stolen passwords.")


def is_in_sorted_file(path: Path, wanted: bytes) -> bool:
    """Return True if a line of the sorted file, which is too large to read, begins with this."""
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            line_start = _line_after(file, middle)[: len(wanted)]
            if line_start == wanted:
                return True
            if line_start and line_start < wanted:
                low = file.tell()
            else:
                high = middle
    return False


def _line_after(file: BinaryIO, place: int) -> bytes:
    """Return the first line that begins there or later; empty after the last one."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline()
