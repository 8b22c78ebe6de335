"""Reads an uploaded directory file and enforces its limits first. Pure functions."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from support.hsds.nested import Object, to_text
from tfc.csv_text import unguard_cell

MOST_BYTES = 5_000_000
MOST_UNPACKED = 25_000_000
MOST_FILES = 60
MOST_SERVICES = 5_000
# Rows of the tables that belong to services.
MOST_ROWS = 60_000
ZIP_MAGIC = b"PK"
# Our table names, and the singular names that some files use.
TABLES = {
    "organizations", "services", "locations", "addresses", "service_at_location", "phones", "languages",
    "schedules", "service_areas", "attributes", "taxonomy_terms",
}  # fmt: skip
SINGULAR = {
    "organization": "organizations", "service": "services", "location": "locations", "address": "addresses",
    "service_at_locations": "service_at_location", "phone": "phones", "language": "languages",
    "schedule": "schedules", "service_area": "service_areas", "attribute": "attributes",
    "taxonomy_term": "taxonomy_terms", "physical_addresses": "addresses",
}  # fmt: skip
Tables = dict[str, list[dict[str, str]]]
TOO_LARGE = gettext_lazy("This file is too large. Split it: at most 5 MB and 5,000 services.")


class UnreadableError(ValueError):
    """The file cannot be read; the message tells the user why."""


def read_services(content: bytes) -> list[Object]:
    """Return HSDS's nested service objects from a zip of CSV tables or from JSON. Raises UnreadableError."""
    if len(content) > MOST_BYTES:
        raise UnreadableError(TOO_LARGE)
    services = _from_zip(content) if content.startswith(ZIP_MAGIC) else _from_json(content)
    if len(services) > MOST_SERVICES:
        raise UnreadableError(TOO_LARGE)
    if not services:
        raise UnreadableError(_("Choose a file with services."))
    return services


def _from_json(content: bytes) -> list[Object]:
    text = _decode(content)
    try:
        page: Any = json.loads(text)
    # A number of five thousand digits raises a ValueError that is not a JSON error.
    except (ValueError, RecursionError) as error:
        raise UnreadableError(_("Choose a ZIP or JSON file, unchanged from the directory.")) from error
    if isinstance(page, dict):
        page = next((page[name] for name in ("contents", "services", "service") if name in page), [page])
    if not isinstance(page, list):
        raise UnreadableError(_("Choose a file with services."))
    return [service if isinstance(service, dict) else {} for service in page]


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            _("This file cannot be read. Save it as “CSV UTF-8” or as JSON in UTF-8.")
        ) from error


def _from_zip(content: bytes) -> list[Object]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            tables = _tables(package)
    except UnreadableError:
        raise
    except Exception as error:
        # zipfile and its decompressors raise many error types; for the user they all mean the same.
        raise UnreadableError(
            _("This ZIP file is damaged or has a password. Make a new one without a password.")
        ) from error
    if "services" not in tables:
        raise UnreadableError(_("Choose a ZIP file with services.csv."))
    return list(_join_tables(tables))


def _tables(package: zipfile.ZipFile) -> Tables:
    """Read the tables; never unpack more than the limit, regardless of the sizes that the file declares."""
    infos = package.infolist()
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise UnreadableError(TOO_LARGE)
    tables: Tables = {}
    left = MOST_UNPACKED
    for info in infos:
        path = PurePosixPath(info.filename.lower())
        name = SINGULAR.get(path.stem, path.stem)
        if path.suffix != ".csv" or name not in TABLES or name in tables or path.name.startswith("."):
            continue
        with package.open(info) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnreadableError(TOO_LARGE)
        tables[name] = _rows(_decode(content), path.name)
    return tables


def _rows(content: str, name: str) -> list[dict[str, str]]:
    try:
        reader = csv.reader(io.StringIO(content, newline=""), strict=True)
        header = [unguard_cell(cell).strip().lower() for cell in next(reader, [])]
        if "id" not in header and "name" not in header:
            raise UnreadableError(
                _("The first row of %(name)s must have column names, including “id”.") % {"name": name}
            )
        rows = []
        for cells in reader:
            if any(cells):
                rows.append(dict(zip(header, map(unguard_cell, cells), strict=False)))
            if len(rows) > MOST_ROWS:
                raise UnreadableError(TOO_LARGE)
    except csv.Error as error:
        raise UnreadableError(_("Save %(name)s as CSV again.") % {"name": name}) from error
    return rows


def _join_tables(tables: Tables) -> Iterator[Object]:
    """Join the rows of the tables to their services, through locations if a row names no service."""
    organizations = _group_rows(tables, "organizations", "id")
    locations = {key: rows[0] for key, rows in _group_rows(tables, "locations", "id").items()}
    addresses, terms = (
        _group_rows(tables, "addresses", "location_id"),
        _group_rows(tables, "taxonomy_terms", "id"),
    )
    links, attributes = (
        _group_rows(tables, "service_at_location", "service_id"),
        _group_rows(tables, "attributes", "link_id"),
    )
    parts = {
        name: {
            key: _group_rows(tables, name, key)
            for key in ("service_id", "service_at_location_id", "location_id")
        }
        for name in ("phones", "languages", "schedules", "service_areas")
    }
    for row in tables["services"]:
        service: Object = dict(row)
        own = links.get(row.get("id", ""), [])
        service["organization"] = next(iter(organizations.get(row.get("organization_id", ""), [])), {})
        service["service_at_locations"] = [
            link
            | {
                "location": locations.get(link.get("location_id", ""), {})
                | {"addresses": addresses.get(link.get("location_id", ""), [])}
            }
            for link in own
        ]
        for name, rows_by_column in parts.items():
            service[name] = _parts(rows_by_column, row.get("id", ""), own)
        service["attributes"] = [
            attribute
            | {"taxonomy_term": next(iter(terms.get(attribute.get("taxonomy_term_id", ""), [])), {})}
            for attribute in attributes.get(row.get("id", ""), [])
        ]
        yield service


def _parts(
    rows_by_column: dict[str, dict[str, list[dict[str, str]]]], service_id: str, links: list[dict[str, str]]
) -> list[dict[str, str]]:
    own = rows_by_column["service_id"].get(service_id, [])
    if own:
        return own
    for link in links:
        own = rows_by_column["service_at_location_id"].get(link.get("id", ""), [])
        own = own or rows_by_column["location_id"].get(link.get("location_id", ""), [])
        if own:
            return own
    return []


def _group_rows(tables: Tables, name: str, column: str) -> dict[str, list[dict[str, str]]]:
    """Group rows by the value of a column; rows without one are left out."""
    rows_by_value: dict[str, list[dict[str, str]]] = {}
    for row in tables.get(name, []):
        if row.get(column):
            rows_by_value.setdefault(row[column], []).append(row)
    return rows_by_value


def is_inactive(service: Object) -> bool:
    """Return True if the file marks the service as not active."""
    return to_text(service.get("status")).casefold() not in ("", "active")
