"""A coordinator finds, exports, corrects and deletes what is stored about a person, and nothing of it stays."""

import json
import logging
import time
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from communities.actions.person_requests import forget_requested_history
from communities.models import (
    AuditDetails,
    AuditEntry,
    BulkExport,
    Invitation,
    Membership,
    PersonRequest,
    User,
)
from communities.person_query import PersonQuery
from evaluation.models import AnswerDraft
from events.models import Event, EventKind, MemberPresence
from reports.models import Report
from stakeholders.models import Contact, Finding, Organization
from support.models import Interest
from tests.base import LOGINS, World, sign_in, tenant_models, within
from tests.matrix.samples import Samples
from tests.row_sets import stored_world
from tests.security.backup_and_retention.backup_databases import (
    PUBLIC,
    SECRET,
    ask,
    login,
    new_database,
    owner,
)
from tests.security.backup_and_retention.test_restore import restore
from tfc.personal_data import get_other_texts, personal_texts
from tfc.tenancy import OfficeModel

PAGE = "/c/hill/settings/requests/"
NAME, EMAIL, PHONE = "Maria Lopez", "maria.lopez@example.net", "(626) 555-0142"
WORDS = {"name": NAME, "email": EMAIL, "phone": "626-555-0142"}
NOON = timezone.now()


@pytest.fixture
def hill_world(transactional_db: None) -> World:
    return stored_world()


def record_maria(world: World) -> dict[str, Any]:
    """Store records about one person in this community and in another one."""
    results: dict[str, Any] = {}
    for community in (world.hill, world.dale):
        leader = world[f"{community.slug}-leader"]
        with within(community, coordinator=True):
            organization = Organization.objects.create(
                name="Old mill", sector="business", note=f"Ask {NAME} first.", created_by=leader
            )
            contact = Contact.objects.create(
                organization=organization,
                name=NAME,
                role="Director",
                email=EMAIL,
                phone=PHONE,
                created_by=leader,
            )
            event = Event.objects.create(
                kind=EventKind.TEAM_MEETING, title="Planning", starts_at=NOON, ends_at=NOON,
                time_zone=community.time_zone, note="Call lopez, maria at 626.555.0142 about keys.", created_by=leader,
            )  # fmt: skip
            Interest.objects.create(
                name="M. L.", reach=EMAIL, message="I can drive.", on=NOON.date(), client_id=uuid.uuid4()
            )
        with within(community, coordinator=True):
            Organization.objects.filter(pk=organization.pk).update(phone="+1 626 555 0142")
            Organization.objects.filter(pk=organization.pk).update(phone="")
        Invitation.objects.create(
            community=community, role=1, email=EMAIL, token_hash=uuid.uuid4().hex, invited_by=leader,
            expires_at=NOON + timedelta(days=3),
        )  # fmt: skip
        results[community.slug] = {"organization": organization, "contact": contact, "event": event}
    return results


def keys(client: Client, request: dict[str, str] = WORDS, page: str = PAGE) -> list[str]:
    """Return the records that the page has ticked."""
    return [key for key, box in _boxes(client, request, page) if "checked" in box]


def possible_keys(client: Client, request: dict[str, str], page: str = PAGE) -> list[str]:
    """Return the records that the page lists without a tick."""
    return [key for key, box in _boxes(client, request, page) if "checked" not in box]


def _boxes(client: Client, request: dict[str, str], page: str) -> list[tuple[str, str]]:
    content = client.post(page, request).content.decode()
    boxes = [part.split(">")[0] for part in content.split('name="record"')[1:]]
    return [(box.split('value="')[1].split('"')[0], box) for box in boxes]


def delete_all(
    client: Client, request: dict[str, str] = WORDS, records: Sequence[str] = (), page: str = PAGE
) -> str:
    chosen = request | {"record": records or keys(client, request)}
    assert "cannot be undone" in client.post(f"{page}delete/", chosen).content.decode()
    answer = client.post(f"{page}delete/", chosen | {"confirmed": "yes"}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def tables_with(text: str, community_id: int) -> set[str]:
    """Return the tables in which a row, other than another community's, contains these words, read past every
    policy."""
    results = set()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT r.row FROM (SELECT to_jsonb(t) AS row FROM {table} t) r WHERE r.row::text ILIKE %s",  # noqa: S608
                [f"%{text}%"],
            )
            for (stored,) in cursor.fetchall():
                row = json.loads(stored) if isinstance(stored, str) else stored
                if row.get("community_id") in (None, community_id):
                    results.add(table)
    return results


