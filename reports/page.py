"""The template context of a report's web page: charts, narrative texts and tables in addition to the snapshot."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import translation

from reports.charts import draw_charts
from reports.figure_schema import OfficeCell, OfficeRow
from reports.narrative import ABOUT_INDICATORS
from reports.schema import Paragraph, Snapshot, get_parts
from tfc.query_params import row_number


def build_page_context(
    snapshot: Snapshot,
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
    with translation.override(snapshot["language"]):
        drawn = draw_charts(snapshot)
    since_texts = since or {}
    shown = {
        part["code"]: {
            **part,
            "chart": drawn["parts"][part["code"]]["svg"],
            "strip": drawn["spreads"][part["code"]]["svg"] if part["spread"] else "",
            "since": since_texts.get(part["code"], ""),
        }
        for part in get_parts(snapshot)
    }
    unknown = snapshot["unknown_parts"]
    context = {
        "snapshot": snapshot,
        "parts": list(shown.values()),
        "items": [
            {**item, "parts": own, "alone": len(own) == 1}
            for item in snapshot["items"]
            if (own := [shown[part["code"]] for part in item["parts"] if part["code"] not in unknown])
        ],
        "unknown": [shown[code] for code in unknown],
        "indicators": [
            {**indicator, "chart": drawn["indicators"][indicator["code"]]["svg"]}
            for indicator in snapshot["indicators"]
        ],
        "follows": follows,
        "each_receipt": each_receipt,
        "compared": get_comparison_rows(snapshot),
        "sums": get_sum_rows(snapshot, follows=follows),
        **get_narrative_texts(snapshot),
    }
    return context | {"chapters": list(get_chapters(snapshot, context))}


def get_chapters(snapshot: Snapshot, context: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the anchor and title of each chapter of the page, in order."""
    headings = snapshot["headings"]
    if snapshot["changes"]:
        yield "changes", snapshot["changes"]["title"]
    yield from ((f"chapter-{section['code']}", section["title"]) for section in context["opening"])
    for anchor, title, content in (
        ("summary", "summary", True),
        ("indicators", "indicators", context["indicators"]),
        ("narrative", "narrative", context["of_indicators"]),
        ("items", "items", True),
        ("compared", "compared", context["compared"]),
        ("communities", "matrix", snapshot["communities"]),
        ("offices", "offices", context["sums"]),
        ("own-questions", "own_questions", snapshot["own_questions"]),
        ("targets", "targets", snapshot["targets"]),
        ("achievements", "achievements", snapshot["achievements"]),
        ("historical", "historical", snapshot["historical"]),
        ("stories", "stories", snapshot["stories"]),
        ("pictures", "pictures", snapshot["pictures"]),
    ):
        if content:
            yield anchor, headings[title]
    yield from ((f"chapter-{section['code']}", section["title"]) for section in context["closing"])
    yield "method", headings["method"]
    yield "receipts", headings["receipts"]


def picture_in(snapshot: Snapshot, number: str) -> tuple[bytes, str] | None:
    """Return the content and media type of the picture with this number, counted from 1; None if there is none."""
    at, pictures = row_number(number), snapshot["pictures"]
    if at is None or not 1 <= at <= len(pictures):
        return None
    return base64.b64decode(pictures[at - 1]["data"]), pictures[at - 1]["media_type"]


def get_narrative_texts(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """Return the narrative sections by place: before the summary, after the indicators, and at the end, with lists
    grouped.
    """
    sections = [
        {**section, "blocks": group_blocks(section["paragraphs"])} for section in snapshot["narrative"]
    ]
    return {
        "opening": [section for section in sections if section["code"] == "opening"],
        "of_indicators": [section for section in sections if section["code"] in ABOUT_INDICATORS],
        "closing": [section for section in sections if section["code"] in ("learned", "closing")],
    }


def group_blocks(paragraphs: Sequence[Paragraph]) -> list[dict[str, Any]]:
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


def get_comparison_rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return a row per part with its figure in each half-year and the change; empty for reports
    without a comparison.
    """
    if snapshot["compared"] is None:
        return []
    changes = {row["part"]: row["change_text"] for row in snapshot["compared"]["rows"]}
    return [
        {
            "part": part,
            "points": list(zip(snapshot["round_texts"], part["history"], strict=True)),
            "change": changes[part["code"]],
        }
        for part in get_parts(snapshot)
    ]


def get_sum_rows(snapshot: Snapshot, *, follows: bool) -> list[dict[str, Any]]:
    """Return a row per part with its sum in each office and over all offices.

    ``link``: the receipt's page, or for readers without an account its place in the report.
    """

    def link_cell(office: OfficeRow, cell: OfficeCell) -> dict[str, Any]:
        link = cell["receipt_url"] if follows else f"#of-{office['slug']}"
        return {**cell, "link": link, "office": office["name"]}

    offices = [office for office in snapshot["offices"] if office["cells"]]
    return [
        {"part": part, "cells": [link_cell(office, office["cells"][index]) for office in offices]}
        for index, part in enumerate(get_parts(snapshot) if offices else ())
    ]
