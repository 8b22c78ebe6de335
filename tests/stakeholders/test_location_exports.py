"""A location note leaves only by its own page and the coordinator's own export.

tests/matrix checks every page for every person; this checks logs, error reports, emails, sessions, other scopes and
logins, and exported files.
"""

import datetime as dt
import io
import json
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
from celery.signals import before_task_publish
from django.core import mail
from django.core.management import call_command
from django.db import ProgrammingError, connections, transaction
from django.test import Client
from django.utils import timezone
from django.views.debug import ExceptionReporter
from openpyxl import load_workbook
from pypdf import PdfReader

from communities.tasks import remind_all
from evaluation.models import Round
from reports.build import Subject, build
from reports.jobs import queue_due
from stakeholders.models import Finding, FindingLocation
from tests.base import COMMITTED, World, sign_in, within
from tests.reports.report_samples import NOW, fill
from tests.row_sets import stored_world
from tests.stakeholders.findings_base import CANARY, add_finding, findings, locate, located, readings


def at(finding: Finding) -> str:
    return findings("hill", f"{finding.pk}/location/")


def mailed() -> str:
    return "".join(
        f"{message.subject} {message.body} {getattr(message, 'alternatives', '')}" for message in mail.outbox
    )


def test_it_is_in_no_log_message_session_or_email(world: World, signed_in, caplog):
    caplog.set_level(logging.DEBUG)
    finding, client = add_finding(world.hill), signed_in("hill-coordinator")
    steps = [
        ({"step": "write", "note": f"{CANARY} 626 555 0142", "version": ""}, 422),
        ({"step": "write", "note": CANARY * 100, "version": ""}, 422),
        ({"step": "write", "note": CANARY, "version": ""}, 302),
        ({"step": "write", "note": f"other {CANARY}", "version": ""}, 409),
        ({"step": "show"}, 200),
        ({"step": "remove"}, 200),
    ]
    for data, status in steps:
        assert client.post(at(finding), data).status_code == status
        assert CANARY not in repr(dict(client.session))
    assert client.post(findings("hill", "export/")).status_code == 200
    assert HTTPStatus(422).phrase in caplog.text
    assert CANARY not in caplog.text
    assert CANARY not in repr([record.__dict__ for record in caplog.records])
    assert CANARY not in mailed()


def test_it_is_found_by_no_search(world: World, signed_in):
    finding = add_finding(world.hill)
    locate(world.hill, finding, world["hill-coordinator"])
    response = signed_in("hill-coordinator").get(findings("hill"), {"text": CANARY})
    assert response.context["findings"] == []


def test_it_opens_in_a_coordinators_scope_of_its_own_community_alone(world: World):
    locate(world.hill, add_finding(world.hill), world["hill-coordinator"])

    def count_readable() -> int:
        return FindingLocation.objects.count()

    assert count_readable() == 0
    for tenant, coordinator in (
        (world.usa, False),
        (world.oasis, False),
        (world.hill, False),
        (world.dale, True),
    ):
        with within(tenant, coordinator=coordinator):
            assert count_readable() == 0
            assert FindingLocation.objects.all().delete()[0] == 0
    with within(world.hill, coordinator=True):
        assert count_readable() == 1


def test_nobody_below_a_coordinator_can_write_one(world: World):
    finding = add_finding(world.hill)
    with within(world.hill), pytest.raises(ProgrammingError), transaction.atomic():
        FindingLocation.objects.create(finding=finding, note="x", written_by=world["hill-leader"])


