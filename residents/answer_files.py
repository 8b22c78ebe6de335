"""Answers collected with the XLSForm: from the rows of a file to what is kept, and what is wrong by row. Pure."""

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

# How collectors call the id that they draw for each answer.
IDS = ("instanceid", "_uuid", "key")
NEEDED = ("day", *QUESTIONS)
LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Days:
    """On which days an answer of the wave can have been given."""

    first: dt.date
    last: dt.date

    def problem(self, day: dt.date) -> str:
        """A sentence, or nothing where the day is right."""
        if self.first <= day <= self.last:
            return ""
        return _("The day %(day)s is outside the dates of this survey, or in the future.") % {
            "day": day.isoformat()
        }


@dataclass
class ReadAnswers:
    """``problems``: sentences by the row's number as the spreadsheet counts it.

    ``has_ids``: every row has an id of its own, by which it is known again in another file.
    """

    answers: list[SubmittedAnswer] = field(default_factory=list)
    problems: list[tuple[int, list[str]]] = field(default_factory=list)
    has_ids: bool = True

    @property
    def may_be_kept(self) -> bool:
        """Without ids nothing is read in before every row is right: with the next file it would count twice."""
        return bool(self.answers) and (self.has_ids or not self.problems)


def read_answers(content: bytes, *, wave_id: int, days: Days) -> ReadAnswers:
    """UnreadableError where the file as a whole is none of ours. A row with a mistake is left out and named."""
    table = read_table(content)
    _check_columns(table)
    read = ReadAnswers()
    digest = hashlib.sha256(content).hexdigest()
    for number, row in table.items():
        own = _own_id(row)
        read.has_ids = read.has_ids and bool(own)
        client_id = _client_id(wave_id, own or f"{digest}:{number}")
        answer, problems = _parse_answer(row, days, client_id)
        if answer:
            read.answers.append(answer)
        else:
            read.problems.append((number, problems))
    if not read.answers and not read.problems:
        raise UnreadableError(_("There is no answer in this file."))
    return read


def _check_columns(table: Table) -> None:
    if not table:
        raise UnreadableError(_("There is no answer in this file."))
    columns = {name for row in table.values() for name in row}
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise UnreadableError(
            _(
                "These columns are missing: %(names)s. Export the answers of our form, with values and not with labels."
            )
            % {"names": listed(missing)}
        )


def _parse_answer(
    row: dict[str, str], days: Days, client_id: UUID
) -> tuple[SubmittedAnswer | None, list[str]]:
    """The answer, or all that is wrong with it."""
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
    return ValueError(_("“%(value)s” is no answer to “%(name)s”.") % {"name": name, "value": value[:40]})


def _day(text: str, days: Days) -> dt.date:
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError as error:
        raise ValueError(
            _("“%(value)s” is no day. Write it like 2026-03-31.") % {"value": text[:40]}
        ) from error
    if problem := days.problem(day):
        raise ValueError(problem)
    return day


def _own_id(row: dict[str, str]) -> str:
    """As the collector drew it; some put a prefix before it in one kind of file and not in the other."""
    return next((row[name].removeprefix("uuid:") for name in IDS if row.get(name)), "")


def _client_id(wave_id: int, key: str) -> UUID:
    """The same for the same answer, so that a file read in twice counts once; the collector's id is not kept."""
    drawn = salted_hmac("residents-file", f"{wave_id}:{key}", algorithm="sha256").digest()
    return UUID(bytes=drawn[:16])


def to_plain(answers: list[SubmittedAnswer]) -> list[list[Any]]:
    """For the page between preview and confirmation."""
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
