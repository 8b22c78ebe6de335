"""The page of the provider's link, and how the team settles the answer."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from support.models import Service
from tests.base import World, sign_in, within
from tests.line_breaks import keep_together
from tests.support.public_base import publish
from tests.support.services_base import (
    SECRET,
    TOKEN,
    again,
    ask_service,
    days_ago,
    make,
    service_data,
    services,
    span,
    stored,
    today,
)


def link(token: str = TOKEN, slug: str = "hill") -> str:
    return f"/p/{slug}/confirm/{token}/"


@pytest.fixture
def service(world: World) -> Service:
    return make(
        world.hill,
        address=SECRET,
        phone="+1 626-555-0142",
        eligibility="Women over 18",
        hours=[span(5, "22:00", "06:00")],
    )


@pytest.fixture
def question(world: World, service: Service):
    return ask_service(world, service)


WRONG_ANSWER = [{}, {"reply": "x"}, {"reply": "changed"}, {"reply": "changed", "changes": "x" * 601}]


class TestAnswer:
    def test_it_shows_the_provider_everything_of_its_own(self, client: Client, question):
        page = client.get(link()).content.decode()
        for text in (
            "Safe House",
            "Housing and shelter",
            "English",
            "+1 626-555-0142",
            SECRET,
            "Women over 18",
        ):
            assert text in page
        assert keep_together("Saturday: 10 p.m.–6 a.m.") in page
        assert "Confidential: only leaders and coordinators see it." in page
        assert page.count('type="radio"') == 3
        assert 'href="/p/hill/privacy/"' in page

    def test_it_has_a_quick_exit_and_a_neutral_title(self, client: Client, question):
        page = client.get(link()).content.decode()
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert " ".join(title.split()) == "Is this information correct?"
        first = page.partition("<body")[2].partition("<a ")[2]
        assert first.split()[:2] == ['class="exit-button"', "data-exit"]

    def test_right_confirms_on_the_local_day(self, world: World, client: Client, service, question):
        response = client.post(link(), {"reply": "right", "changes": "ignored"})
        assert "Thank you" in response.content.decode()
        assert stored(world.hill, service).confirmed_on == today(world.hill)
        now = again(world, question)
        assert (now.reply, now.changes, now.replied_on) == ("right", "", today(world.hill))
        assert now.settled_at is not None
        assert mail.outbox == []

    @pytest.mark.parametrize(
        ("data", "stays"),
        [
            ({"reply": "changed", "changes": "New phone"}, ("changed", "New phone")),
            ({"reply": "closed"}, ("closed", "")),
        ],
    )
    def test_anything_else_waits_for_the_team(self, world, client, service, question, data, stays):
        client.post(link(), data)
        after, now = stored(world.hill, service), again(world, question)
        assert (now.reply, now.changes, now.settled_at) == (*stays, None)
        assert (after.revision, after.confirmed_on, after.deleted_at) == (1, None, None)

    @pytest.mark.parametrize(("reply", "is_listed"), [("changed", True), ("closed", False)])
    def test_the_public_page_does_not_contradict_the_provider(
        self, world: World, client: Client, service, question, reply: str, is_listed: bool
    ):
        """The page was opened before, so that the server has cached it."""
        publish(world.hill, world["hill-coordinator"])
        with within(world.hill):
            confirmed_on = days_ago(world.hill, 3)
            Service.objects.filter(pk=service.pk).update(
                is_public=True, approved_at=timezone.now(), confirmed_on=confirmed_on
            )
        before = client.get("/p/hill/help/").content.decode()
        assert "Safe House" in before
        assert "confirmed this on" in before
        client.post(link(), {"reply": reply, "changes": "Only Tuesdays"})
        after = client.get("/p/hill/help/").content.decode()
        assert ("Safe House" in after) == is_listed
        assert "confirmed this on" not in after

    def test_the_public_page_takes_a_word_that_all_is_right_as_it_is(
        self, world: World, client: Client, service
    ):
        """It counts however it was entered: nobody has to settle it."""
        publish(world.hill, world["hill-coordinator"])
        with within(world.hill):
            day = days_ago(world.hill, 3)
            Service.objects.filter(pk=service.pk).update(
                is_public=True, approved_at=timezone.now(), confirmed_on=day
            )
            service.confirmations.create(way="call", reply="right", replied_on=day)
        assert "confirmed this on" in client.get("/p/hill/help/").content.decode()

    def test_it_is_answered_once(self, world: World, client: Client, service, question):
        client.post(link(), {"reply": "closed"})
        assert client.post(link(), {"reply": "right"}).status_code == 410
        assert client.get(link()).status_code == 410
        assert again(world, question).reply == "closed"
        assert stored(world.hill, service).confirmed_on is None

    def test_it_explains_what_is_wrong_and_keeps_nothing(self, world, client, question, subtests):
        for bad in WRONG_ANSWER:
            with subtests.test(bad=bad):
                response = client.post(link(), bad)
                assert response.status_code == 422
                assert "There is a problem" in response.content.decode()
                assert again(world, question).reply == ""

    def test_it_is_the_same_calm_page_for_every_link_that_does_not_work(self, world, client, question):
        past = timezone.now() - dt.timedelta(seconds=1)
        ask_service(world, make(world.hill, "Old"), "over", expires_at=past)
        ask_service(world, make(world.hill, "Gone", deleted_at=timezone.now()), "gone")
        client.post(link(), {"reply": "right"})
        pages = {
            "used": client.get(link()),
            "over": client.get(link("over")),
            "gone": client.get(link("gone")),
            "unknown": client.get(link("x")),
            "other town": client.get(link(TOKEN, "dale")),
            "no town": client.get(link(TOKEN, "nowhere")),
        }
        assert [page.status_code for page in pages.values()] == [410, 410, 410, 404, 404, 404]
        assert len({page.content for page in pages.values()}) == 1
        assert b"Hill" not in pages["used"].content

    def test_a_question_that_was_never_sent_opens_nothing(self, world, client, service):
        ask_service(world, service, sent_at=None, expires_at=None)
        assert client.get(link()).status_code == 410

    @pytest.mark.parametrize(
        ("email", "status"), [("desk@shelter.example", 200), ("right@shelter.example", 410)]
    )
    def test_an_email_to_a_wrong_address_opens_nothing_after_its_correction(
        self, world: World, client: Client, service, question, email: str, status: int
    ):
        with within(world.hill):
            Service.objects.filter(pk=service.pk).update(email="desk@shelter.example")
        leader = sign_in(Client(), world["hill-leader"])
        revision = stored(world.hill, service).revision
        data = service_data(email=email, revision=revision, name="Safe House")
        assert leader.post(services("hill", f"{service.pk}/edit/"), data).status_code == 302
        page = client.get(link())
        assert (page.status_code, SECRET in page.content.decode()) == (status, status == 200)

    def test_it_sets_no_cookie_and_stays_out_of_caches_and_search(self, client: Client, question):
        for response in (client.get(link()), client.post(link(), {}), client.get(link("x"))):
            assert not response.cookies
            assert response["Cache-Control"] == "no-store"
            assert "noindex" in response["X-Robots-Tag"]
            assert response["Referrer-Policy"] == "no-referrer"

    def test_it_needs_no_csrf_token_since_only_the_link_opens_it(self, world, service, question):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(link(), {"reply": "right"}).status_code == 200
        assert stored(world.hill, service).confirmed_on == today(world.hill)

    def test_it_looks_the_same_to_who_is_signed_in(self, world: World, client: Client, question):
        anonymous = client.get(link()).content
        assert sign_in(client, world["hill-coordinator"]).get(link()).content == anonymous

    def test_it_never_acts_as_a_coordinator(self, client: Client, question):
        with CaptureQueriesContext(connection) as captured:
            client.post(link(), {"reply": "right"})
        scopes = [query["sql"] for query in captured if "tfc.coordinator" in query["sql"]]
        assert scopes
        assert all("set_config('tfc.coordinator', '', true)" in scope for scope in scopes)

    def test_it_uses_the_language_that_was_chosen(self, client: Client, question):
        assert '<html lang="es"' in client.get(link(), {"lang": "es"}).content.decode()


class TestSettle:
    @pytest.fixture
    def reply(self, world: World, service: Service):
        day = days_ago(world.hill, 3)
        return ask_service(
            world, service, reply="changed", replied_on=day, changes="New phone: 988", service_revision=1
        )

    def url(self, service: Service, reply, slug: str = "hill") -> str:
        return services(slug, f"{service.pk}/replies/{reply.pk}/")

    def test_it_shows_the_words_of_the_provider(self, signed_in, service, reply):
        page = signed_in("hill-leader").get(self.url(service, reply)).content.decode()
        assert "New phone: 988" in page
        assert "Something has changed" in page

    def test_corrected_needs_an_edit_and_counts_as_confirmed_on_the_day_of_the_reply(
        self, world, signed_in, service, reply
    ):
        client, url = signed_in("hill-leader"), self.url(service, reply)
        response = client.post(url, {"outcome": "corrected"})
        assert response.status_code == 422
        assert "Edit the service first, or select that no change was needed." in response.content.decode()
        assert (again(world, reply).settled_at, stored(world.hill, service).confirmed_on) == (None, None)
        edited = client.post(services("hill", f"{service.pk}/edit/"), service_data(revision="1"))
        assert edited.status_code == 302
        client.post(url, {"outcome": "corrected"})
        assert stored(world.hill, service).confirmed_on == days_ago(world.hill, 3)
        assert again(world, reply).settled_at is not None

    def test_it_may_say_that_nothing_had_to_be_changed(self, world, signed_in, service, reply):
        signed_in("hill-leader").post(self.url(service, reply), {"outcome": "nothing"})
        assert stored(world.hill, service).confirmed_on == days_ago(world.hill, 3)
        assert again(world, reply).outcome == "nothing"

    def test_nobody_confirms_what_its_provider_calls_ended(self, world, signed_in, service):
        ended = ask_service(world, service, "b", reply="closed", replied_on=days_ago(world.hill, 1))
        for outcome in ("nothing", "corrected"):
            response = signed_in("hill-leader").post(self.url(service, ended), {"outcome": outcome})
            assert response.status_code == 422
        assert again(world, ended).settled_at is None

    def test_ended_can_be_undone_and_then_waits_again(self, world, signed_in, service):
        ended = ask_service(world, service, "b", reply="closed", replied_on=days_ago(world.hill, 1))
        client = signed_in("hill-leader")
        page = client.post(self.url(service, ended), {"outcome": "ended"}, follow=True).content.decode()
        undo = services("hill", f"{service.pk}/restore/")
        assert f'action="{undo}"' in page
        client.post(undo)
        assert stored(world.hill, service).deleted_at is None
        assert (again(world, ended).settled_at, again(world, ended).outcome) == (None, "")

    def test_ended_deletes_it_and_kept_changes_nothing(self, world, signed_in, service, reply):
        client = signed_in("hill-leader")
        other = ask_service(world, service, "b", reply="closed", replied_on=days_ago(world.hill, 1))
        client.post(self.url(service, reply), {"outcome": "kept"})
        assert stored(world.hill, service).revision == 1
        client.post(self.url(service, other), {"outcome": "ended"})
        assert stored(world.hill, service).deleted_at is not None

    def test_the_first_of_two_settles_it(self, world, signed_in, service, reply):
        client = signed_in("hill-leader")
        client.post(self.url(service, reply), {"outcome": "kept"})
        assert "Somebody else" not in client.get(self.url(service, reply)).content.decode()
        page = client.post(self.url(service, reply), {"outcome": "ended"}, follow=True).content.decode()
        assert "This was already done." in page
        assert stored(world.hill, service).deleted_at is None

    def test_it_explains_a_missing_choice(self, world, signed_in, service, reply):
        response = signed_in("hill-leader").post(self.url(service, reply), {})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["outcome"]
        assert again(world, reply).settled_at is None

    def test_it_finds_no_answer_of_another_service(self, world, signed_in, service, reply):
        other = make(world.hill, "Other")
        assert signed_in("hill-leader").get(self.url(other, reply)).status_code == 404
