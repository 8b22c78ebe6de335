"""Files for the pages that take one, by route; `make drill` sends them fifty times at once."""

import csv
import datetime as dt
import io
import json
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.drill.form_filling import PageForm, get_forms
from tests.repeated_submissions.record_forms import OFFICE, TOWN

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
ANSWER = {
    "route_unprompted": "right",
    "hotline_unprompted": "dont_know",
    "definition": "exploiting",
    "risks": "debts",
    "hotline_prompted": "no",
    "route_prompted": "call",
    "language": "es",
}


@dataclass(frozen=True)
class Chosen:
    """``content`` contains unique words. ``is_shown_first``: the page shows a preview, and a second form on it creates
    the rows."""

    name: str
    content: Callable[[str], bytes]
    typed: dict[str, str] = field(default_factory=dict)
    is_shown_first: bool = False


def _empty_archive(_words: str) -> bytes:
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    return file.getvalue()


def _service(name: str) -> bytes:
    service = {"id": str(uuid.uuid4()), "name": name, "status": "active", "organization": {"name": name}}
    return json.dumps([service]).encode()


def _answers(_words: str) -> bytes:
    """Return answers spread over a year, since those outside the wave's days are ignored."""
    today = dt.datetime.now(tz=dt.UTC).date()
    days = [str(today - dt.timedelta(days=ago)) for ago in range(1, 366, 4)]
    text = io.StringIO()
    writer = csv.DictWriter(text, ["day", *ANSWER, "meta/instanceID"])
    writer.writeheader()
    writer.writerows(ANSWER | {"day": day, "meta/instanceID": f"uuid:{uuid.uuid4()}"} for day in days)
    return text.getvalue().encode()


_text = Chosen("list.txt", str.encode, {"link": ""})
FILES: dict[str, Chosen] = {
    TOWN + "archive/": Chosen("archive.zip", _empty_archive),
    TOWN + "residents-survey/<int:wave_id>/import/": Chosen("answers.csv", _answers, is_shown_first=True),
    TOWN + "imports/": Chosen(
        "list.csv", lambda name: f"Name,Sector\n{name},media\n".encode(), {"kind": "organizations"}
    ),
    TOWN + "library/materials/<int:material_id>/versions/new/": _text,
    TOWN + "services/import/": Chosen("services.json", _service, is_shown_first=True),
    TOWN + "strategies/<int:strategy_id>/evidence/new/": Chosen(
        "letter.pdf", lambda name: PDF + f"% {name}\n".encode(), {"link": ""}
    ),
    OFFICE + "library/materials/<int:material_id>/versions/new/": _text,
}


def confirming(text: str) -> PageForm | None:
    """Return the form on the preview page, or None without a preview."""
    return next((form for form in get_forms(text) if "signed" in form.names), None)
