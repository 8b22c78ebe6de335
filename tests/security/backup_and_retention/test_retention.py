"""Expired records are deleted with everything that belongs to them and counted; what still counts stays."""

import datetime as dt
import io
import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from communities.actions.retention import delete_again, keep_no_longer
from communities.hard_delete import get_own_rows, get_trash_models
from communities.models import Invitation, RetentionCount, Role
from communities.retention import RETENTION
from events.models import Event, Headcount
from stakeholders.models import Contact, Contribution, Organization
from support.actions.public import submit_interest
from support.models import Interest
from tests.base import LOGINS, World, sign_in, within
from tests.human_check import make_sender
from tests.matrix.samples import Samples
from tfc.deletion_log import Purge, purges_since, tell_purge
from tfc.logins import ACCOUNTS, use_login
from tfc.tenancy import OfficeRecord, ScopeError, current_scope

pytestmark = pytest.mark.django_db(databases=LOGINS)
NOW = timezone.now()


# From the checked evidence up to its community.
CHECKED = {"evidence", "strategy", "organization", "finding", "research"}


def get_words(row: Any) -> str:
    return " ".join(
        str(value) for name, value in vars(row).items() if name not in ("_state", "name", "title")
    )


def ago(**span: int) -> dt.datetime:
    return NOW - dt.timedelta(**span)


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path
    return tmp_path


def gone(deletions: list[Any], code: str) -> int:
    return sum(deletion.outcome.gone for deletion in deletions if deletion.rule.code == code)


def put_in_bin(row: Any, at: dt.datetime) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(deleted_at=at)


class TestBins:
    def test_the_trash_is_emptied_after_thirty_days(self, world: World, samples: Samples):
        """A row that others refer to loses its texts at once and is deleted in the next runs."""
        models = [model for model in get_trash_models() if not issubclass(model, OfficeRecord)]
        with within(world.hill, coordinator=True):
            results = {model: get_own_rows(model, world.hill).count() for model in models}
            for model in models:
                get_own_rows(model, world.hill).update(deleted_at=ago(days=31))
        assert [model._meta.label for model, count in results.items() if not count] == []
        for _day in range(3):
            keep_no_longer(now=NOW)
        with within(world.hill, coordinator=True):
            left = {row for model in get_trash_models() for row in get_own_rows(model, world.hill)}
            # An office checked evidence: the check stays without its text.
            assert {row._meta.model_name for row in left} <= CHECKED
            assert [row for row in left if "Canary" in get_words(row)] == []
            assert not Headcount.objects.exists()
        with within(world.dale, coordinator=True):
            assert Event.objects.exists()

    def test_the_trash_of_an_office_is_emptied_too(self, world: World, samples: Samples):
        models = [model for model in get_trash_models() if issubclass(model, OfficeRecord)]
        with within(world.usa):
            assert all(get_own_rows(model, world.usa).update(deleted_at=ago(days=31)) for model in models)
        keep_no_longer(now=NOW)
        with within(world.usa):
            assert not any(get_own_rows(model, world.usa).exists() for model in models)

    def test_it_keeps_what_was_deleted_less_than_thirty_days_ago(self, world: World, samples: Samples):
        with within(world.hill, coordinator=True):
            event = Event.objects.order_by("pk")[0]
            put_in_bin(event, ago(days=29))
        deleted = keep_no_longer(now=NOW)
        assert gone(deleted, "bins") == 0
        [mine] = [
            deletion
            for deletion in deleted
            if deletion.rule.code == "bins" and deletion.office == world.usa.name
        ]
        assert mine.outcome.oldest == ago(days=29).astimezone(world.hill.zone).date()
        with within(world.hill):
            assert Event.objects.filter(pk=event.pk).exists()

    @pytest.mark.thorough
    def test_what_a_kept_record_counts_on_stays_as_a_name_alone(self, world: World):
        with within(world.hill):
            body = Organization.objects.create(name="Old mill", sector="business", note="secret", phone="555")
            Contact.objects.create(organization=body, name="Ana", email="ana@mill.example")
            gift = Contribution.objects.create(
                organization=body, kind="goods", what="chairs", received_on=NOW.date()
            )
            put_in_bin(body, ago(days=31))
        assert gone(keep_no_longer(now=NOW), "bins") == 1
        assert gone(keep_no_longer(now=NOW), "bins") == 0
        with within(world.hill):
            body.refresh_from_db()
            assert (body.name, body.note, body.phone) == ("Old mill", "", "")
            assert not Contact.objects.exists()
            put_in_bin(gift, ago(days=31))
        for _day in range(2):
            keep_no_longer(now=NOW)
        with within(world.hill):
            assert not Organization.objects.exists()

    @pytest.mark.thorough
    def test_it_reports_numbers_and_no_texts(self, world: World, folder: Path):
        with within(world.hill):
            body = Organization.objects.create(name="Old mill", sector="business")
            put_in_bin(body, ago(days=31))
        keep_no_longer(now=NOW)
        [line] = [line for path in (folder / "purges").iterdir() for line in path.read_text().splitlines()]
        assert json.loads(line)["ids"] == [body.pk]
        assert "mill" not in line
        assert [purge.what for purge in purges_since(folder / "purges", ago(minutes=5))] == [
            "stakeholders.organization"
        ]
        assert purges_since(folder / "purges", NOW + dt.timedelta(hours=3)) == []


