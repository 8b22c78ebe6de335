"""The seal of a report: what its covers bear, and what anybody can compute again from its snapshot."""

from collections.abc import Mapping
from typing import Any

from evaluation.figure_queries.receipts import hash_receipt


def compute_report_seal(snapshot: Mapping[str, Any]) -> str:
    """The SHA-256 of the snapshot's canonical JSON, in hexadecimal. Two snapshots with one seal are one."""
    return hash_receipt(snapshot)
