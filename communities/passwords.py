"""Words that everybody here knows make no password, nor what programs guess early, nor one that was stolen
(docs/security/asvs-accounts.md)."""

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
# So many letters must be left of it without them; digits and signs are quickly guessed behind a word.
LEFT = 6
_known = re.compile("|".join(WORDS))
# So many tries a program needs at least that begins with stolen passwords, names, words, dates and rows of keys. A
# sleepless one makes ten a second of our hashes (argon2) on a core: thirty years.
TRIES = 10**10
# What is behind these letters makes none easier to guess, and longer texts take long to look through.
LOOKED_AT = 40


class GuessablePasswordValidator:
    """The first reason alone: somebody with a common password needs no three sentences to take another."""

    def __init__(self) -> None:
        self.known = (CommonPasswordValidator(), UserAttributeSimilarityValidator())

    def validate(self, password: str, user: Any = None) -> None:
        for validator in self.known:
            validator.validate(password, user)
        own = re.sub(r"[\W\d_]+", "", _known.sub("", password.lower()))
        if len(own) < LEFT and _known.search(password.lower()):
            raise ValidationError(
                _("This is mostly a word that everybody here would guess. Add words of your own."),
                code="password_context",
            )
        if _tries(password, user) < TRIES:
            raise ValidationError(
                _(
                    "A program that guesses would find this soon. Take several words that have nothing to do with each "
                    "other, or what your device suggests."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _(
            "Your password can't be one that is guessed early: a common one, your own name or address, a word of this "
            "program, a name with a year."
        )


def _tries(password: str, user: Any) -> int:
    """By zxcvbn, which knows 30,000 stolen passwords, and what people make of them with capitals, signs and years."""
    own = [text for name in ("name", "email") if (text := getattr(user, name, ""))]
    return int(zxcvbn(password[:LOOKED_AT], [*WORDS, *own])["guesses"])


class StolenPasswordValidator:
    """``path``: lines that begin with a SHA-1 in capitals, in order. Looked up here: nobody learns who chooses what."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def validate(self, password: str, user: Any = None) -> None:
        digest = hashlib.sha1(password.encode(errors="surrogatepass"), usedforsecurity=False)
        if is_in_sorted_file(self.path, digest.hexdigest().upper().encode()):
            raise ValidationError(
                _("This password stands in a list of stolen ones. Choose words that nobody else has used."),
                code="password_stolen",
            )

    def get_help_text(self) -> str:
        return _("Your password can't be one that was stolen somewhere.")


def is_in_sorted_file(path: Path, wanted: bytes) -> bool:
    """Whether a line of the file, which is in order and too large to read, begins with this."""
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
    """The first that begins there or later; empty behind the last."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline()