@pytest.mark.django_db
def test_one_search_finds_everything(world: World, samples: Samples):
    hill = record_maria(world)["hill"]
    with within(world.hill):
        AnswerDraft.objects.create(
            submission_id=samples.ids["hill"]["submission_id"], part="1a", by=world["hill-leader"],
            reason=f"{NAME} told us.",
        )  # fmt: skip
        Finding.objects.filter(pk=samples.ids["hill"]["finding_id"]).update(summary="Seen by MARÍA LÓPEZ.")
    client = samples.signed_in("hill-coordinator")
    result = keys(client)
    for label in (
        f"stakeholders.contact:{hill['contact'].pk}",
        f"stakeholders.organization:{hill['organization'].pk}",
        f"events.event:{hill['event'].pk}",
        f"history:stakeholders_organization:{hill['organization'].pk}",
        f"stakeholders.finding:{samples.ids['hill']['finding_id']}",
    ):
        assert label in result, label
    kinds = {key.split(":")[0] for key in result}
    assert kinds >= {"support.interest", "communities.invitation", "evaluation.answerdraft"}
    assert keys(client, {"email": EMAIL})
    assert keys(client, {"phone": "+1 626 555 0142"})
    page = client.post(PAGE, {"name": "Canary-hill-user-name_leader"}).content.decode()
    assert "Members download their data" in page
    page = client.get(PAGE).content.decode()
    assert "anonymous" in page
    assert "RSVPs have no names" in page


@pytest.mark.django_db
def test_another_person_or_community_is_not_found(world: World, signed_in):
    record_maria(world)
    with within(world.hill):
        Organization.objects.create(
            name="Annmaria Lopezville", sector="business", note="xmaria.lopez@example.net",
            created_by=world["hill-leader"],
        )  # fmt: skip
    client = signed_in("hill-coordinator")
    foreign = {"record": ["stakeholders.contact:999999"], **WORDS}
    assert client.post(f"{PAGE}export/", foreign).status_code == 422
    with within(world.dale, coordinator=True):
        there = {f"stakeholders.contact:{pk}" for pk in Contact.objects.values_list("pk", flat=True)}
    result = keys(client)
    assert result
    assert not there & set(result)
    assert "Annmaria" not in client.post(PAGE, WORDS).content.decode()


@pytest.mark.django_db
def test_only_a_coordinator_with_a_second_step_or_a_fresh_proof(world: World, client: Client):
    for name in ("hill-leader", "hill-member"):
        assert sign_in(client, world[name]).post(PAGE, WORDS).status_code == 403
    assert sign_in(client, world["usa-staff"]).post(PAGE, WORDS).status_code == 404
    sign_in(client, world["hill-coordinator"], at=time.time() - 3600)
    for act in ("export", "correct", "delete"):
        answer = client.post(f"{PAGE}{act}/", WORDS)
        assert "/accounts/reauthenticate/" in answer["Location"]
        assert "Lopez" not in answer["Location"]
        assert "Lopez" not in str(dict(client.session.items()))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Enter a name"),
        ({"name": "- ,–"}, "Enter a name"),
        ({"name": "María"}, "first and last name"),
        ({"phone": "12"}, "at least 6 digits"),
        ({"email": "x"}, "valid email"),
    ],
)
def test_bad_input_gets_a_sentence(world: World, signed_in, typed: dict[str, str], problem: str):
    answer = signed_in("hill-coordinator").post(PAGE, typed)
    assert answer.status_code == 422
    assert problem.lower() in answer.content.decode().lower()


@pytest.mark.django_db
def test_one_file_has_what_was_found_and_the_audit_log_says_so(world: World, signed_in):
    record_maria(world)
    client = signed_in("hill-coordinator")
    answer = client.post(f"{PAGE}export/", WORDS | {"record": keys(client)})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = answer.content.decode()
    for text in (NAME, EMAIL, PHONE, "Director", "about keys", "I can drive."):
        assert text in page, text
    log = client.get("/c/hill/audit-log/").content.decode()
    assert "What is stored about a person" in log
    with within(world.hill, coordinator=True):
        assert BulkExport.objects.get().what == "person"


@pytest.mark.django_db
def test_the_file_has_roles_and_attendance_of_a_member_and_none_of_their_drafts(
    world: World, samples: Samples
):
    membership = Membership.objects.get(user=world["hill-member"])
    ids = samples.ids["hill"]
    with within(world.hill):
        MemberPresence.objects.get_or_create(event_id=ids["event_id"], membership=membership)
        AnswerDraft.objects.create(
            submission_id=ids["submission_id"], part="1a", by=membership.user, reason="Just a thought"
        )
    client = samples.signed_in("hill-coordinator")
    member = User.objects.get(pk=membership.user_id)
    request = {"name": "Canary hill", "email": member.email}
    assert client.post(f"{PAGE}export/", request).status_code == 422
    page = client.post(f"{PAGE}export/", request | {"member": [str(membership.pk), "999"]}).content.decode()
    assert world["hill-leader"].email not in page
    for heading in (member.email, "Events you attended", "Your roles over time"):
        assert heading in page, heading
    assert "Just a thought" not in page


