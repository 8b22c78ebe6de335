"""The validators of the standards that our files follow. A test is skipped if its standard's schemas are missing."""

import csv
import functools
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import html5lib
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from dev.layout import BUILD

# The license of some schemas keeps them out of the repository; they lie next to the checkout.
STANDARDS = Path("shared", "data", "standards")
VNU = "vnu-jar@26.9.27"
# Safari drops the table roles of rows and cells shown as cards, so they are explicit; the checker calls them redundant.
REDUNDANT_ROLE = "The “role” attribute must not be used on a “t"


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
    # frictionless raises the cell limit of the whole process, including that of our readers.
    limit = csv.field_size_limit()
    import frictionless

    try:
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(io.BytesIO(content)) as package:
            package.extractall(folder)
            report = frictionless.validate(str(Path(folder, "datapackage.json")), type="package")
    finally:
        csv.field_size_limit(limit)
    tasks = [(task.name, error.message) for task in report.tasks for error in task.errors]
    return [error.message for error in report.errors] + [f"{name}: {message}" for name, message in tasks]


def hxl_faults(hxl: Any, content: bytes) -> list[str]:
    """Validate a CSV by libhxl's own schema, without its mere warnings."""
    source = hxl.data(io.BytesIO(content), hxl.InputOptions(allow_local=True)).cache()
    issues = hxl.validate(source, hxl.schema())["issues"]
    return [
        f"{issue['description']}: {issue['locations'][:1]}"
        for issue in issues
        if issue["severity"] == "error"
    ]


def hsds_json_faults(page: dict[str, Any]) -> list[str]:
    """Validate each service of a page of services by the official schema of HSDS 3.0."""
    schema = json.loads(standard("hsds-3.0/schema/compiled/service_with_definitions.json").read_text())
    return [fault for service in page["contents"] for fault in json_faults(service, schema)]


def hsds_table_faults(name: str, rows: list[dict[str, str]]) -> list[str]:
    """Validate each row of a CSV table; an empty cell is an absent field."""
    tables = json.loads(standard("hsds-3.0/schema/compiled/tabular.json").read_text())["properties"]
    schema = next(table["items"] for table in tables.values() if table["items"]["path"] == f"{name}.csv")
    required = schema.get("required", []) + schema.get("tabular_required", [])
    schema = schema | {"required": required}
    present = [{column: cell for column, cell in row.items() if cell} for row in rows]
    unknown = {column for row in rows for column in row} - set(schema["properties"])
    faults = [f"{name}: no column {column} in HSDS" for column in sorted(unknown)]
    return faults + [f"{name}: {fault}" for row in present for fault in json_faults(row, schema)]


@functools.cache
def find_vnu() -> Path | None:
    """Return the jar of the Nu Html Checker, or None without Java or npm."""
    if not (shutil.which("java") and shutil.which("npm")):
        return None
    jar = BUILD / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        command = ["npm", "install", "--silent", "--no-save", "--prefix", str(BUILD / "vnu"), VNU]
        subprocess.run(command, check=False, capture_output=True, timeout=300)
    return jar if jar.exists() else None


def html_faults(pages: dict[str, bytes]) -> list[str]:
    """Validate pages, by path, with the Nu Html Checker or else with html5lib's strict parser."""
    jar = find_vnu()
    return _vnu_faults(jar, pages) if jar else parse_errors(pages)


def _vnu_faults(jar: Path, pages: dict[str, bytes]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        names = {f"{number}.html": path for number, path in enumerate(pages)}
        for name, path in names.items():
            Path(folder, name).write_bytes(pages[path])
        command = ["java", "-jar", str(jar), "--format", "json", "--errors-only", "--skip-non-html", folder]
        process = subprocess.run(command, capture_output=True, check=False, timeout=600)
    return [
        f"{names[Path(message.get('url', '')).name]}: {message['message']} {message.get('extract', '')!r}"
        for message in json.loads(process.stderr)["messages"]
        if not message["message"].startswith(REDUNDANT_ROLE)
    ]


def parse_errors(pages: dict[str, bytes]) -> list[str]:
    """Return the errors of html5lib's strict parser by path."""
    errors = []
    for path, content in pages.items():
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(content)
        errors += [f"{path}: {code} at {position}" for position, code, _details in parser.errors]
    return errors
