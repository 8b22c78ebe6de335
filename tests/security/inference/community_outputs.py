"""Everything that an office, the public or a mailbox gets of a community, to compare two worlds that differ in one
thing.

Call everything within `undone()` and with `timezone.now` patched, so that two readings of one world are equal.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core import mail
from django.db import ProgrammingError, models, transaction
from django.http import HttpResponseBase
from django.test import Client, TestCase
from django.utils import timezone

from communities.actions.mail_queue import send_waiting
from communities.models import Office
from communities.tasks import remind_all
from dashboards.figures.sending import send_all
from dashboards.models import SentView
from evaluation.actions.survey_emails import email_staff
from evaluation.models import Submission
from reports.build import Subject, draw_pdf, take_snapshot
from reports.choice import Choice
from reports.xlsx import draw_xlsx
from stakeholders.actions.briefing_files import make_briefing
from stakeholders.briefings.snapshot import digest, get_current_snapshot
from stakeholders.models import Briefing, BriefingFile
from tests.base import World, sign_in, tenant_models, within
from tests.matrix.response_contents import get_mail, unpacked
from tests.matrix.routes import OURS, ask, door, of_its_town
from tests.matrix.samples import Samples
from tests.page_text import remove_changing
from tests.security.isolation.address_walk import files_on, in_each_format
from tfc.periods import HalfYear

READERS = {"office": "usa-staff", "international": "oasis-staff", "public": None, "open": None}
# Query parameters that show more of a page or file, by the end of its route.
QUERIES = {"<slug:part>/": "?as=json", "<slug:file_format>": "?metadata"}
CHANGING = re.compile(
    # The time of a file, the key of an empty form, and the id of a row that both readings created.
    r"\d{4}-\d\d-\d\d[T ]\d\d:[\d:.]+(\+00:00|Z)?"
    r'|value="[0-9a-f]{8}-[0-9a-f-]{27}"'
    r"|sent=\d+"
    # The headers of a single message.
    r"|\((\'Message-ID\'|\'Date\'), [^)]+\)|(stop|unsubscribe)/[^\s>]+"
)


def get_text(content: bytes) -> str:
    """Return the text. Archive entries have a time, so only their contents are read."""
    parts = list(unpacked(content))
    is_archive = content.startswith(b"PK") and len(parts) > 1
    text = b"\n".join(parts[1:] if is_archive else parts).decode(errors="replace")
    return CHANGING.sub("", remove_changing(text))


def read_pages(world: World, samples: Samples, half_year: HalfYear) -> dict[str, str]:
    """Read the pages and files that the office, the international office and the public open, in each format."""
    return {
        url: get_text(content)
        for route in sorted(OURS)
        if door(route)[0] in READERS
        for url, content in _read_route(route, world, samples, half_year)
    }


def _read_route(
    route: str, world: World, samples: Samples, half_year: HalfYear
) -> Iterator[tuple[str, bytes]]:
    kind = door(route)[0]
    person = READERS[kind]
    client = sign_in(Client(), world[person]) if person else Client()
    tenant = "usa" if kind == "office" else "hill"
    ids = samples.ids[tenant] | of_its_town(kind, tenant, samples)
    chosen = {"half_year": str(half_year), "part": "diverse_participation"}
    paths = {path for values in (ids, ids | chosen) for path in in_each_format(route, tenant, values, world)}
    queries = [query for end, query in QUERIES.items() if route.endswith(end)]
    for path in sorted(url + query for url in paths for query in ("", *queries)):
        response, _ = ask(client, "get", path)
        if response.status_code != 200:
            continue
        content = _get_content(response)
        yield path, content
        for url in files_on(path, content):
            response, _ = ask(client, "get", url)
            yield url, _get_content(response)


def _get_content(response: HttpResponseBase) -> bytes:
    """Return the content without headers, which differ between requests."""
    streamed = getattr(response, "streaming_content", ())
    return b"".join(streamed) if response.streaming else response.content  # type: ignore[attr-defined]


def read_documents(world: World, half_year: HalfYear) -> dict[str, str]:
    """Read the reports of each scope as PDF, workbook and data, and the briefings."""
    choice = Choice((world.hill.pk,), (str(half_year),), ("diverse_participation",))
    subjects = {
        "community": Subject(world.usa, world.hill, str(half_year), "en"),
        "office": Subject(world.usa, None, str(half_year), "en", "office"),
        "international": Subject(world.oasis, None, str(half_year), "en", "international"),
        "custom": Subject(world.usa, None, str(half_year), "en", "custom", choice),
    }
    documents: dict[str, str] = {}
    for name, subject in subjects.items():
        snapshot = take_snapshot(subject)
        documents |= {
            f"{name}.json": str(snapshot),
            f"{name}.pdf": get_text(draw_pdf(snapshot)),
            f"{name}.xlsx": get_text(draw_xlsx(snapshot)),
        }
    with within(world.hill):
        for briefing in Briefing.objects.all():
            now = timezone.now()
            result = digest(get_current_snapshot(briefing, world.hill, now))
            make_briefing(
                briefing=briefing, community=world.hill, displayed_digest=result, by=world["hill-coordinator"]
            )
        for file in BriefingFile.objects.all():
            documents[file.name] = get_text(bytes(file.content))
    return documents


def send_letters(world: World, half_year: HalfYear) -> dict[str, str]:
    """Read the emails and PDFs that tasks send to staff within a week: reminders, digests, figures, submitted
    surveys."""
    mail.outbox.clear()
    now = timezone.now()
    with TestCase.captureOnCommitCallbacks(execute=True):
        with within(world.hill):
            email_staff(Submission.objects.get(round__half_year=str(half_year)), world.hill)
        # Two hours of each day, since reminders are sent in the morning of their place.
        for hours in range(0, 8 * 24, 12):
            remind_all(now=now + timedelta(hours=hours))
        send_all(now=now)
    send_waiting()
    staff = {world[name].email for name in READERS.values() if name}
    letters = [message for message in mail.outbox if staff & set(message.recipients())]
    return {
        f"letter {number} to {message.to}: {message.subject}": get_text(get_mail(message))
        for number, message in enumerate(letters)
    } | {f"view {number}": text for number, text in enumerate(_read_sent_views(world))}


def _read_sent_views(world: World) -> Iterator[str]:
    for office in (world.usa, world.oasis):
        with within(office):
            for view in SentView.objects.filter(community=None).order_by("pk"):
                yield get_text(bytes(view.content))


def read_rows(world: World) -> dict[str, list[str]]:
    """Read the rows of every table that the office logins read: notifications, figures, audit log, queued jobs."""
    return {
        f"{office.slug} {model._meta.label}": rows
        for office in (world.usa, world.oasis)
        for model in tenant_models()
        if (rows := _read_table(office, model))
    }


def _read_table(office: Office, model: type[models.Model]) -> list[str]:
    with within(office):
        try:
            with transaction.atomic():
                rows: list[dict[str, Any]] = list(model._base_manager.order_by("pk").values())
        except ProgrammingError:
            # Offices have no column of this table.
            return []
    return [_get_row_text(row) for row in rows]


def _get_row_text(row: dict[str, Any]) -> str:
    """Return the row without its id, with files unpacked."""
    return str(
        {
            name: get_text(bytes(value)) if isinstance(value, memoryview | bytes) else value
            for name, value in row.items()
            if name != "id"
        }
    )
