"""The PDF of a report, drawn from its snapshot alone."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation.figure_queries.receipts import hash_receipt
from reports.formats import get_half_year_texts
from reports.linked_text import get_text_runs
from reports.pictures import draw_pictures
from tfc.typesetting import drawable, typeset

TEMPLATE = Path(__file__).parent / "report.typ"


def draw_pdf(snapshot: Mapping[str, Any]) -> bytes:
    """A tagged PDF/UA-1 with title, language and a text for each picture. DrawingError when typst refuses.

    Its cover bears the fingerprint of the whole snapshot, as it is stored.
    """
    photographs = snapshot.get("pictures", ())
    plain = {**snapshot, "pictures": [{**photograph, "data": ""} for photograph in photographs]}
    shown = drawable(plain)
    about = {
        "hash": hash_receipt(snapshot),
        "summary": get_text_runs(shown),
        "half_years": get_half_year_texts(shown),
    }
    data = {"snapshot": shown, "pictures": draw_pictures(shown), "about": about}
    files = {
        f"picture-{index}.jpg": base64.b64decode(photograph["data"])
        for index, photograph in enumerate(photographs)
    }
    return typeset(TEMPLATE, data, snapshot["made_at"], country=snapshot.get("country", ""), files=files)
