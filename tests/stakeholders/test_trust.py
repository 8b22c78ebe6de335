"""The partner survey: opening, asking, reminding, closing and reading its results."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.utils import timezone

from stakeholders.actions.trust import close_trust_round
from stakeholders.models import Score, TrustAnswer, TrustRound
from tests.base import World, within
from tests.stakeholders.base import add
from tests.stakeholders.trust_base import (
    a_round,
    answers,
    ask_trust,
    invitations,
    path_in,
    reachable,
    trust_url,
)

FAR = dt.date(2099, 1, 1)


def rounds(world: World) -> list[TrustRound]:
    with within(world.hill):
        return list(TrustRound.objects.with_response().order_by("year"))


def this_year() -> int:
    return timezone.localdate().year


def round_data(days: int = 21, **changes):
    return {
        "client_id": str(uuid.uuid4()),
        "closes_on": (timezone.localdate() + dt.timedelta(days=days)).isoformat(),
    } | changes


def tell(world: World, trust_round: TrustRound, sector: str, other: str, *scores: int) -> None:
    with within(world.hill):
        for score in scores:
            TrustAnswer.objects.create(round=trust_round, sector=sector, other=other, score=score)


WRONG_OPEN = [
    {"closes_on": ""},
    {"closes_on": "soon"},
    {"closes_on": "2020-01-01"},
    {"closes_on": "2099-01-01"},
    {"client_id": "x"},
]


class TestOpen:
    def test_it_opens_the_round_of_the_year_once(self, world: World, signed_in):
        client = signed_in("hill-coordinator")
        assert client.get(trust_url(rest="new/")).status_code == 200
        first = client.post(trust_url(rest="new/"), round_data())
        second = client.post(trust_url(rest="new/"), round_data(days=30))
        [made] = rounds(world)
        assert first["Location"] == second["Location"] == trust_url(rest=f"{made.pk}/invite/")
        assert made.created_by == world["hill-coordinator"]
        assert client.get(trust_url(rest="new/"))["Location"] == trust_url(rest=f"{made.pk}/invite/")

    def test_it_asks_only_once_a_year(self, world: World, signed_in):
        a_round(world.hill, year=this_year(), closes_on=timezone.localdate() - dt.timedelta(days=2))
        client = signed_in("hill-coordinator")
        for response in (
            client.get(trust_url(rest="new/")),
            client.post(trust_url(rest="new/"), round_data()),
        ):
            assert response["Location"] == trust_url()
        assert len(rounds(world)) == 1

    def test_it_explains_what_is_wrong(self, world: World, signed_in, subtests: pytest.Subtests):
        for bad in WRONG_OPEN:
            with subtests.test(bad=bad):
                response = signed_in("hill-coordinator").post(trust_url(rest="new/"), round_data() | bad)
                assert (response.status_code, list(response.context["form"].errors)) == (422, list(bad))
                assert rounds(world) == []


class TestInvite:
    @pytest.fixture
    def running(self, world: World) -> TrustRound:
        return a_round(world.hill, closes_on=FAR)

    @pytest.fixture
    def post(self, signed_in, running, django_capture_on_commit_callbacks):
        def send(rest: str, *organizations):
            with django_capture_on_commit_callbacks(execute=True):
                data = {"organizations": [organization.pk for organization in organizations]}
                return signed_in("hill-coordinator").post(trust_url(rest=f"{running.pk}/{rest}/"), data)

        return send

    def test_it_offers_who_has_an_e_mail_address(self, world: World, signed_in, running):
        add(world.hill, "Unreached")
        reachable(world.hill, "Gone", deleted_at=timezone.now())
        reachable(world.dale, "Dale High")
        school = reachable(world.hill)
        response = signed_in("hill-coordinator").get(trust_url(rest=f"{running.pk}/invite/"))
        assert response.context["form"].fields["organizations"].choices == [
            (school.pk, "Hill High · Schools · Ana Ruiz")
        ]

    def test_it_sends_each_a_link_that_works(self, world: World, post, running, client):
        school, radio = reachable(world.hill), reachable(world.hill, "Hill Radio", sector="media")
        reachable(world.hill, "Not asked")
        assert post("invite", school, radio)["Location"] == trust_url(rest=f"{running.pk}/invite/")
        assert [message.to for message in mail.outbox] == [
            ["hillhigh@work.example"],
            ["hillradio@work.example"],
        ]
        assert all(
            "Hill High" not in message.body and "Hill Radio" not in message.body for message in mail.outbox
        )
        assert all(invitation.sent_at for invitation in invitations(world.hill))
        client.logout()
        assert client.post(path_in(mail.outbox[1]), {"schools": "3"}).status_code == 200
        assert answers(world.hill) == [("media", "schools", 3)]

    def test_it_writes_in_the_language_of_the_office(self, world: World, post):
        world.usa.language = "es"
        world.usa.save()
        post("invite", reachable(world.hill))
        assert "1 de enero de 2099" in mail.outbox[0].body

    def test_it_writes_once_when_it_is_sent_twice(self, world: World, post):
        school = reachable(world.hill)
        post("invite", school)
        assert post("invite", school).status_code == 422
        assert (len(mail.outbox), len(invitations(world.hill))) == (1, 1)

    def test_it_shows_what_was_not_sent_and_sends_it_again(
        self, world: World, post, signed_in, running, settings, caplog
    ):
        school, radio = reachable(world.hill), reachable(world.hill, "Hill Radio", sector="media")
        settings.EMAIL_BACKEND = "tests.stakeholders.trust_base.RefusesSchools"
        post("invite", school, radio)
        assert [bool(invitation.sent_at) for invitation in invitations(world.hill)] == [False, True]
        assert "hillhigh" not in caplog.text
        page = signed_in("hill-coordinator").get(trust_url(rest=f"{running.pk}/invite/"))
        assert [invitation.organization_id for invitation in page.context["unsent"]] == [school.pk]
        assert "Not sent" in page.content.decode()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        post("invite", school)
        assert [bool(invitation.sent_at) for invitation in invitations(world.hill)] == [True, True]

    def test_it_stops_when_no_mail_server_is_there(self, world: World, post, settings, caplog):
        settings.EMAIL_BACKEND = "tests.stakeholders.trust_base.Unreachable"
        post("invite", reachable(world.hill), reachable(world.hill, "Hill Radio"))
        assert [invitation.sent_at for invitation in invitations(world.hill)] == [None, None]
        assert caplog.text.count("no mail server took") == 1
        assert "@" not in caplog.text

    def test_it_needs_an_organization_to_ask(self, world: World, post):
        reachable(world.hill)
        response = post("invite")
        assert (response.status_code, invitations(world.hill)) == (422, [])

    def test_it_takes_no_organization_of_another_community(self, world: World, post):
        reachable(world.hill)
        assert post("invite", reachable(world.dale)).status_code == 422
        assert mail.outbox == []

    def test_it_reminds_once_who_has_not_answered(self, world: World, post, running, client):
        silent, done = reachable(world.hill, "Silent"), reachable(world.hill, "Done")
        post("invite", silent, done)
        client.logout()
        client.post(path_in(mail.outbox[0]), {"media": "2"})
        post("remind")
        post("remind")
        assert [message.to[0] for message in mail.outbox[2:]] == ["silent@work.example"]
        client.logout()
        assert client.get(path_in(mail.outbox[1])).status_code == 404
        assert client.get(path_in(mail.outbox[2])).status_code == 200

    def test_a_reminder_that_fails_leaves_the_first_link_as_it_is(
        self, world: World, post, running, client, settings
    ):
        post("invite", reachable(world.hill))
        settings.EMAIL_BACKEND = "tests.stakeholders.trust_base.Unreachable"
        post("remind")
        client.logout()
        assert client.get(path_in(mail.outbox[0])).status_code == 200
        assert invitations(world.hill)[0].reminded_at is None

    def test_it_asks_nobody_after_the_last_day(self, world: World, post, running):
        school = reachable(world.hill)
        with within(world.hill):
            today = timezone.now().astimezone(world.hill.zone).date()
            close_trust_round(trust_round=running, today=today, by=world["hill-coordinator"])
        assert post("invite", school)["Location"] == trust_url()
        post("remind")
        assert mail.outbox == []


class TestClose:
    def test_it_asks_first_and_closes_for_good(self, world: World, signed_in):
        trust_round = a_round(world.hill, closes_on=FAR)
        client, where = signed_in("hill-coordinator"), trust_url(rest=f"{trust_round.pk}/close/")
        assert "Nobody was asked yet." in client.get(where).content.decode()
        assert rounds(world)[0].closes_on == FAR
        for _ in range(2):
            assert client.post(where)["Location"] == trust_url()
        [closed] = rounds(world)
        today = timezone.now().astimezone(world.hill.zone).date()
        assert closed.closes_on == today - dt.timedelta(days=1)
        assert not closed.is_open(today)

    def test_it_moves_no_day_of_a_round_that_is_over(self, world: World, signed_in):
        trust_round = a_round(world.hill, closes_on=dt.date(2026, 1, 1))
        signed_in("hill-coordinator").post(trust_url(rest=f"{trust_round.pk}/close/"))
        assert rounds(world)[0].closes_on == dt.date(2026, 1, 1)


class TestResults:
    @pytest.mark.parametrize("person", ["hill-member", "hill-leader", "hill-coordinator"])
    def test_it_says_how_many_answered(self, world: World, signed_in, person):
        trust_round = a_round(world.hill, closes_on=FAR)
        for number in range(3):
            ask_trust(world.hill, trust_round, add(world.hill, f"School {number}"), answered=number == 0)
        ask_trust(world.hill, trust_round, add(world.hill, "Failed"), sent_at=None)
        page = signed_in(person).get(trust_url()).content.decode()
        assert "1 of 3 answered" in page
        assert "1 email could not be sent" in page

    def test_it_shows_nothing_but_the_rate_while_it_runs(self, world: World, signed_in):
        trust_round = a_round(world.hill, closes_on=FAR)
        tell(world, trust_round, "schools", "media", 3, 3, 3, 3, 3, 3)
        response = signed_in("hill-coordinator").get(trust_url())
        assert response.context["closed"] == []
        assert "3.0" not in response.content.decode()

    def test_it_shows_a_level_of_five_answers_or_more_and_never_an_average(self, world: World, signed_in):
        trust_round = a_round(world.hill, closes_on=dt.date(2026, 6, 1))
        tell(world, trust_round, "schools", "media", 3, 2, 1)
        tell(world, trust_round, "faith_ngos", "media", 1, 1)
        tell(world, trust_round, "schools", "law_enforcement", 0, 0, 0, 0)
        response = signed_in("hill-member").get(trust_url())
        [shown] = response.context["closed"]
        rows = {row["label"]: row for row in shown["sectors"]}
        assert rows["Media"]["count"] == 5
        assert rows["Media"]["level"] in Score.labels
        assert (rows["Law enforcement"]["count"], rows["Law enforcement"]["level"]) == (None, "")
        assert shown["pairs"] == []
        page = response.content.decode()
        assert (str(rows["Media"]["level"]) in page, "1.6" in page) == (True, False)
        assert page.count("fewer than five answers: not shown") == 7

    def test_it_shows_who_said_it_only_where_nothing_follows(self, world: World, signed_in):
        trust_round = a_round(world.hill, closes_on=dt.date(2026, 6, 1))
        tell(world, trust_round, "schools", "media", 3, 3, 3, 3, 3)
        tell(world, trust_round, "faith_ngos", "media", 0, 0, 0, 0, 1)
        [shown] = signed_in("hill-member").get(trust_url()).context["closed"]
        assert [row["asked"] for row in shown["pairs"]] == ["Faith communities and NGOs", "Schools"]
        assert {row["level"] for row in shown["pairs"]} <= set(Score.labels)

    def test_it_explains_itself_when_nothing_was_asked(self, signed_in):
        for person, offered in (("hill-coordinator", True), ("hill-leader", False)):
            page = signed_in(person).get(trust_url()).content.decode()
            assert "No survey yet" in page
            assert (trust_url(rest="new/") in page) is offered

    def test_it_shows_the_years_newest_first(self, world: World, signed_in):
        for year in range(2020, 2025):
            trust_round = a_round(world.hill, year=year, closes_on=dt.date(year, 6, 1))
            tell(world, trust_round, "schools", "media", 1, 2, 3, 1, 2)
        closed = signed_in("hill-member").get(trust_url()).context["closed"]
        assert [row["round"].year for row in closed] == [2024, 2023, 2022, 2021, 2020]