@pytest.mark.django_db
def test_a_correction_replaces_the_words_everywhere(world: World, signed_in):
    hill = record_maria(world)["hill"]
    client = signed_in("hill-coordinator")
    chosen = WORDS | {"record": keys(client)}
    too_long = client.post(f"{PAGE}correct/", chosen | {"new_name": "x" * 121})
    assert too_long.status_code == 422
    answer = client.post(
        f"{PAGE}correct/", chosen | {"new_name": "María López", "new_phone": "626-555-0199"}, follow=True
    )
    assert "Corrected" in answer.content.decode()
    with within(world.hill, coordinator=True):
        contact = Contact.objects.get(pk=hill["contact"].pk)
        assert (contact.name, contact.email, contact.phone) == ("María López", EMAIL, "626-555-0199")
        assert Event.objects.get(pk=hill["event"].pk).note == "Call María López at 626-555-0199 about keys."
        assert Organization.objects.get(pk=hill["organization"].pk).note == "Ask María López first."
    with within(world.dale, coordinator=True):
        assert Contact.objects.filter(name=NAME).count() == 1


def check_what_is_left(world: World, made: dict[str, Any]) -> None:
    """Check that the other records lost the words and that the audit log counts the deleted records by kind."""
    with within(world.hill, coordinator=True):
        assert Event.objects.get(pk=made["event"].pk).note == "Call […] at […] about keys."
        assert Organization.objects.get(pk=made["organization"].pk).note == "Ask […] first."
        assert not Contact.objects.exists()
        assert not Interest.objects.exists()
        request = PersonRequest.objects.get()
        assert (request.by, request.history) == (world["hill-coordinator"], [])
        assert request.counts["stakeholders_contact"] == 1
        entry = AuditEntry.objects.get(table_name="communities_personrequest")
        assert entry.actor_id == world["hill-coordinator"].pk
        assert AuditEntry.objects.filter(table_name="stakeholders_contact", verb="deleted").exists()
        assert not AuditDetails.objects.filter(table_name="stakeholders_contact").exists()


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_a_deletion_leaves_nothing_anywhere_but_that_it_was_done(
    hill_world: World, settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    settings.FILES_ROOT = tmp_path
    world = hill_world
    result = record_maria(world)
    client = sign_in(Client(), world["hill-coordinator"])
    assert "stakeholders_contact" in tables_with(NAME, world.hill.pk)
    assert "communities_auditdetails" in tables_with("555 0142", world.hill.pk)
    with caplog.at_level(logging.DEBUG):
        page = delete_all(client)
        forget_requested_history()
    assert "Deleted: " in page
    assert "Contact (1)" in page
    for text in (NAME, "lopez, maria", EMAIL, "555-0142", "555 0142", "555.0142"):
        assert tables_with(text, world.hill.pk) == set(), text
        assert text not in page
        assert text.lower() not in caplog.text.lower()
        assert all(text not in path.read_text() for path in tmp_path.rglob("*.jsonl"))
    check_what_is_left(world, result["hill"])
    log = client.get("/c/hill/audit-log/").content.decode()
    assert "Contact (1)" in log
    assert "viewed: Requests of a person" in log
    assert tables_with(NAME, world.dale.pk) >= {"stakeholders_contact"}
    assert keys(client) == []


@pytest.mark.django_db
def test_a_published_report_stays_and_the_coordinator_is_informed(world: World, samples: Samples):
    client = samples.signed_in("hill-coordinator")
    with within(world.hill):
        report = Report.objects.filter(community=world.hill).first()
        assert report is not None
        Report.objects.filter(pk=report.pk).update(title=f"For {NAME}", published_at=NOON)
    page = delete_all(client, {"name": NAME})
    assert "record cannot be changed" in page
    with within(world.hill):
        assert NAME in Report.objects.get(pk=report.pk).title


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_a_restore_does_not_undo_it(settings: LazySettings, tmp_path: Path):
    settings.FILES_ROOT, settings.BACKUP_RECIPIENTS = tmp_path / "files", [PUBLIC]
    settings.DATABASE_BACKUP_URL = login("DATABASE_BACKUP_URL")
    world = stored_world()
    result = record_maria(world)
    call_command("backup", "--to", str(tmp_path / "kept"))
    [path] = (tmp_path / "kept").glob("*.age")
    key = tmp_path / "key.txt"
    key.write_text(f"# of today\n{SECRET}\n")
    delete_all(sign_in(Client(), world["hill-coordinator"]))
    forget_requested_history()
    with new_database() as name:
        outcome = restore(
            name,
            tmp_path / "again",
            str(path),
            "--key",
            str(key),
            "--purges",
            str(settings.FILES_ROOT / "purges"),
        )
        assert outcome.returncode == 0, outcome.stderr
        hill, event = world.hill.pk, result["hill"]["event"].pk
        for table in ("stakeholders_contact", "support_interest", "communities_invitation"):
            assert ask(owner(name), f"SELECT count(*) FROM {table} WHERE community_id = {hill}") == [(0,)]  # noqa: S608
        notes = ask(owner(name), f"SELECT note FROM events_event WHERE id = {event}")  # noqa: S608
        assert notes == [("Call […] at […] about keys.",)]
        details = ask(
            owner(name),
            "SELECT table_name, details::text FROM communities_auditdetails"  # noqa: S608
            f" WHERE community_id = {hill} AND details::text ~* 'lopez|555.{{0,2}}0142'",
        )
        assert details == []
        rows = ask(owner(name), f"SELECT name FROM stakeholders_contact WHERE community_id = {world.dale.pk}")  # noqa: S608
        assert (NAME,) in rows


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [{"email": "nobody@example.net"}, {"phone": "212-555-0187"}])
def test_an_address_or_number_alone_finds_no_other_record(world: World, signed_in, typed: dict[str, str]):
    hill = record_maria(world)["hill"]
    with within(world.hill):
        Event.objects.filter(pk=hill["event"].pk).update(note="Bring chairs, tables (two).")
    assert keys(signed_in("hill-coordinator"), typed) == []


