"""The demo's files, validated by the standards that they follow."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from communities.data_lists import get_lists
from communities.models import Community, Office
from support.hsds.tables import COLUMNS
from tests.exports.conftest import hxl
from tests.recompute.readers import coordinator, staff
from tests.reports.archive.archive_comparison import get_archive
from tests.standards import hsds_json_faults, hsds_table_faults, hxl_faults, package_faults

# In one process, which loads the demo once.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("demo"),
    pytest.mark.thorough,
    pytest.mark.usefixtures("loaded_demo"),
]
__all__ = ["hxl"]


@pytest.fixture
def pasadena() -> Community:
    return Community.objects.select_related("office").get(slug="pasadena")


def content(client: Client, path: str) -> bytes:
    response: Any = client.get(path)
    assert response.status_code == 200, path
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_each_csv_is_hxl(pasadena: Community, hxl: Any, settings):
    settings.EXPORTS_A_DAY = 1000
    usa = Office.objects.get(slug="usa")
    files: dict[str, bytes] = {}
    for place, prefix, client in (
        (pasadena, "/c/pasadena", coordinator(Client(), pasadena)),
        (usa, "/office/usa", staff(Client(), "usa")),
    ):
        paths = [f"{prefix}/exports/{code}.csv" for code in get_lists(place)]
        files |= {path: content(client, path) for path in [*paths, f"{prefix}/figures/2026-H1.csv"]}
    assert len(files) > 35
    assert {path: faults for path, file in files.items() if (faults := hxl_faults(hxl, file))} == {}


def test_the_directory_is_hsds(pasadena: Community):
    client = coordinator(Client(), pasadena)
    page = json.loads(content(client, "/c/pasadena/services/export/json/?all=1"))
    assert page["contents"]
    assert hsds_json_faults(page) == []
    package = content(client, "/c/pasadena/services/export/csv/?all=1")
    assert package_faults(package) == []
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        for name in COLUMNS:
            text = files.read(f"{name}.csv").decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
            assert hsds_table_faults(name, rows) == []


@pytest.mark.thorough
def test_the_archive_is_a_data_package(pasadena: Community, tmp_path: Path):
    assert package_faults(get_archive(pasadena, tmp_path / "pasadena.zip").read_bytes()) == []
