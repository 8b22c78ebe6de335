"""One report in a process of its own, complete, and with typst and XlsxWriter alone.

In a process of its own, since typst caches its input: it would be faster for the same report only.
"""

import io
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import typst
import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from communities.models import Community
from reports.build import Subject, build, draw_pdf, take_snapshot
from reports.charts import draw_charts
from reports.schema import Snapshot
from reports.xlsx import draw_xlsx
from tests.bench.call_replay import Call, Recorder, replay
from tfc.lists import xlsx
from tfc.typesetting import drawable

HALF_YEAR = "2026-H1"


@dataclass(frozen=True)
class Ours:
    """Processor milliseconds of a whole report and of its charts."""

    report: float
    pictures: float


def ours(community_id: int) -> Ours:
    subject = _subject(community_id)
    report = _milliseconds(lambda: build(subject))
    result = drawable(take_snapshot(subject))
    return Ours(report, _milliseconds(lambda: draw_charts(result)))


def bare(community_id: int) -> float:
    """Do the same work with the libraries alone, with their input ready."""
    snapshot = take_snapshot(_subject(community_id))
    with tempfile.TemporaryDirectory() as folder:
        options = _typst_input(snapshot, Path(folder))
        calls = _calls(snapshot)
        return _milliseconds(lambda: typst.compile(**options)) + _milliseconds(lambda: _again(calls))


def _subject(community_id: int) -> Subject:
    community = Community.objects.select_related("office").get(pk=community_id)
    return Subject(community.office, community, HALF_YEAR, "en")


def _milliseconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return (time.process_time() - began) * 1000


def _typst_input(snapshot: Snapshot, folder: Path) -> dict[str, Any]:
    """Return typst's input for the PDF, with its files in ``folder``."""
    inputs: dict[str, Any] = {}

    def keep(template: Path, *, root: Path, **options: Any) -> bytes:
        shutil.copytree(root, folder, dirs_exist_ok=True)
        inputs.update(options, input=folder / template.name, root=folder, package_path=folder)
        return b""

    with mock.patch.object(typst, "compile", keep):
        draw_pdf(snapshot)
    return inputs


def _calls(snapshot: Snapshot) -> list[Call]:
    """Return the calls to XlsxWriter for the spreadsheet."""
    results: list[Recorder] = []

    def record(*arguments: Any) -> Any:
        results.append(Recorder(xlsxwriter.Workbook(*arguments), (Worksheet, Format, Chart)))
        return results[0].stand_in()

    with mock.patch.object(xlsx, "Workbook", record):
        draw_xlsx(snapshot)
    return results[0].calls


def _again(calls: list[Call]) -> None:
    replay(xlsxwriter.Workbook(io.BytesIO(), {"strings_to_formulas": False, "in_memory": True}), calls)
