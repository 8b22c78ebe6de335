"""What the web page of a report needs beside the snapshot: its pictures."""

from collections.abc import Mapping
from typing import Any

from evaluation.reports.pictures import pictures_of


def page_of(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The snapshot with a picture beside each part and indicator, ready for the template."""
    drawn = pictures_of(snapshot)

    def with_pictures(part: Mapping[str, Any]) -> dict[str, Any]:
        known = any(point["value"] is not None for point in part["history"])
        return {
            **part,
            "chart": drawn["parts"][part["code"]] if known else "",
            "strip": drawn["spreads"][part["code"]] if part["spread"] else "",
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
        "indicators": [{**one, "chart": drawn["indicators"][one["code"]]} for one in snapshot["indicators"]],
        "labels": [part["label"] for item in snapshot["items"] for part in item["parts"]],
    }
