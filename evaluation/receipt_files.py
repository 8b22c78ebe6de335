"""Receipts as JSON files, at the URL of their page with ``?as=json``."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from communities.access import fresh_login
from evaluation.figure_queries.receipts import canonical
from evaluation.figure_visibility import get_visible_tables, network_fingerprint
from evaluation.instrument import Part
from evaluation.models import Figure
from tfc.disclosure import Reader
from tfc.downloads import attachment


def build_counted_receipt(figure: Figure) -> dict[str, Any]:
    """Return a community's receipt for its office: the number of records of each kind, and no ids."""
    receipt, part = figure.receipt, figure.definition
    field_names = ("definition", "period", "as_of", "filters", "thresholds")
    return {
        **{name: receipt[name] for name in field_names if name in receipt},
        **{kind: _count_by_kind(receipt.get(kind, {}), part) for kind in ("records", "considered")},
        "joint": len(receipt.get("joint_keys", {})),
        "receipt": network_fingerprint(figure.part, figure.receipt_hash) or None,
    }


def _count_by_kind(records: Mapping[str, Sequence[Any]], part: Part) -> dict[str, int]:
    return {table: len(records[table]) for table in get_visible_tables(records, part, Reader.NETWORK)}


def is_asked_for(request: HttpRequest) -> bool:
    """Return True for a receipt file. Files of a page's charts also have ``as``, with the chart's name."""
    return request.GET.get("as") == "json" and "chart" not in request.GET


def receipt_file(request: HttpRequest, receipt: Mapping[str, Any], name: str) -> HttpResponseBase:
    """Return the receipt's canonical JSON, so that the file's SHA-256 equals the receipt's hash.

    Like all exports it requires a login confirmed within the last ten minutes.
    """
    return fresh_login(_answer)(request, receipt=receipt, name=name)


def _answer(_request: HttpRequest, *, receipt: Mapping[str, Any], name: str) -> HttpResponse:
    return attachment(canonical(receipt), "application/json", f"traffickfree-receipt-{name}.json")
