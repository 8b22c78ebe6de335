"""The coordinator's own copy of the research as a spreadsheet; the one file that may hold location notes."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from stakeholders.findings import shown
from stakeholders.models import Finding, FocusStakeholder, Research, ResearchMethod, ResearchStep, Strategy
from stakeholders.strategies import Shown as ShownStrategy
from stakeholders.vulnerabilities import catalogue
from tfc.text.punctuation import listed

# The first row names the columns.
Table = Iterator[Sequence[Any]]
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with = stays text, and an address is no link.
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "in_memory": True,
    "default_date_format": "yyyy-mm-dd",
}
WIDEST = 60


def research_workbook(findings: Iterable[Finding], locations: Mapping[int, str], today: dt.date) -> bytes:
    """``findings`` with their research; ``locations``: the notes by the finding's id. Six queries more."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, OPTIONS)
    for name, table in (
        (_("Findings"), _findings(findings, locations, today)),
        (_("Research"), _researches()),
        (_("Steps"), _steps()),
        (_("Methods"), _methods()),
        (_("Focus stakeholders"), _focuses()),
        (_("Strategies"), _strategies(today)),
    ):
        _sheet(book, name, list(table))
    book.close()
    return output.getvalue()


def _findings(findings: Iterable[Finding], locations: Mapping[int, str], today: dt.date) -> Table:
    yield [
        _("Vulnerability"), _("Kind"), _("What was found"), _("Where exactly"), _("Severity"), _("Confidence"),
        _("Severity × confidence"), _("Who is affected"), _("Method"), _("Date"), _("People who told of it"),
        _("Checked with the community on"), _("Status"), _("Research"),
    ]  # fmt: skip
    known = catalogue()
    for finding in findings:
        row = shown(finding, known, today)
        yield [
            str(row.title), str(row.group), finding.summary, locations.get(finding.pk, ""), finding.severity,
            finding.confidence, row.score, listed(finding.affected_names), finding.get_method_display(),
            finding.observed_on, finding.people_heard, finding.checked_on, finding.get_status_display(),
            str(finding.research or ""),
        ]  # fmt: skip


def _researches() -> Table:
    yield [_("Question"), _("Began on"), _("Closed on")]
    for one in Research.objects.kept().newest_first():
        yield [one.question, one.begun_on, one.closed_on]


def _steps() -> Table:
    yield [_("Research"), _("Step"), _("Begun on"), _("Done on"), _("Led by"), _("Note")]
    rows = ResearchStep.objects.filter(deleted_at=None, research__deleted_at=None)
    for one in rows.select_related("research", "led_by__user").order_by("research_id", "id"):
        led_by = str(one.led_by.user) if one.led_by else ""
        yield [str(one.research), one.get_step_display(), one.begun_on, one.done_on, led_by, one.note]


def _methods() -> Table:
    yield [_("Research"), _("Method"), _("Begun on"), _("Done on"), _("People heard"), _("Note")]
    rows = ResearchMethod.objects.filter(deleted_at=None, research__deleted_at=None)
    for one in rows.select_related("research").order_by("research_id", "id"):
        method = one.get_method_display()
        yield [str(one.research), method, one.begun_on, one.done_on, one.people_heard, one.note]


def _focuses() -> Table:
    yield [
        _("Sector"), _("Organization"), _("Chosen on"), _("What you will do"), _("Who in your team"),
        _("By when"), _("Ended on"), _("Why it ended"),
    ]  # fmt: skip
    rows = FocusStakeholder.objects.kept().filter(decision__deleted_at=None)
    for one in rows.select_related("organization", "decision").order_by("decision__decided_on", "id"):
        yield [
            one.get_sector_display(), str(one.organization or ""), one.decision.decided_on, one.plan,
            one.plan_who, one.plan_due, one.ended_on, one.end_reason,
        ]  # fmt: skip


def _strategies(today: dt.date) -> Table:
    yield [
        _("Organization"), _("Strategy"), _("Purpose"), _("How far"), _("Newest evidence"), _("Note"),
        _("Ended on"), _("Why it ended"),
    ]  # fmt: skip
    rows = Strategy.objects.kept().with_progress(today).select_related("organization")
    for one in rows.order_by("organization__name", "id"):
        far = ShownStrategy(one, today)
        yield [
            str(one.organization), far.title, one.get_purpose_display(), str(far.standing.label),
            one.evidence_on, one.note, one.ended_on, one.end_reason,
        ]  # fmt: skip


def _sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[Any]]) -> None:
    """A frozen, bold row of heads, and columns as wide as they need."""
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": OPTIONS["default_date_format"], "valign": "top", "align": "left"})
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    for column, values in enumerate(zip(*rows, strict=True)):
        longest = max(len(str(value)) for value in values if value is not None)
        sheet.set_column(column, column, min(longest + 2, WIDEST))
        for row, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value, _format(row, value, head, day, cell))


def _format(row: int, value: Any, head: Any, day: Any, cell: Any) -> Any:
    if row == 0:
        return head
    return day if isinstance(value, dt.date) else cell
