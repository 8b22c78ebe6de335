"""The coordinator's own copy of the research as a spreadsheet; the one file that may contain location notes."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.workbook import Workbook

from stakeholders.findings import display_finding
from stakeholders.models import Finding, FocusStakeholder, Research, ResearchMethod, ResearchStep, Strategy
from stakeholders.strategies import StrategyProgress as ShownStrategy
from stakeholders.vulnerabilities import catalogue
from tfc.lists import Kind
from tfc.lists.xlsx import HEAD, get_look, open_workbook
from tfc.text.punctuation import listed

# The first row has the column names.
Table = Iterator[Sequence[Any]]
WIDEST = 60


def research_workbook(findings: Iterable[Finding], locations: Mapping[int, str], today: dt.date) -> bytes:
    """Return the file. ``findings`` with their research; ``locations``: the notes by the finding's id. Six more
    queries.
    """
    output = io.BytesIO()
    book = open_workbook(output)
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
        _("Vulnerability"), _("Kind"), _("What you found"), _("Location note"), _("Severity"), _("Confidence"),
        _("Severity × confidence"), _("Who is affected"), _("Method"), _("Date"), _("People who told you"),
        _("Checked with the community on"), _("Status"), _("Research"),
    ]  # fmt: skip
    vulnerabilities = catalogue()
    for finding in findings:
        row = display_finding(finding, vulnerabilities, today)
        yield [
            str(row.title), str(row.group), finding.summary, locations.get(finding.pk, ""), finding.severity,
            finding.confidence, row.score, listed(finding.affected_names), finding.get_method_display(),
            finding.observed_on, finding.people_heard, finding.checked_on, finding.get_status_display(),
            str(finding.research or ""),
        ]  # fmt: skip


def _researches() -> Table:
    yield [_("Question"), _("Began on"), _("Closed on")]
    for research in Research.objects.not_deleted().newest_first():
        yield [research.question, research.begun_on, research.closed_on]


def _steps() -> Table:
    yield [_("Research"), _("Step"), _("Began on"), _("Done on"), _("Led by"), _("Note")]
    rows = ResearchStep.objects.filter(deleted_at=None, research__deleted_at=None)
    for step in rows.select_related("research", "led_by__user").order_by("research_id", "id"):
        led_by = str(step.led_by.user) if step.led_by else ""
        yield [str(step.research), step.get_step_display(), step.begun_on, step.done_on, led_by, step.note]


def _methods() -> Table:
    yield [_("Research"), _("Method"), _("Began on"), _("Done on"), _("People heard"), _("Note")]
    rows = ResearchMethod.objects.filter(deleted_at=None, research__deleted_at=None)
    for research_method in rows.select_related("research").order_by("research_id", "id"):
        method = research_method.get_method_display()
        yield [
            str(research_method.research),
            method,
            research_method.begun_on,
            research_method.done_on,
            research_method.people_heard,
            research_method.note,
        ]


def _focuses() -> Table:
    yield [
        _("Sector"), _("Organization"), _("Chosen on"), _("What you will do"), _("Person responsible"),
        _("Due date"), _("Ended on"), _("Why it ended"),
    ]  # fmt: skip
    rows = FocusStakeholder.objects.not_deleted().filter(decision__deleted_at=None)
    for focus in rows.select_related("organization", "decision").order_by("decision__decided_on", "id"):
        yield [
            focus.get_sector_display(), str(focus.organization or ""), focus.decision.decided_on, focus.plan,
            focus.plan_person, focus.plan_due, focus.ended_on, focus.end_reason,
        ]  # fmt: skip


def _strategies(today: dt.date) -> Table:
    yield [
        _("Organization"), _("Strategy"), _("Purpose"), _("Level"), _("Newest evidence"), _("Note"),
        _("Ended on"), _("Why it ended"),
    ]  # fmt: skip
    rows = Strategy.objects.not_deleted().with_progress(today).select_related("organization")
    for strategy in rows.order_by("organization__name", "id"):
        far = ShownStrategy(strategy, today)
        yield [
            str(strategy.organization), far.title, strategy.get_purpose_display(), str(far.standing.label),
            strategy.evidence_on, strategy.note, strategy.ended_on, strategy.end_reason,
        ]  # fmt: skip


def _sheet(book: Workbook, name: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write a sheet with a frozen bold header row and columns as wide as their content."""
    head, cell, day = map(book.add_format, (HEAD, get_look(Kind.TEXT), get_look(Kind.DATE)))
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
