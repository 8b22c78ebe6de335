"""`clean_upload`: the one function for every uploaded file, which does its work in a separate process."""

import io
import json
import logging
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import filetype
from django.core.exceptions import ValidationError

from tfc.documents.fields import get_cell_formula, get_delimiters
from tfc.documents.findings import Finding, RefusedError
from tfc.documents.kinds import DOCUMENTS, PDF, PICTURES, TEXTS, TYPES
from tfc.documents.sentences import CONTENTS, explain_refusal, explain_removal
from tfc.limited_program import run_limited
from tfc.spreadsheets.file_kinds import detect_workbook

logger = logging.getLogger(__name__)

# Processor time for one file.
SECONDS = 20
BEGINNING = 8192
# The stream of an old Excel file that contains its macros.
MACROS = "_VBA_PROJECT".encode("utf-16-le")
# Media types as the package filetype names them.
ALSO = {".mp4": "video/x-m4v"}


@dataclass(frozen=True)
class CleanFile:
    """The cleaned file. ``removed``: what was removed from a PDF, as codes of sentences.CONTENTS."""

    file: IO[bytes]
    removed: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """Return the message for the person who uploaded the file; empty if nothing was removed."""
        return explain_removal(self.removed)


def clean_upload(file: Any, *, suffix: str, longest_side: int) -> CleanFile:
    """Return the cleaned file, of the type that ``suffix`` (a key of kinds.TYPES) names; ``longest_side`` limits
    pictures.

    Raise ValidationError with a sentence that says what was found in a file that is not accepted.
    """
    file.seek(0)
    try:
        if suffix in TEXTS:
            _check_text(file, suffix)
            return CleanFile(file)
        if suffix not in DOCUMENTS:
            _check_beginning(file, suffix)
        return _clean_by_program(file, suffix, longest_side)
    except RefusedError as refused:
        code = refused.findings[0].code
        raise ValidationError(
            explain_refusal(refused.findings, suffix), code="active" if code in CONTENTS else code
        ) from refused


def refuse_active_workbook(file: Any) -> None:
    """Raise ValidationError if a workbook loads or starts something; for lists that are read and not stored.

    The spreadsheet reader reports files that cannot be read, since it knows more file types.
    """
    file.seek(0)
    start = file.read(BEGINNING)
    kind = detect_workbook(start)
    if kind == ".xls" and MACROS in start + file.read():
        raise ValidationError(explain_refusal([Finding("script")], kind), code="active")
    if kind in DOCUMENTS:
        try:
            clean_upload(file, suffix=kind, longest_side=0)
        except ValidationError as error:
            if error.code == "active":
                raise
    file.seek(0)


def _check_beginning(file: Any, suffix: str) -> None:
    kind = filetype.guess(file.read(BEGINNING))
    if not kind or kind.mime not in (TYPES[suffix], ALSO.get(suffix)):
        raise RefusedError([Finding("wrong-kind")])


def _check_text(file: Any, suffix: str) -> None:
    """Require UTF-8 without NUL; in a CSV file also no cell that a spreadsheet program calculates."""
    text = io.TextIOWrapper(getattr(file, "file", file), encoding="utf-8-sig")
    delimiters = ""
    try:
        for number, line in enumerate(text, start=1):
            if "\0" in line:
                raise RefusedError([Finding("not-text")])
            delimiters = delimiters or get_delimiters(line)
            if suffix == ".csv" and (formula := get_cell_formula(line, delimiters)):
                raise RefusedError([Finding.in_part("formula", f"{number}: {formula}")])
    except UnicodeDecodeError as error:
        raise RefusedError([Finding("not-text")]) from error
    finally:
        # Keep the upload open for its next reader.
        text.detach()


def _clean_by_program(file: Any, suffix: str, longest_side: int) -> CleanFile:
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        file.seek(0)
        with source.open("wb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
        removed = _run(suffix, source, target, longest_side)
        if not target.exists():
            file.seek(0)
            return CleanFile(file)
        return CleanFile(io.BytesIO(target.read_bytes()), removed)


def _run(suffix: str, source: Path, target: Path, longest_side: int) -> tuple[str, ...]:
    arguments = suffix, str(source), str(target), str(longest_side)
    try:
        result = json.loads(run_limited("tfc.documents.program", *arguments, seconds=SECONDS))
    except (subprocess.SubprocessError, ValueError) as error:
        # Its output may contain words from the file, so it is not logged.
        logger.warning("An upload of the kind %s could not be checked: %s", suffix, type(error).__name__)
        raise RefusedError([Finding("too-much")]) from error
    if refused := result.get("refused"):
        raise RefusedError(Finding(code, detail) for code, detail in refused)
    return tuple(result["removed"])


def get_suffix(content: bytes) -> str:
    """Return the suffix of a PDF or a picture by its bytes; otherwise ""."""
    kind = filetype.guess(content[:BEGINNING])
    media_type = kind.mime if kind else ""
    accepted = (PDF, *PICTURES)
    return next(
        (
            suffix
            for suffix, candidate_type in TYPES.items()
            if candidate_type == media_type and candidate_type in accepted
        ),
        "",
    )