def test_hyphens_apostrophes_and_accents_are_found_however_they_are_typed():
    for name, text in (
        ("Shauna O'Neil", "shauna o’neil came"),
        ("Shauna O’Neil", "Shauna O'Neil"),
        ("Anne-Marie Li", "Anne‑Marie Li"),
        ("Anne Marie Li", "Anne–Marie Li"),
        ("José Lo", "Jose\u0301 Lo"),
        ("Jose\u0301 Lo", "José Lo"),
    ):
        assert PersonQuery(name).patterns["name"].search(text), (name, text)


def test_words_are_found_as_people_write_them():
    patterns = PersonQuery("Ann Lee", "ann@example.org", "+44 20 7946 0958").patterns
    for text in ("ANN  LEE", "Lee, Ann", "said Ann Lee.", "Ánn-Lée"):
        assert patterns["name"].search(text), text
    assert PersonQuery("María López García").patterns["name"].search("lopez garcia, maria")
    for text in ("Joann Lee", "Ann Leeds"):
        assert not patterns["name"].search(text), text
    assert PersonQuery("张伟").patterns["name"].search("我们问过张伟了")
    assert patterns["email"].search("Mail ANN@example.org today")
    assert patterns["email"].search("Mail ann@example.org. Thanks")
    for text in ("joann@example.org", "o.ann@example.org", "ann@example.org.uk", "ann@example.org-west.net"):
        assert not patterns["email"].search(text), text
    for text in ("020 7946 0958", "+44 (20) 7946-0958"):
        assert patterns["phone"].search(text), text
    assert not patterns["phone"].search("120794609581")


def test_each_text_column_is_searched_or_declared_as_never_naming_a_person():
    """A new text column must be declared in its app's `personal_data`."""
    missing, gone = set(), set()
    models = [*tenant_models(), Invitation]
    known_values = {model._meta.label_lower: model for model in models}
    for label, model in known_values.items():
        texts = personal_texts().get(label)
        declared = {*(texts.columns if texts else ()), *get_other_texts().get(label, ())}
        gone |= {f"{label}.{column}" for column in declared - text_columns(model)}
        if "community" in {column.name for column in model._meta.local_concrete_fields} and (
            not issubclass(model, OfficeModel)
        ):
            missing |= {f"{label}.{column}" for column in text_columns(model) - declared}
    assert missing == set()
    assert gone == set()
    assert {*personal_texts(), *get_other_texts()} <= known_values.keys()


def text_columns(model: Any) -> set[str]:
    from django.db import models as fields

    kinds = fields.CharField | fields.TextField | fields.JSONField
    return {
        column.name
        for column in model._meta.local_concrete_fields
        if isinstance(column, kinds) and not column.choices
    }


@pytest.mark.django_db
def test_the_result_uses_the_readers_punctuation_and_time_zone(world: World, signed_in):
    with within(world.hill, coordinator=True):
        PersonRequest.objects.create(
            kind="deleted", by=world["hill-coordinator"], counts={"stakeholders_contact": 2}
        )
    client = signed_in("hill-coordinator")
    page = " ".join(client.get(PAGE, headers={"Accept-Language": "zh-hans"}).content.decode().split())
    assert "联系人（2）<span" in page
    assert "（hill-coordinator，" in page
    assert "北美太平洋时间）</span>" in page
