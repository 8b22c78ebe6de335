"""Asking the provider by email, and confirming in a call or in person."""

import datetime as dt
import smtplib
import threading

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from support.actions.confirming import ask_provider
from support.models import ServiceConfirmation
from tests.base import COMMITTED, World, within
from tests.row_sets import stored_world
from tests.support.readiness_base import called
from tests.support.services_base import SECRET, again, ask_service, days_ago, make, services, stored, today


class Refusing(EmailBackend):
    """A mail server that refuses everything."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected


def url(service, rest: str, slug: str = "hill") -> str:
    return services(slug, f"{service.pk}/{rest}")


def questions(world: World) -> list[ServiceConfirmation]:
    with within(world.hill):
        return list(ServiceConfirmation.objects.order_by("id"))


def link_in(message) -> str:
    return next(word for word in message.body.split() if "/confirm/" in word)


class TestAsk:
    def test_it_sends_a_link_and_keeps_only_its_hash(
        self, world: World, signed_in, django_capture_on_commit_callbacks
    ):
        service = make(world.hill, email="desk@hope.example", address=SECRET, phone="+1 626-555-0142")
        with django_capture_on_commit_callbacks(execute=True):
            response = signed_in("hill-leader").post(url(service, "ask/"))
        [message], [question] = mail.outbox, questions(world)
        token = link_in(message).rstrip("/").rpartition("/")[2]
        assert response["Location"] == url(service, "")
        assert message.to == ["desk@hope.example"]
        assert "/p/hill/confirm/" in message.body
        assert len(token) > 40
        assert token not in str(vars(question))
        assert question.sent_at is not None
        assert question.expires_at == question.sent_at + dt.timedelta(days=14)
        for detail in ("Safe House", SECRET, "555-0142"):
            assert detail not in f"{message.subject} {message.body}"

    def test_it_says_so_at_the_top_of_the_page_and_whether_it_left(
        self, world: World, signed_in, django_capture_on_commit_callbacks
    ):
        service, client = make(world.hill, email="desk@hope.example"), signed_in("hill-leader")
        failed = "The email could not be sent."
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url(service, "ask/"))
        page = client.get(url(service, "")).content.decode()
        sentence = "Hope Center will get an email."
        assert 0 < page.index(sentence) < page.index("no answer yet. The link works until")
        assert failed not in page
        with within(world.hill):
            ServiceConfirmation.objects.update(sent_at=None, expires_at=None)
        page = client.get(url(service, "")).content.decode()
        assert page.count(failed) == 1
        assert page.index(failed) < page.index("about-heading")

    def test_it_writes_in_the_language_of_the_office(
        self, world: World, signed_in, django_capture_on_commit_callbacks
    ):
        world.usa.language = "es"
        world.usa.save()
        service = make(world.hill, email="desk@hope.example")
        with django_capture_on_commit_callbacks(execute=True):
            signed_in("hill-leader").post(url(service, "ask/"))
        # The Spanish form of the day: "9 de diciembre de 2026".
        assert f" de {questions(world)[0].expires_at:%Y}" in mail.outbox[0].body

    def test_a_double_click_asks_once_also_before_the_first_e_mail_left(
        self, world: World, django_capture_on_commit_callbacks
    ):
        service = make(world.hill, email="desk@hope.example")
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(2):
                with within(world.hill):
                    ask_provider(service=service, community=world.hill, by=world["hill-leader"])
        assert len(questions(world)) == len(mail.outbox) == 1

    def test_it_says_when_no_mail_server_took_it(
        self, world: World, signed_in, settings, django_capture_on_commit_callbacks
    ):
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        service, client = make(world.hill, email="desk@hope.example"), signed_in("hill-leader")
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url(service, "ask/"))
        assert "The email could not be sent" in client.get(url(service, "")).content.decode()
        assert [(question.sent_at, question.token_hash) for question in questions(world)] == [(None, "")]
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url(service, "ask/"))
        assert len(mail.outbox) == 1
        assert "no answer yet" in client.get(url(service, "")).content.decode()

    def test_it_sends_one_email_for_a_double_click(
        self, world: World, signed_in, django_capture_on_commit_callbacks
    ):
        service, client = make(world.hill, email="desk@hope.example"), signed_in("hill-leader")
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                client.post(url(service, "ask/"))
        assert (len(mail.outbox), len(questions(world))) == (1, 1)

    def test_a_new_link_ends_the_old_one(
        self, world: World, signed_in, client, django_capture_on_commit_callbacks
    ):
        service = make(world.hill, email="desk@hope.example")
        earlier = timezone.now() - dt.timedelta(days=3)
        old = ask_service(world, service, "old-token", sent_at=earlier)
        with django_capture_on_commit_callbacks(execute=True):
            signed_in("hill-leader").post(url(service, "ask/"))
        expired = again(world, old).expires_at
        assert expired is not None
        assert expired <= timezone.now()
        assert client.get("/p/hill/confirm/old-token/").status_code == 410
        path = link_in(mail.outbox[0]).partition("/p/")[2]
        assert client.get(f"/p/{path}").status_code == 200

    def test_it_needs_an_address(self, world: World, signed_in):
        service = make(world.hill)
        page = signed_in("hill-leader").post(url(service, "ask/"), follow=True).content.decode()
        assert "Enter the provider&#x27;s email address, or confirm by phone." in page
        assert questions(world) == []


WRONG_CONFIRM = [{"on": "2099-01-01"}, {"on": ""}, {"on": "1999-01-01"}, {"way": "link"}, {"way": ""}]


class TestConfirm:
    def test_it_notes_a_call(self, world: World, signed_in):
        service = make(world.hill)
        client, day = signed_in("hill-leader"), days_ago(world.hill, 2)
        assert "Never call a hotline to test it" in client.get(url(service, "confirm/")).content.decode()
        client.post(url(service, "confirm/"), {"way": "call", "on": day})
        client.post(url(service, "confirm/"), {"way": "call", "on": day})
        assert stored(world.hill, service).confirmed_on == day
        assert [(question.way, question.reply, question.replied_on) for question in questions(world)] == [
            ("call", "right", day)
        ]

    def test_an_older_word_never_replaces_a_newer_one(self, world: World, signed_in):
        newest = days_ago(world.hill, 2)
        service = make(world.hill, confirmed_on=newest)
        signed_in("hill-leader").post(
            url(service, "confirm/"), {"way": "meeting", "on": days_ago(world.hill, 30)}
        )
        assert stored(world.hill, service).confirmed_on == newest

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_CONFIRM:
            with subtests.test(bad=bad):
                service = make(world.hill)
                data = {"way": "call", "on": today(world.hill)} | bad
                response = signed_in("hill-leader").post(url(service, "confirm/"), data)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert stored(world.hill, service).confirmed_on is None

    def test_a_call_that_nobody_answered_confirms_nothing(self, world: World, signed_in):
        service, client = make(world.hill), signed_in("hill-leader")
        data = {"way": "call", "on": today(world.hill)}
        failed = called(world, service, answered=False, accepts=[])
        response = client.post(url(service, "confirm/"), data)
        assert response.status_code == 422
        assert "Your call on this date was not answered." in response.content.decode()
        assert stored(world.hill, service).confirmed_on is None
        # They met, or another call of that day was answered.
        assert client.post(url(service, "confirm/"), data | {"way": "meeting"}).status_code == 302
        with within(world.hill):
            type(failed).objects.filter(pk=failed.pk).update(deleted_at=timezone.now())
        assert client.post(url(service, "confirm/"), data).status_code == 302


@COMMITTED
def test_two_at_once_leave_one_link_that_works():
    world = stored_world()
    service = make(world.hill, email="desk@hope.example")

    def run() -> None:
        try:
            with within(world.hill):
                ask_provider(service=service, community=world.hill, by=world["hill-leader"])
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert mail.outbox
    with within(world.hill):
        assert ServiceConfirmation.objects.filter(expires_at__gt=timezone.now()).count() == 1
