"""HSDS files: a zip of CSV tables with a datapackage.json, and a JSON file. Pure functions."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from support.hsds.nested import TAXONOMY, Object
from tfc.csv_text import csv_bytes

VERSION = "3.0"
# Table → the HSDS columns that we fill.
COLUMNS: dict[str, tuple[str, ...]] = {
    "organizations": ("id", "name", "description"),
    "services": (
        "id", "organization_id", "name", "description", "url", "status", "application_process",
        "eligibility_description", "assured_date",
    ),
    "locations": ("id", "location_type", "name"),
    "addresses": (
        "id", "location_id", "address_1", "city", "state_province", "postal_code", "country", "address_type",
    ),
    "service_at_location": ("id", "service_id", "location_id"),
    "phones": ("id", "service_id", "number", "type"),
    "languages": ("id", "service_id", "name", "code"),
    "schedules": ("id", "service_id", "freq", "byday", "opens_at", "closes_at"),
    "service_areas": ("id", "service_id", "name"),
    "attributes": ("id", "link_id", "link_entity", "link_type", "taxonomy_term_id", "value"),
    "taxonomy_terms": ("id", "code", "name", "description", "taxonomy"),
}  # fmt: skip
REQUIRED = {
    "id",
    "name",
    "organization_id",
    "service_id",
    "location_id",
    "status",
    "link_id",
    "taxonomy_term_id",
}
PHONE_NUMBER = ("phones", "number")
# Foreign keys: column → referenced table.
REFERENCES = {
    "organization_id": "organizations",
    "service_id": "services",
    "location_id": "locations",
    "taxonomy_term_id": "taxonomy_terms",
}
Rows = list[dict[str, Any]]


def build_json(objects: list[Object]) -> bytes:
    """Return one JSON page with everything, as HSDS's list of services."""
    page = {
        "total_items": len(objects),
        "total_pages": 1,
        "page_number": 1,
        "size": len(objects),
        "first_page": True,
        "last_page": True,
        "empty": not objects,
        "contents": objects,
    }
    return json.dumps(page, ensure_ascii=False, indent=1).encode()


def build_zip(objects: list[Object], title: str) -> bytes:
    tables = build_tables(objects)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("datapackage.json", json.dumps(datapackage(title), ensure_ascii=False, indent=1))
        for name, columns in COLUMNS.items():
            cells = ([str(row.get(column, "")) for column in columns] for row in tables[name])
            numbers = [place for place, column in enumerate(columns) if (name, column) == PHONE_NUMBER]
            package.writestr(f"{name}.csv", csv_bytes([columns, *cells], phone_columns=numbers))
    return output.getvalue()


def build_tables(objects: Iterable[Object]) -> dict[str, Rows]:
    """Build the tables without duplicate rows: services of one provider share its organization."""
    rows_by_id: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in COLUMNS}
    for service in objects:
        for name, row in _rows(service):
            rows_by_id[name].setdefault(row["id"], row)
    return {name: list(rows.values()) for name, rows in rows_by_id.items()}


def _rows(service: Object) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "organizations", service["organization"]
    yield "services", service | {"organization_id": service["organization"]["id"]}
    for name in ("phones", "languages", "schedules", "service_areas"):
        for row in service.get(name, []):
            yield name, row
    for place in service.get("service_at_locations", []):
        location = place["location"]
        yield "locations", location
        yield "service_at_location", place | {"location_id": location["id"]}
        for address in location["addresses"]:
            yield "addresses", address
    for attribute in service.get("attributes", []):
        yield "taxonomy_terms", attribute["taxonomy_term"]
        yield "attributes", attribute | {"taxonomy_term_id": attribute["taxonomy_term"]["id"]}


def datapackage(title: str) -> Object:
    """Return the descriptor of a tabular data package.

    See https://specs.frictionlessdata.io/tabular-data-package/.
    """
    return {
        "name": "human-services-data",
        "title": title,
        "profile": "tabular-data-package",
        "version": VERSION,
        "taxonomy": TAXONOMY,
        "resources": [_resource(name, columns) for name, columns in COLUMNS.items()],
    }


def _resource(name: str, columns: tuple[str, ...]) -> Object:
    keys = [
        {"fields": column, "reference": {"resource": REFERENCES[column], "fields": "id"}}
        for column in columns
        if column in REFERENCES
    ]
    schema: Object = {"fields": [_field(column) for column in columns], "primaryKey": "id"}
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n", "delimiter": ","},
        "schema": schema,
    }


def _field(column: str) -> Object:
    kind = "date" if column == "assured_date" else "string"
    described: Object = {"name": column, "type": kind}
    if column in REQUIRED:
        described["constraints"] = {"required": True} | ({"unique": True} if column == "id" else {})
    return described