@contextmanager
def refusing(table: str) -> Iterator[None]:
    """Make the table refuse rows, so that a view that writes one fails."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT refusing CHECK (false) NOT VALID")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT refusing")


@COMMITTED
class TestBrokenPages:
    @pytest.fixture
    def town(self, settings, transactional_db: None) -> World:
        settings.ADMINS = [("Admin", "admin@example.org")]
        return stored_world()

    def broken(self, town: World, finding: Finding, data: dict[str, str], caplog) -> None:
        """Open the failing page and check that no error report contains the note."""
        caplog.set_level(logging.DEBUG)
        client = sign_in(Client(raise_request_exception=False), town["hill-coordinator"])
        response = client.post(at(finding), data)
        assert response.status_code == 500
        reporter = ExceptionReporter(response.wsgi_request, *vars(response)["exc_info"])
        assert "Internal Server Error" in caplog.text
        assert "Internal Server Error" in mailed()
        texts = (response.content.decode(), caplog.text, mailed(), reporter.get_traceback_text())
        assert [text for text in texts if CANARY in text] == []
        assert CANARY not in reporter.get_traceback_html()

    def test_it_is_not_revealed_when_it_cannot_be_saved(self, town: World, caplog):
        finding = add_finding(town.hill)
        with refusing("stakeholders_findinglocation"):
            self.broken(town, finding, {"step": "write", "note": CANARY, "version": ""}, caplog)
        assert located(town.hill, finding) is None

    def test_it_is_not_shown_when_the_reading_cannot_be_written_down(self, town: World, caplog):
        finding = add_finding(town.hill)
        locate(town.hill, finding, town["hill-coordinator"])
        with refusing("stakeholders_locationreading"):
            self.broken(town, finding, {"step": "show"}, caplog)
        assert readings(town.hill, finding) == []


@COMMITTED
class TestOtherLogins:
    def test_the_figures_login_may_not_even_ask(self):
        world = stored_world()
        locate(world.hill, add_finding(world.hill), world["hill-coordinator"])
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using="figures"):
            FindingLocation.objects.using("figures").count()

    @pytest.mark.parametrize("of_office", [False, True], ids=["community", "office"])
    def test_no_report_holds_it(self, of_office: bool):
        world = stored_world()
        fill(world)
        finding = add_finding(world.hill, "Told in the finding")
        locate(world.hill, finding, world["hill-coordinator"])
        built = build(Subject(world.usa, None if of_office else world.hill, "2026-H1", "en"))
        files = built.files
        pages = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(files["pdf"])).pages)
        book = load_workbook(io.BytesIO(files["xlsx"]))
        cells = repr([list(sheet.values) for sheet in book])
        assert "Hill" in pages
        assert "Hill" in cells
        for text in (json.dumps(built.snapshot, default=str), pages, cells):
            assert CANARY not in text
        assert readings(world.hill, finding) == []


@COMMITTED
class TestBesideThePages:
    @pytest.fixture
    def finding(self) -> tuple[World, Finding]:
        world = stored_world()
        fill(world)
        finding = add_finding(world.hill, observed_on=date(2026, 3, 3))
        locate(world.hill, finding, world["hill-coordinator"])
        return world, finding

    @pytest.mark.thorough
    def test_no_task_receives_it(self, finding: tuple[World, Finding], client):
        world, finding_row = finding
        sent: list[str] = []
        with within(world.usa):
            round_id = Round.objects.get(half_year=NOW).pk

        def hear(**message: object) -> None:
            sent.append(repr(message))

        before_task_publish.connect(hear)
        try:
            person = sign_in(client, world["hill-coordinator"])
            person.post(at(finding_row), {"step": "show"})
            assert person.post(findings("hill", "export/")).status_code == 200
            form_data = {"round": round_id, "language": "en", "client_id": str(uuid.uuid4())}
            assert person.post("/c/hill/reports/new/", form_data).status_code == 302
            assert queue_due() == 1
        finally:
            before_task_publish.disconnect(hear)
        # At any hour, since it is morning somewhere.
        for hours in range(24):
            remind_all(now=timezone.now() + dt.timedelta(hours=hours))
        assert sent
        assert [text for text in sent if CANARY in text] == []
        assert CANARY not in mailed()

    @pytest.mark.thorough
    def test_no_command_prints_or_writes_it(self, finding: tuple[World, Finding], tmp_path: Path):
        printed = io.StringIO()
        for form in ("table", "json"):
            call_command("figures", "--community", "hill", "--round", NOW, "--format", form, stdout=printed)
        where = ("--round", NOW, "--output", str(tmp_path))
        call_command("build_report", "--community", "hill", *where, stdout=printed)
        call_command("build_report", "--office", "usa", *where, stdout=printed)
        written = list(tmp_path.iterdir())
        assert len(written) == 6
        assert CANARY not in printed.getvalue()
        assert [path.name for path in written if CANARY.encode() in unpacked(path)] == []


def unpacked(path: Path) -> bytes:
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in PdfReader(path).pages).encode()
    if path.suffix == ".xlsx":
        return repr([list(sheet.values) for sheet in load_workbook(path)]).encode()
    return path.read_bytes()
