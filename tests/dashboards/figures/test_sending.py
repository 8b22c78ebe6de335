"""A view of figures as a PDF: now, or scheduled once a period, to those who may still read it."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pypdf import PdfReader

from communities.models import Membership, NoticeSetting
from dashboards.figures import sending
from dashboards.figures.sending import send_all
from dashboards.figures.stopping import stop_path
from dashboards.models import Frequency, SentView, ViewSubscription
from dashboards.models.subscriptions import get_next_day, get_period
from evaluation.measures.measured import count
from evaluation.models import Round
from tests.base import World, sign_in, within
from tests.dashboards.figures.test_comparison import H1, MEETINGS, store
from tests.line_breaks import keep_together

URL = "/c/hill/figures/"
# A Wednesday; the Sunday before the next Monday in Los Angeles, when it is Monday in London; and that Monday.
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
SUNDAY_THERE = datetime(2026, 11, 30, 5, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 20, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("frequency", "day", "period"),
    [
        (Frequency.WEEKLY, date(2026, 11, 29), "2026-W48"),
        (Frequency.WEEKLY, date(2026, 11, 30), "2026-W49"),
        (Frequency.WEEKLY, date(2027, 1, 1), "2026-W53"),
        (Frequency.MONTHLY, date(2026, 12, 1), "2026-12"),
        (Frequency.HALF_YEAR, date(2026, 12, 31), "2026-H2"),
        (Frequency.HALF_YEAR, date(2027, 1, 1), "2027-H1"),
    ],
)
def test_a_period_begins_on_its_first_day(frequency: str, day: date, period: str):
    assert get_period(frequency, day) == period
    begins = get_next_day(frequency, day)
    assert get_period(frequency, begins - timedelta(days=1)) == period != get_period(frequency, begins)


@pytest.fixture
def subscription(world: World) -> ViewSubscription:
    """A member of Hill receives the view each Monday since the week of the Wednesday."""
    store(world.hill, MEETINGS, count(7331, upper=7331))
    with within(world.hill):
        return ViewSubscription.objects.create(
            office=world.usa, community=world.hill, user=world["hill-member"], frequency=Frequency.WEEKLY,
            language="es", last_period="2026-W48",
        )  # fmt: skip


def get_words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def it_holds_what_the_page_shows(client: Client, path: str, pdf_text: str) -> None:
    shown = {
        URL: ["4a Cross-sector meetings 7,331", "Nothing to compare with yet."],
        "/office/usa/figures/": ["Hill", "Acting · Unknown · Not started"],
        "/international/": ["Surveys", "Oasis USA January to June 2026 2 2 0 0 0 0"],
    }
    assert [text for text in shown[path] if text not in pdf_text] == []
    if path.startswith("/office/"):
        nobody = get_words(client.get(f"{path}?look=table&stage=sharing&pdf=now").content)
        assert ("No results" in nobody, "Not computed yet" in nobody) == (True, False)


def sent(world: World) -> list[str]:
    with within(world.hill):
        return list(SentView.objects.order_by("pk").values_list("period", flat=True))


def test_it_is_sent_once_a_period_and_the_mail_holds_a_link_and_no_figure(
    world: World, subscription: ViewSubscription, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert [send_all(now=now) for now in (WEDNESDAY, SUNDAY_THERE, MONDAY, MONDAY + timedelta(days=3))] == [
            0, 0, 1, 0,
        ]  # fmt: skip
    assert sent(world) == ["2026-W49"]
    (message,) = mail.outbox
    with within(world.hill):
        view = SentView.objects.get()
    assert message.to == ["hill-member@example.org"]
    assert f"{URL}?sent={view.pk}" in message.body
    assert not re.search(r"7\D?331", str(message.body))
    stop = str(message.body).split()[-1]
    assert "/stop/" in stop
    assert message.extra_headers == {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    response = sign_in(Client(), world["hill-member"]).get(f"{URL}?sent={view.pk}")
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    root: Any = PdfReader(io.BytesIO(response.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert sign_in(Client(), world["hill-leader"]).get(f"{URL}?sent={view.pk}").status_code == 404
    assert sign_in(Client(), world["dale-member"]).get(f"/c/dale/figures/?sent={view.pk}").status_code == 404
    old_login = sign_in(Client(), world["hill-member"], at=WEDNESDAY.timestamp() - 24 * 60 * 60)
    assert old_login.get(f"{URL}?sent={view.pk}").status_code == 302
    send_all(now=MONDAY + timedelta(days=91))
    assert sent(world) == ["2027-W09"]


def test_a_worker_that_was_killed_leaves_nothing_and_the_next_one_sends(
    world: World, subscription: ViewSubscription, monkeypatch, django_capture_on_commit_callbacks
):
    def killed(*_args: object) -> bytes:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(sending, "draw_pdf", killed)
        assert send_all(now=MONDAY) == 0
    assert (sent(world), mail.outbox) == ([], [])
    with django_capture_on_commit_callbacks(execute=True):
        assert send_all(now=MONDAY + timedelta(hours=1)) == 1
    assert len(mail.outbox) == 1


def test_who_may_not_read_it_any_more_gets_nothing(world: World, subscription: ViewSubscription):
    Membership.objects.filter(user=world["hill-member"]).update(ended_at=WEDNESDAY)
    assert send_all(now=MONDAY) == 0
    with within(world.hill):
        assert ViewSubscription.objects.count() == 0


def test_who_wants_no_e_mails_finds_it_on_the_page(
    world: World, subscription: ViewSubscription, signed_in, django_capture_on_commit_callbacks
):
    NoticeSetting.objects.create(user=world["hill-member"], emails_off=True)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_all(now=MONDAY) == 1
    assert mail.outbox == []
    page = signed_in("hill-member").get(URL)
    assert keep_together("PDF sent on Nov. 30, 2026 at noon (Pacific Time)") in page.content.decode()
    assert [sent.name for sent in page.context["asked"][0].sent] == ["figures-hill-2026-W49.pdf"]


def test_the_link_in_the_mail_stops_it_without_signing_in_and_only_when_asked(
    world: World, subscription: ViewSubscription
):
    path, client = stop_path(subscription), Client(enforce_csrf_checks=True)
    page = client.get(path)
    assert (page.status_code, page["Cache-Control"], page.cookies) == (200, "no-store", {})
    assert 'lang="es"' in page.content.decode()
    for chosen, sent, title in (
        ("", "", "¿Detener estos correos?"),
        ("", "en", "Stop these emails?"),
        ("en", "", "Stop these emails?"),
        ("en", "es", "¿Detener estos correos?"),
    ):
        browser = Client()
        if chosen:
            browser.cookies["django_language"] = chosen
        assert title in browser.get(path, {"lang": sent}).content.decode()
    with within(world.hill):
        assert ViewSubscription.objects.count() == 1
    for bad in ("no", path.split("/")[2][:-1], "\x00"):
        assert client.post(f"/stop/{bad}/").status_code == 410
    for _again in range(2):
        answer = client.post(path, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
        with within(world.hill):
            assert ViewSubscription.objects.count() == 0
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "person", "other"),
    [
        (URL, "hill-member", "hill-coordinator"),
        ("/office/usa/figures/", "usa-staff", "oasis-staff"),
        ("/international/", "oasis-staff", None),
    ],
)
def test_each_page_is_asked_for_and_stopped_and_drawn_now(
    world: World, signed_in, path: str, person: str, other: str | None
):
    with within(world.usa):
        Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at=WEDNESDAY)
    store(world.hill, MEETINGS, count(7331, upper=7331))
    client = signed_in(person)
    now = client.get(f"{path}?look=table&pdf=now")
    assert (now.status_code, now.content[:5]) == (200, b"%PDF-")
    it_holds_what_the_page_shows(client, path, get_words(now.content))
    assert client.post(path, {"frequency": "daily"}).status_code == 422
    for frequency in ("monthly", "weekly"):
        assert (
            client.post(f"{path}?round={H1}&look=table&x=<script>", {"frequency": frequency}).status_code
            == 302
        )
    page = client.get(path)
    # At the top of the page, with the first day.
    assert "You will get this view by email from" in page.content.decode()
    (row,) = page.context["asked"]
    view_found = row.subscription
    assert (view_found.frequency, view_found.query) == ("weekly", "" if path == URL else view_found.query)
    assert "script" not in view_found.query
    texts = {
        "hill-member": "All items by half-year",
        "usa-staff": "January to June 2026 · Table · All communities",
        "oasis-staff": "1a Meets consistently",
    }
    assert texts[person] in row.text
    assert row.next_at.weekday() == 0
    for bad in ("\x00", "99999999999999999999", "no"):
        assert client.post(path, {"stop": bad}).status_code == 404
        assert client.get(path, {"sent": bad}).status_code == 404
    if other:
        stranger = sign_in(Client(), world[other])
        assert stranger.get(path).context["asked"] == []
        assert stranger.post(path, {"stop": view_found.pk}).status_code == (
            403 if other == "oasis-staff" else 404
        )
    assert send_all(now=datetime(2040, 1, 2, 20, tzinfo=UTC)) == 1
    assert len(client.get(path).context["asked"][0].sent) == 1
    stopped = client.post(path, {"stop": view_found.pk}, follow=True)
    assert "You will no longer get this view by email." in stopped.content.decode()
    assert stopped.context["asked"] == []


def test_twenty_views_are_enough(world: World, signed_in):
    store(world.hill, MEETINGS, count(7331, upper=7331))
    with within(world.hill):
        ViewSubscription.objects.bulk_create(
            ViewSubscription(
                office=world.usa, community=world.hill, user=world["hill-member"], query=f"x={number}",
                frequency=Frequency.WEEKLY, language="en", last_period="2026-W48",
            )
            for number in range(20)
        )  # fmt: skip
    answer = signed_in("hill-member").post(URL, {"frequency": "weekly"})
    assert answer.status_code == 422
    assert "Stop one first" in answer.content.decode()
