"""What the web page of a report needs beside the snapshot: its pictures, its texts where they belong, its receipts."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation

from reports.formats import half_years_of
from reports.linked_text import runs_of
from reports.narrative import ABOUT_INDICATORS
from reports.pictures import pictures_of
from tfc.query_params import row_number


def page_of(
    snapshot: Mapping[str, Any],
    *,
    since: Mapping[str, str] | None = None,
    follows: bool = False,
    each_receipt: bool = False,
) -> dict[str, Any]:
    """The snapshot with a picture beside each part and indicator, ready for the template.

    ``since``: by part what became of the records behind its figure. ``follows``: the reader has an account, and may
    go from a table's figures to the pages of their receipts. ``each_receipt``: with those of single communities, which
    weigh as much as all the rest of a report with twenty of them.
    """
    snapshot = on_this_site(snapshot)
    with translation.override(snapshot["language"]):
        drawn = pictures_of(snapshot)
    told = since or {}

    def with_pictures(part: Mapping[str, Any]) -> dict[str, Any]:
        known = any(point["value"] is not None for point in part["history"])
        return {
            **part,
            "chart": drawn["parts"][part["code"]] if known else "",
            "strip": drawn["spreads"][part["code"]] if part["spread"] else "",
            "since": told.get(part["code"], ""),
        }

    return {
        "snapshot": snapshot,
        "items": [
            {
                **item,
                "parts": [with_pictures(part) for part in item["parts"]],
                "alone": len(item["parts"]) == 1,
            }
            for item in snapshot["items"]
        ],
        "indicators": [
            {**one, "chart": drawn["indicators"][one["code"]], "made_of": made_of(one, snapshot)}
            for one in snapshot["indicators"]
        ],
        "labels": [part["label"] for item in snapshot["items"] for part in item["parts"]],
        "follows": follows,
        "each_receipt": each_receipt,
        "summary": runs_of(snapshot),
        "has_receipts": "filters" in snapshot["words"],
        "compared": compared_of(snapshot),
        "half_years": half_years_of(snapshot),
        "sums": sums_of(snapshot, follows=follows),
        **texts_of(snapshot),
    }


def picture_in(snapshot: Mapping[str, Any], number: str) -> tuple[bytes, str] | None:
    """The bytes and the media type of the picture with this number, from 1 on."""
    at, pictures = row_number(number), snapshot.get("pictures", ())
    if at is None or not 1 <= at <= len(pictures):
        return None
    return base64.b64decode(pictures[at - 1]["data"]), pictures[at - 1]["media_type"]


def on_this_site(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Receipts at the addresses of this site: those in the snapshot, which files show, are of the day it was made."""
    rows = {
        name: [
            {**row, "cells": [_here(cell, "receipt_url") for cell in row["cells"]]} for row in snapshot[name]
        ]
        for name in ("communities", "offices")
        if name in snapshot
    }
    items = [
        {**item, "parts": [{**part, "receipt": _here(part["receipt"], "url")} for part in item["parts"]]}
        for item in snapshot["items"]
    ]
    return {**snapshot, **rows, "items": items}


def _here(found: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**found, name: urlsplit(found.get(name, ""))._replace(scheme="", netloc="").geturl()}


def made_of(indicator: Mapping[str, Any], snapshot: Mapping[str, Any]) -> list[dict[str, str]]:
    """The parts that an indicator is rated from, as its chart's links to their receipts."""
    return [
        {"label": part["label"], "title": part["title"], "code": part["code"]}
        for item in snapshot["items"]
        for part in item["parts"]
        if part["label"] in indicator["labels"]
    ]


def texts_of(snapshot: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What was written: before the summary, after the indicators, and at the end; lists gathered as lists."""
    sections = [{**one, "blocks": blocks_of(one["paragraphs"])} for one in snapshot.get("narrative", ())]
    return {
        "opening": [one for one in sections if one["code"] == "opening"],
        "of_indicators": [one for one in sections if one["code"] in ABOUT_INDICATORS],
        "closing": [one for one in sections if one["code"] in ("learned", "closing")],
    }


def blocks_of(paragraphs: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Paragraphs as they are; items that follow each other as one block of ``lines``."""
    blocks: list[dict[str, Any]] = []
    for each in paragraphs:
        if each["kind"] != "item":
            blocks.append({"text": each["text"]})
        elif blocks and "lines" in blocks[-1]:
            blocks[-1]["lines"].append(each["text"])
        else:
            blocks.append({"lines": [each["text"]]})
    return blocks


def compared_of(snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row for each part: its figure in each half-year of the report, and what changed; none for other reports."""
    found = snapshot.get("compared")
    parts = {part["code"]: part for item in snapshot["items"] for part in item["parts"]}
    return [
        {
            "part": parts[row["part"]],
            "points": list(zip(half_years_of(snapshot), parts[row["part"]]["history"], strict=True)),
            "change": row["change_text"],
        }
        for row in (found["rows"] if found else ())
    ]


def sums_of(snapshot: Mapping[str, Any], *, follows: bool) -> list[dict[str, Any]]:
    """A row for each part: what it is in each office that asked, and over all of them together.

    ``link``: the page of the receipt, or for who has no account what the report itself says of it.
    """
    asked = [one for one in snapshot.get("offices", ()) if one["cells"]]
    parts = [part for item in snapshot["items"] for part in item["parts"]]
    return (
        [
            {"part": part, "cells": [_leading(one, one["cells"][index], follows) for one in asked]}
            for index, part in enumerate(parts)
        ]
        if asked
        else []
    )


def _leading(office: Mapping[str, Any], cell: Mapping[str, Any], follows: bool) -> dict[str, Any]:
    link = cell["receipt_url"] if follows else f"#of-{office['slug']}"
    return {**cell, "link": link, "office": office["name"]}
