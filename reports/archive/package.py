"""The archive's head, `datapackage.json` (Data Package, Table Schema), and its seal.

The seal is an HMAC of the head with the installation's secret; the head has the hash of every file. So records that an
office confirmed (accepted surveys, attendance, frozen figures) can only be restored unchanged.
"""

import hmac
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from communities.models import Community, Membership, User
from evaluation.instrument import INSTRUMENT_VERSION
from reports.archive import tables
from reports.archive.cells import get_column_type, is_file

FORMAT = 1
HEAD, SEAL, PEOPLE = "datapackage.json", "seal.txt", "data/people.csv"
PEOPLE_COLUMNS = ("id", "name", "email")
# Key for our own properties in the head, next to those of the standard.
OURS = "traffickfree"


@dataclass(frozen=True)
class Part:
    """A file of the ZIP; ``rows`` is the row count of a table, None for an attachment."""

    path: str
    bytes: int
    sha256: str
    label: str = ""
    rows: int | None = None


class SealOrigin(StrEnum):
    HERE = "here"  # sealed by this installation: ids have the same meaning here
    KNOWN = "known"  # sealed by another installation that this one trusts (ARCHIVE_KEYS)


def compute_seal(head: bytes, key: str | None = None) -> str:
    return salted_hmac("tfc.archive", head, secret=key or settings.SECRET_KEY, algorithm="sha256").hexdigest()


def get_seal_origin(head: bytes, seal: str) -> SealOrigin | None:
    """Return which installation sealed the head; None if the head was changed or the sealing key is unknown."""
    if hmac.compare_digest(compute_seal(head).encode(), seal.encode()):
        return SealOrigin.HERE
    trusted_seals = (compute_seal(head, key) for key in settings.ARCHIVE_KEYS)
    return (
        SealOrigin.KNOWN
        if any(hmac.compare_digest(trusted_seal.encode(), seal.encode()) for trusted_seal in trusted_seals)
        else None
    )


def build_head(
    community: Community,
    parts: Iterable[Part],
    outside: Mapping[str, Mapping[str, str]],
    outside_columns: Container[str],
    *,
    locations: bool,
    made_at: datetime,
) -> bytes:
    """Return the head as JSON.

    ``outside``: rows referred to but not in the archive, {table: {id: portable name}}. ``outside_columns``: columns
    with such references, which are not declared as foreign keys.
    """
    data = {
        "profile": "data-package",
        "name": f"traffickfree-{community.slug}",
        "title": f"TraffickFree: {community.name}",
        "created": made_at.isoformat(timespec="seconds"),
        OURS: {
            "format": FORMAT,
            "instrument": INSTRUMENT_VERSION,
            "community": _facts(community),
            "locations": locations,
            "outside": outside,
            "left_out": sorted(tables.LEFT_OUT),
        },
        "resources": [_resource(part, outside_columns) for part in parts],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _facts(community: Community) -> dict[str, Any]:
    office = community.office
    place = {"latitude": community.latitude, "longitude": community.longitude}
    return {
        "id": community.pk,
        "name": community.name,
        "slug": community.slug,
        "city": community.city,
        "region": community.region,
        "time_zone": community.time_zone,
        "stage": community.stage,
        "office": {"id": office.pk, "slug": office.slug, "name": office.name, "country": office.country},
        **{name: None if value is None else str(value) for name, value in place.items()},
    }


def _resource(part: Part, outside_columns: Container[str]) -> dict[str, Any]:
    name = part.path.lower().replace("/", "-").replace("_", "-")
    data: dict[str, Any] = {
        "name": name.removesuffix(".csv"),
        "path": part.path,
        "bytes": part.bytes,
        "hash": f"sha256:{part.sha256}",
    }
    if part.rows is None:
        return data
    table_properties = {
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }
    return {
        **data,
        **table_properties,
        "rows": part.rows,
        "table": part.label,
        "schema": get_table_schema(part.label, outside_columns),
    }


def get_table_schema(label: str, outside_columns: Container[str]) -> dict[str, Any]:
    """Return the Table Schema description of a table."""
    if label == User._meta.label_lower:
        types = {"id": "integer"}
        fields = [{"name": name, "type": types.get(name, "string")} for name in PEOPLE_COLUMNS]
        return {"fields": fields, "primaryKey": "id", "missingValues": [""]}
    columns = tables.columns(tables.get_archived_models()[label])
    keys = [
        {"fields": column.attname, "reference": {"resource": _resource_name(column), "fields": "id"}}
        for column in columns
        if _resource_name(column) and str(column) not in outside_columns
    ]
    return {
        "fields": [_field(column) for column in columns],
        "primaryKey": "id",
        "foreignKeys": keys,
        "missingValues": [""],
    }


def _field(column: tables.Column) -> dict[str, Any]:
    data: dict[str, Any] = {"name": column.attname, "type": get_column_type(column)}
    if column.get_internal_type() == "UUIDField":
        data["format"] = "uuid"
    if is_file(column):
        data["description"] = "the path of the file in this archive"
    return data


def _resource_name(column: tables.Column) -> str:
    """Return the resource name of the table that a column refers to; "" if that table is not in the archive."""
    target = column.related_model
    if target is User:
        return "data-people"
    if target is None or (
        tables.label(target) not in tables.get_archived_models() and target is not Membership
    ):
        return ""
    return (
        tables.get_table_path(tables.label(target)).replace("/", "-").replace("_", "-").removesuffix(".csv")
    )
