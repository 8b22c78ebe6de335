"""Answers collected with the XLSForm: rows of a file to stored answers, with errors by row.

Pure functions.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from residents.answer import Codes, SubmittedAnswer
from residents.questionnaire import QUESTIONS, RISKS, check_risks
from residents.uploaded_rows import Table, UnreadableError, read_table
from tfc.text.punctuation import listed

# Names that collectors use for the id of each answer.
IDS = ("instanceid", "_uuid", "key")
NEEDED = ("day", *QUESTIONS)
LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Days:
    """The days on which an answer of the wave may have been given."""

    first: dt.date
    last: dt.date

    def problem(self, day: dt.date) -> str:
        """Return an error sentence, or an empty text for a valid day."""
        if self.first <= day <= self.last:
            return ""
        return _("%(day)s is outside the survey's dates or in the future.") % {"day": day.isoformat()}


@dataclass
class ReadAnswers:
    """The answers in a file. ``problems``: sentences by the row number in the spreadsheet.

    ``has_ids``: every row has its own id, by which it is recognized in another file.
    """

    answers: list[SubmittedAnswer] = field(default_factory=list)
    problems: list[tuple[int, list[str]]] = field(default_factory=list)
    has_ids: bool = True

    @property
    def may_be_kept(self) -> bool:
        """Return True if the file may be imported.

        Without ids every row must be right: the next file would count rows twice.
        """
        return bool(self.answers) and (self.has_ids or not self.problems)


def read_answers(content: bytes, *, wave_id: int, days: Days) -> ReadAnswers:
    """Read a file; leave out and name rows with errors. UnreadableError if it is not a file of answers."""
    table = read_table(content)
    _check_columns(table)
    read = ReadAnswers()
    digest = hashlib.sha256(content).hexdigest()
    for number, row in table.items():
        own = _get_collector_id(row)
        read.has_ids = read.has_ids and bool(own)
        client_id = _client_id(wave_id, own or f"{digest}:{number}")
        answer, problems = _parse_answer(row, days, client_id)
        if answer:
            read.answers.append(answer)
        else:
            read.problems.append((number, problems))
    if not read.answers and not read.problems:
        raise UnreadableError(_("Choose a file with responses."))
    return read


def _check_columns(table: Table) -> None:
    if not table:
        raise UnreadableError(_("Choose a file with responses."))
    columns = {name for row in table.values() for name in row}
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise UnreadableError(
            _("Missing columns: %(names)s. Export values, not labels, from this survey's form.")
            % {"names": listed(missing)}
        )


def _parse_answer(
    row: dict[str, str], days: Days, client_id: UUID
) -> tuple[SubmittedAnswer | None, list[str]]:
    """Return the answer, or all its errors."""
    codes: dict[str, Any] = {}
    problems = []
    for name in QUESTIONS:
        try:
            codes[name] = _code(name, row.get(name, ""))
        except ValueError as error:
            problems.append(str(error))
    try:
        day = _day(row.get("day", ""), days)
    except ValueError as error:
        problems.append(str(error))
    if problems:
        return None, problems
    language = row.get("language", "").casefold()
    language = language if language in LANGUAGES else settings.LANGUAGE_CODE
    return SubmittedAnswer(client_id, day, language, Codes(**codes)), []


def _code(name: str, value: str) -> Any:
    try:
        return check_risks(value.split()) if name == RISKS.name else QUESTIONS[name].grade_code(value)
    except ValueError as error:
        raise _build_error(name, value) from error


def _build_error(name: str, value: str) -> ValueError:
    if not value:
        return ValueError(_("“%(name)s” is empty.") % {"name": name})
    return ValueError(_("“%(value)s” is not an answer to “%(name)s”.") % {"name": name, "value": value[:40]})


def _day(text: str, days: Days) -> dt.date:
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError as error:
        raise ValueError(
            _("“%(value)s” is not a date. Write it like 2026-03-31.") % {"value": text[:40]}
        ) from error
    if problem := days.problem(day):
        raise ValueError(problem)
    return day


def _get_collector_id(row: dict[str, str]) -> str:
    """Return the collector's id; some add a prefix in one file format only."""
    return next((row[name].removeprefix("uuid:") for name in IDS if row.get(name)), "")


def _client_id(wave_id: int, key: str) -> UUID:
    """Return the same UUID for the same answer, so that a repeated import does not count it again.

    The collector's id is not stored.
    """
    drawn = salted_hmac("residents-file", f"{wave_id}:{key}", algorithm="sha256").digest()
    return UUID(bytes=drawn[:16])


def to_plain(answers: list[SubmittedAnswer]) -> list[list[Any]]:
    """Serialize the answers for the page between preview and confirmation."""
    return [
        [
            answer.client_id.hex,
            answer.day.isoformat(),
            answer.language,
            *(getattr(answer.codes, name) for name in QUESTIONS),
        ]
        for answer in answers
    ]


def from_plain(rows: list[list[Any]]) -> list[SubmittedAnswer]:
    return [
        SubmittedAnswer(
            UUID(client_id),
            dt.date.fromisoformat(day),
            language,
            Codes(**dict(zip(QUESTIONS, codes, strict=True))),
        )
        for client_id, day, language, *codes in rows
    ]
