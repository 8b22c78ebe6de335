"""The template context of a report's web page: charts, narrative texts and receipts in addition to the snapshot."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation

from reports.formats import get_half_year_texts
from reports.linked_text import get_text_runs
from reports.narrative import ABOUT_INDICATORS
from reports.pictures import draw_pictures
from tfc.query_params import row_number


def build_page_context(
    snapshot: Mapping[str, Any],
    *,
    since: Mapping[str, str] | None = None,
    follows: bool = False,
    each_receipt: bool = False,
) -> dict[str, Any]:
    """Return the context: the snapshot with a chart for each part and indicator.

    ``since``: changes of the records behind each part's figure. ``follows``: the reader has an account and can open
    receipt pages from tables. ``each_receipt``: include the receipts of single communities, which double the page's
    size with twenty communities.
    """
    snapshot = use_local_receipt_urls(snapshot)
    with translation.override(snapshot["language"]):
        drawn = draw_pictures(snapshot)
    since_texts = since or {}

    def with_pictures(part: Mapping[str, Any]) -> dict[str, Any]:
        has_values = any(point["value"] is not None for point in part["history"])
        return {
            **part,
            "chart": drawn["parts"][part["code"]] if has_values else "",
            "strip": drawn["spreads"][part["code"]] if part["spread"] else "",
            "since": since_texts.get(part["code"], ""),
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
            {
                **indicator,
                "chart": drawn["indicators"][indicator["code"]],
                "made_of": get_indicator_parts(indicator, snapshot),
            }
            for indicator in snapshot["indicators"]
        ],
        "labels": [part["label"] for item in snapshot["items"] for part in item["parts"]],
        "follows": follows,
        "each_receipt": each_receipt,
        "summary": get_text_runs(snapshot),
        "has_receipts": "filters" in snapshot["words"],
        "compared": get_comparison_rows(snapshot),
        "half_years": get_half_year_texts(snapshot),
        "sums": get_sum_rows(snapshot, follows=follows),
        **get_narrative_texts(snapshot),
    }


def picture_in(snapshot: Mapping[str, Any], number: str) -> tuple[bytes, str] | None:
    """Return the content and media type of the picture with this number, counted from 1; None if there is none."""
    at, pictures = row_number(number), snapshot.get("pictures", ())
    if at is None or not 1 <= at <= len(pictures):
        return None
    return base64.b64decode(pictures[at - 1]["data"]), pictures[at - 1]["media_type"]


def use_local_receipt_urls(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return the snapshot with receipt URLs of this site; the stored ones, used in files, have the
    host at build time.
    """
    rows = {
        name: [
            {**row, "cells": [_drop_host(cell, "receipt_url") for cell in row["cells"]]}
            for row in snapshot[name]
        ]
        for name in ("communities", "offices")
        if name in snapshot
    }
    items = [
        {**item, "parts": [{**part, "receipt": _drop_host(part["receipt"], "url")} for part in item["parts"]]}
        for item in snapshot["items"]
    ]
    return {**snapshot, **rows, "items": items}


def _drop_host(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**entry, name: urlsplit(entry.get(name, ""))._replace(scheme="", netloc="").geturl()}


def get_indicator_parts(indicator: Mapping[str, Any], snapshot: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the parts that the indicator is rated from, for links to their receipts."""
    return [
        {"label": part["label"], "title": part["title"], "code": part["code"]}
        for item in snapshot["items"]
        for part in item["parts"]
        if part["label"] in indicator["labels"]
    ]


def get_narrative_texts(snapshot: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the narrative sections by place: before the summary, after the indicators, and at the end, with lists
    grouped.
    """
    sections = [
        {**section, "blocks": group_blocks(section["paragraphs"])}
        for section in snapshot.get("narrative", ())
    ]
    return {
        "opening": [section for section in sections if section["code"] == "opening"],
        "of_indicators": [section for section in sections if section["code"] in ABOUT_INDICATORS],
        "closing": [section for section in sections if section["code"] in ("learned", "closing")],
    }


def group_blocks(paragraphs: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return paragraphs unchanged, and consecutive list items as one block with ``lines``."""
    blocks: list[dict[str, Any]] = []
    for paragraph in paragraphs:
        if paragraph["kind"] != "item":
            blocks.append({"text": paragraph["text"]})
        elif blocks and "lines" in blocks[-1]:
            blocks[-1]["lines"].append(paragraph["text"])
        else:
            blocks.append({"lines": [paragraph["text"]]})
    return blocks


def get_comparison_rows(snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row per part with its figure in each half-year and the change; empty for reports
    without a comparison.
    """
    comparison = snapshot.get("compared")
    parts = {part["code"]: part for item in snapshot["items"] for part in item["parts"]}
    return [
        {
            "part": parts[row["part"]],
            "points": list(zip(get_half_year_texts(snapshot), parts[row["part"]]["history"], strict=True)),
            "change": row["change_text"],
        }
        for row in (comparison["rows"] if comparison else ())
    ]


def get_sum_rows(snapshot: Mapping[str, Any], *, follows: bool) -> list[dict[str, Any]]:
    """Return a row per part with its sum in each office and over all offices.

    ``link``: the receipt's page, or for readers without an account its place in the report.
    """
    offices = [office for office in snapshot.get("offices", ()) if office["cells"]]
    parts = [part for item in snapshot["items"] for part in item["parts"]]
    return (
        [
            {"part": part, "cells": [_leading(office, office["cells"][index], follows) for office in offices]}
            for index, part in enumerate(parts)
        ]
        if offices
        else []
    )


def _leading(office: Mapping[str, Any], cell: Mapping[str, Any], follows: bool) -> dict[str, Any]:
    link = cell["receipt_url"] if follows else f"#of-{office['slug']}"
    return {**cell, "link": link, "office": office["name"]}
