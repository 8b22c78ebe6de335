"""The PDF of a report, drawn from its snapshot alone."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation.figure_queries.receipts import hash_of
from reports.formats import half_years_of
from reports.linked_text import runs_of
from reports.pictures import pictures_of
from tfc.typesetting import drawable, typeset

TEMPLATE = Path(__file__).parent / "report.typ"


def draw_pdf(snapshot: Mapping[str, Any]) -> bytes:
    """A tagged PDF/UA-1 with title, language and a text for each picture. DrawingError when typst refuses.

    Its cover bears the fingerprint of the whole snapshot, as it is stored.
    """
    photographs = snapshot.get("pictures", ())
    plain = {**snapshot, "pictures": [{**each, "data": ""} for each in photographs]}
    shown = drawable(plain)
    about = {"hash": hash_of(snapshot), "summary": runs_of(shown), "half_years": half_years_of(shown)}
    data = {"snapshot": shown, "pictures": pictures_of(shown), "about": about}
    files = {f"picture-{index}.jpg": base64.b64decode(each["data"]) for index, each in enumerate(photographs)}
    return typeset(TEMPLATE, data, snapshot["made_at"], country=snapshot.get("country", ""), files=files)
