"""What the web page of a report needs beside the snapshot: its pictures."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import mark_safe

from evaluation.reports.pictures import pictures_of


def page_of(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The snapshot with a picture beside each part and indicator, ready for the template.

    The pictures are our own drawings: every text in them went through ``html.escape``.
    """
    drawn = pictures_of(snapshot)

    def with_pictures(part: Mapping[str, Any]) -> dict[str, Any]:
        known = any(point["value"] is not None for point in part["history"])
        return {
            **part,
            "chart": mark_safe(drawn["parts"][part["code"]]) if known else "",  # noqa: S308
            "strip": mark_safe(drawn["spreads"][part["code"]]) if part["spread"] else "",  # noqa: S308
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
            {**one, "chart": mark_safe(drawn["indicators"][one["code"]])}  # noqa: S308
            for one in snapshot["indicators"]
        ],
        "labels": [part["label"] for item in snapshot["items"] for part in item["parts"]],
    }
