"""The validators of the standards that our files follow. A test without its standard's schemas is left out."""

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
from jsonschema import Draft202012Validator, FormatChecker

# Schemas whose licence keeps them out of the project lie beside the checkout.
STANDARDS = Path("shared", "data", "standards")


def standard(path: str) -> Path:
    """Return the file of this name from the standards beside the checkout."""
    for folder in Path(__file__).resolve().parents:
        if (folder / STANDARDS / path).exists():
            return folder / STANDARDS / path
    pytest.skip(f"the standard's {path} is not beside this checkout")


def json_faults(content: Any, schema: Any) -> list[str]:
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(content)]


def package_faults(content: bytes) -> list[str]:
    """Validate a ZIP with a datapackage.json as `frictionless validate` does."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(content)) as package:
        package.extractall(folder)
        report = frictionless.validate(str(Path(folder, "datapackage.json")), type="package")
    tasks = [(task.name, error.message) for task in report.tasks for error in task.errors]
    return [error.message for error in report.errors] + [f"{name}: {message}" for name, message in tasks]


def hsds_json_faults(page: dict[str, Any]) -> list[str]:
    """Validate each service of a page of services by the official schema of HSDS 3.0."""
    schema = json.loads(standard("hsds-3.0/schema/compiled/service_with_definitions.json").read_text())
    return [fault for service in page["contents"] for fault in json_faults(service, schema)]


def hsds_table_faults(name: str, rows: list[dict[str, str]]) -> list[str]:
    """Validate a table of the CSV package, row by row; an empty cell is a field that is absent."""
    tables = json.loads(standard("hsds-3.0/schema/compiled/tabular.json").read_text())["properties"]
    schema = next(table["items"] for table in tables.values() if table["items"]["path"] == f"{name}.csv")
    required = schema.get("required", []) + schema.get("tabular_required", [])
    schema = schema | {"required": required}
    present = [{column: cell for column, cell in row.items() if cell} for row in rows]
    unknown = {column for row in rows for column in row} - set(schema["properties"])
    faults = [f"{name}: no column {column} in HSDS" for column in sorted(unknown)]
    return faults + [f"{name}: {fault}" for row in present for fault in json_faults(row, schema)]