def test_permanent_deletions_are_repeated_after_a_restore(world: World):
    """When the backup was made, it was not even in the trash."""
    with within(world.hill):
        body = Organization.objects.create(name="Old mill", sector="business")
        other = Organization.objects.create(name="New mill", sector="business")
        submit_interest(
            name="Bo",
            reach="bo@example.org",
            message="",
            sender=make_sender(),
            client_id=uuid.uuid4(),
            day=NOW.date(),
        )
    with within(world.hill, coordinator=True):
        wish = Interest.objects.get()
    member = world["hill-member"]
    purges = [
        Purge(NOW, "stakeholders.organization", (body.pk,)),
        Purge(NOW, "support.interest", (wish.pk,)),
        Purge(NOW, "communities.user", (member.pk,)),
    ]
    assert delete_again(purges) == 3
    with within(world.hill, coordinator=True):
        assert list(Organization.objects.all()) == [other]
        assert not Interest.objects.exists()
    member.refresh_from_db()
    assert member.closed_at
    assert member.name == ""
    assert delete_again(purges) == 0


@pytest.mark.thorough
@pytest.mark.parametrize(("since", "left"), [("minutes", 0), ("hours", 1)])
def test_an_operator_deletes_again_what_went_after_a_moment(
    world: World, folder: Path, since: str, left: int
):
    """The rows go again as after a recovery to that moment. ``since``: shortly or long after."""
    with within(world.hill):
        body = Organization.objects.create(name="Old mill", sector="business")
    tell_purge("stakeholders.organization", [body.pk])
    now = timezone.now()
    moment = now - dt.timedelta(minutes=5) if since == "minutes" else now + dt.timedelta(hours=3)
    output = io.StringIO()
    call_command("delete_again", since=moment.isoformat(), stdout=output)
    assert f"{1 - left} rows" in output.getvalue()
    with within(world.hill):
        assert Organization.objects.count() == left


def test_a_moment_without_its_zone_is_not_guessed(world: World):
    with pytest.raises(CommandError, match="with its zone"):
        call_command("delete_again", since="2026-11-25 14:03")


def test_old_sessions_and_settled_invitations_go(world: World):
    office = world.usa
    common: dict[str, Any] = {
        "community": world.hill,
        "role": Role.MEMBER,
        "invited_by": world["hill-coordinator"],
    }
    for number, days in enumerate((100, 80)):
        Invitation.objects.create(
            email=f"{number}@example.org", token_hash=str(number), expires_at=ago(days=days), **common
        )
    with use_login(ACCOUNTS):
        Session.objects.create(session_key="old", session_data="", expire_date=ago(days=1))
        Session.objects.create(session_key="new", session_data="", expire_date=ago(days=-1))
    deleted = keep_no_longer(now=NOW)
    assert (gone(deleted, "invitations"), gone(deleted, "sessions")) == (1, 1)
    with use_login(ACCOUNTS):
        assert Session.objects.get().session_key == "new"
    with within(office):
        assert not RetentionCount.objects.filter(rule="sessions").exists()


# A cell with only a number: unknown is never zero.
FIGURE = re.compile(r'data-label="Deleted in the last 30 days">\s*(\d+)\s*<')


@pytest.mark.thorough
def test_an_office_sees_numbers_of_its_own_communities_alone(world: World, client: Client):
    for community in (world.hill, world.dale, world.moor):
        with within(community):
            put_in_bin(Organization.objects.create(name="Old mill", sector="business"), ago(days=31))
    before = sign_in(client, world["usa-staff"]).get("/office/usa/retention/").content.decode()
    assert "Unknown" in before
    assert "None left" not in before
    assert not FIGURE.search(before)
    assert "The daily deletion has not run in the last 30 days." in before
    keep_no_longer(now=NOW)
    keep_no_longer(now=NOW)
    with within(world.usa):
        assert RetentionCount.objects.get(rule="bins").gone == 2
    page = sign_in(client, world["usa-staff"]).get("/office/usa/retention/")
    text = page.content.decode()
    assert "Deleted records" in text
    assert "None left" in text
    assert "2" in FIGURE.findall(text)
    assert "0" in FIGURE.findall(text)
    assert "has not run" not in text
    assert "Sessions" not in text
    assert "Old mill" not in text
    assert client.get("/office/uk/retention/").status_code == 404


@pytest.mark.thorough
def test_one_rule_that_fails_keeps_no_other_from_its_turn(world: World, monkeypatch: pytest.MonkeyPatch):
    def broken(**_named: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr("communities.retention.forget_imports", broken)
    with within(world.hill):
        put_in_bin(Organization.objects.create(name="Old mill", sector="business"), ago(days=31))
    deleted = keep_no_longer(now=NOW)
    assert gone(deleted, "bins") == 1
    assert not any(deletion.rule.code == "imports" for deletion in deleted)


@pytest.mark.thorough
def test_accounts_are_closed_again_once_and_outside_of_every_place(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """The login that may do this replaces another one only outside scopes."""
    requests: list[set[int]] = []

    def again(pks: set[int]) -> int:
        with pytest.raises(ScopeError):
            current_scope()
        requests.append(pks)
        return len(pks)

    monkeypatch.setitem(RETENTION.again, "communities.user", again)
    assert delete_again([Purge(NOW, "communities.user", (7,))]) == 1
    assert requests == [{7}]
