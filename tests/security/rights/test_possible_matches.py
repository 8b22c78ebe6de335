"""A search for a person also lists records with other spellings, unticked, and what is ticked is exported, corrected
or deleted like any other.
"""

import logging
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from communities.actions.person_requests import forget_requested_history
from communities.models import PersonRequest
from events.models import Event, EventKind
from stakeholders.models import Contact, Organization
from tests.base import LOGINS, World, make_user, sign_in, within
from tests.reports.archive.archive_comparison import empty_town, get_archive, put_back
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
from tests.security.rights.test_person_requests import (
    NOON,
    PAGE,
    delete_all,
    keys,
    possible_keys,
    tables_with,
)

NAME = {"name": "Maria Lopez"}
EMAIL = {"email": "maria.lopez@example.net"}
PHONE = {"phone": "(626) 555-0142"}
# What is typed, and texts that are not an exact match of it.
POSSIBLE = [
    *(
        (NAME, text)
        for text in (
            "M. Lopez came.", "M Lopez", "M.Lopez", "M. G. López", "Lopez, M.", "LOPEZ M.", "Maria L. called",
            "maria_lopez", "maria.lopez", "@maria_lopez", "MariaLopez", "see maria.lopez@example.net",
            "mlopez@example.net", "m.lopez@example.net", "lopez_maria", "Maria Lopes", "Maria Loepz",
            "Maria Loppez", "Mara Lopez", "Lopes, Maria", "Maria G. Lopes",
        )
    ),
    *(
        (EMAIL, text)
        for text in (
            "maria.lopez(at)example.net", "maria.lopez [at] example.net", "Maria.Lopez at example.net",
            "maria.lopez (at) example (dot) net", "maria dot lopez at example dot net",
            "maria.lopez（at）example.net", "maria.lopez＠example.net", "maria.lopez arroba example punto net",
            "maria.lopez @ example.net", "maria.lopez+oasis@example.net", "maria.lopez{at}example[.]net",
        )
    ),
    *(
        (PHONE, text)
        for text in (
            "555-0142", "Call 555 01 42.", "626  //  555  //  0142", "626 – – 555 – – 0142",
        )
    ),
    ({"phone": "555-0142"}, "6265550142"),
    ({"name": "Jürgen Groß"}, "Juergen Gross"),
    ({"name": "Juergen Gross"}, "Jürgen Groß"),
    ({"name": "Anna Müller"}, "Anna Mueller"),
    ({"name": "Anna Mueller"}, "Anna Müller"),
    ({"name": "Anna Mueller"}, "A. MÜLLER"),
    ({"name": "Bjørn Håland"}, "Bjoern Haaland"),
    ({"name": "Lopez, Maria"}, "M. Lopez"),
    ({"name": "Maria Lopez Garcia"}, "Maria Garcia"),
    ({"name": "Maria Lopez Garcia"}, "M. Lopez"),
    ({"name": "An Le"}, "A. Le"),
    ({"name": "Alexandra Thistlewaite"}, "alexandra thistlewhaite"),
]  # fmt: skip
# Another person, or words of a sentence.
OTHER = [
    (NAME, "Martin Lopez"),
    (NAME, "N. Lopez"),
    (NAME, "Maria Gomez"),
    (NAME, "Mario Lopes"),
    (NAME, "Maria came. M. Lopezville"),
    (NAME, "Annmaria Lopezville"),
    (NAME, "Lopez met a team"),
    (NAME, "xmaria.lopez@example.net, marialopes, maria_lopes"),
    (NAME, "Maria Smith, Ann Lopez"),
    ({"name": "Ana Lopez"}, "Vimos a Lopez a las 5"),
    ({"name": "An Le"}, "Le a la sala"),
    ({"name": "Ann Lee"}, "Ane Lee"),
    (EMAIL, "maria at example.net"),
    (EMAIL, "Ana-maria.lopez (at) example.net"),
    (EMAIL, "maria.lopez (at) example.net.mx"),
    (PHONE, "213-555-0142"),
    (PHONE, "(213) 555-0142"),
    (PHONE, "5550143"),
    (PHONE, "25550142"),
    ({"name": "王小明"}, "王大明"),
]


def record(world: World, **fields: str) -> Organization:
    with within(world.hill):
        return Organization.objects.create(
            **{"name": "Old mill", "sector": "local_business", "created_by": world["hill-leader"], **fields}
        )


def stored(world: World, organization: Organization) -> Organization:
    with within(world.hill):
        return Organization.objects.get(pk=organization.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "text"), POSSIBLE)
def test_another_spelling_is_listed_and_not_ticked(
    world: World, signed_in, person: dict[str, str], text: str
):
    organization = record(world, note=f"Ask first: {text}")
    client = signed_in("hill-coordinator")
    key = f"stakeholders.organization:{organization.pk}"
    assert key not in keys(client, person)
    assert f"possible:{key}" in possible_keys(client, person)
    with within(world.hill):
        Organization.objects.filter(pk=organization.pk).update(note="")
    assert possible_keys(client, person) == [f"possible:history:stakeholders_organization:{organization.pk}"]


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "text"), OTHER)
def test_another_person_is_not_listed(world: World, signed_in, person: dict[str, str], text: str):
    record(world, note=text)
    assert possible_keys(signed_in("hill-coordinator"), person) == []


@pytest.mark.django_db
def test_what_is_found_exactly_is_listed_once(world: World, signed_in):
    organization = record(world, note="Maria Lopez, Maria M. Lopez or Lopez, Maria: maria.lopez@example.net")
    client = signed_in("hill-coordinator")
    assert f"stakeholders.organization:{organization.pk}" in keys(client, NAME | EMAIL)
    assert possible_keys(client, NAME | EMAIL) == []


@pytest.mark.django_db
def test_the_page_shows_the_words_that_match_under_a_heading_of_their_own(world: World, signed_in):
    record(world, note="Ask M. Lopez. See maria_lopez.")
    page = " ".join(signed_in("hill-coordinator").post(PAGE, NAME).content.decode().split())
    assert "No record has exactly this name" in page
    assert "Possible matches</h2>" in page
    assert "<strong>M. Lopez</strong>" in page
    assert "<strong>maria_lopez</strong>" in page


@pytest.mark.django_db
def test_a_possible_member_of_the_team_is_not_ticked(world: World, signed_in):
    member = world["hill-member"]
    type(member).objects.filter(pk=member.pk).update(name="M. Lopez")
    page = signed_in("hill-coordinator").post(PAGE, NAME).content.decode()
    [box] = [part.split(">")[0] for part in page.split("<input") if 'name="member"' in part.split(">")[0]]
    assert "checked" not in box


@pytest.mark.django_db
def test_a_correction_replaces_the_words_that_matched(world: World, signed_in):
    both = record(world, note="Maria Lopez, called M. Lopez. Mail m.lopez@example.net.")
    loose = record(world, name="New mill", note="M. Lopez (maria_lopez)")
    unticked = record(world, name="Mill", note="M. Lopez")
    client = signed_in("hill-coordinator")
    chosen = [*keys(client, NAME), f"possible:stakeholders.organization:{loose.pk}"]
    answer = client.post(f"{PAGE}correct/", NAME | {"record": chosen, "new_name": "Ana Lopez Ruiz"})
    assert answer.status_code == 302
    assert stored(world, loose).note == "Ana Lopez Ruiz (Ana Lopez Ruiz)"
    assert stored(world, both).note == "Ana Lopez Ruiz, called M. Lopez. Mail m.lopez@example.net."
    assert stored(world, unticked).note == "M. Lopez"


@pytest.mark.django_db
def test_a_record_ticked_as_exact_and_as_possible_changes_in_both_places(world: World, signed_in):
    both = record(world, note="Maria Lopez, called M. Lopez.", website="https://example.org/maria_lopez")
    client = signed_in("hill-coordinator")
    chosen = [key for key in [*keys(client, NAME), *possible_keys(client, NAME)] if "history" not in key]
    assert len(chosen) == 2
    client.post(f"{PAGE}correct/", NAME | {"record": chosen, "new_name": "M. Lopez Ruiz"})
    assert stored(world, both).note == "M. Lopez Ruiz, called M. Lopez Ruiz."
    chosen = [key for key in possible_keys(client, NAME) if "history" not in key]
    client.post(f"{PAGE}delete/", NAME | {"record": chosen, "confirmed": "yes"})
    assert (stored(world, both).note, stored(world, both).website) == ("[…] Ruiz, called […] Ruiz.", "")


@pytest.mark.django_db
def test_the_page_says_that_more_records_match_than_it_lists(
    world: World, signed_in, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("communities.person_search.MOST", 2)
    client, sentence = signed_in("hill-coordinator"), "More records match than are listed"
    for number, name in enumerate(("First", "Second", "Third")):
        assert sentence not in client.post(PAGE, NAME).content.decode()
        record(world, name=f"{name} mill", note="M. Lopez")
        assert len(possible_keys(client, NAME)) == min(number + 1, 2)
    assert sentence in client.post(PAGE, NAME).content.decode()


@pytest.mark.django_db
def test_the_file_has_a_ticked_possible_match_and_no_other(world: World, signed_in):
    organization = record(world, note="M. Lopez has the keys.")
    record(world, name="Mill", note="Maria Lopes paints.")
    client = signed_in("hill-coordinator")
    chosen = NAME | {"record": [f"possible:stakeholders.organization:{organization.pk}"]}
    page = client.post(f"{PAGE}export/", chosen).content.decode()
    assert "has the keys" in page
    assert "paints" not in page


def record_everywhere(world: World) -> dict[str, Any]:
    results = {}
    for community in (world.hill, world.dale):
        leader = world[f"{community.slug}-leader"]
        with within(community, coordinator=True):
            organization = Organization.objects.create(
                name="Old mill",
                sector="local_business",
                note="Maria Lopez, or maria_lopez.",
                created_by=leader,
            )
            contact = Contact.objects.create(
                organization=organization, name="Lopez, M.", email="m.lopez@example.net", created_by=leader
            )
            event = Event.objects.create(
                kind=EventKind.TEAM_MEETING, title="Planning", starts_at=NOON, ends_at=NOON,
                time_zone=community.time_zone, note="Call Maria Lopes at 555.01.42.", created_by=leader,
            )  # fmt: skip
        with within(community, coordinator=True):
            Organization.objects.filter(pk=organization.pk).update(
                phone="626 / 555 01 42", note="maria_lopez"
            )
        results[community.slug] = {"organization": organization, "contact": contact, "event": event}
    return results


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_a_deletion_leaves_nothing_of_the_words_that_matched(
    settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture, transactional_db: None
):
    settings.FILES_ROOT = tmp_path
    world = stored_world()
    made = record_everywhere(world)["hill"]
    client = sign_in(Client(), world["hill-coordinator"])
    person = NAME | EMAIL | PHONE
    assert "stakeholders_contact" in tables_with("lopez, m", world.hill.pk)
    with caplog.at_level(logging.DEBUG):
        delete_all(client, person, [*keys(client, person), *possible_keys(client, person)])
        forget_requested_history()
    for text in ("lopez", "lopes", "555 01 42", "555.01.42"):
        assert tables_with(text, world.hill.pk) == set(), text
        assert text not in caplog.text.lower()
        assert all(text not in path.read_text().lower() for path in tmp_path.rglob("*.jsonl"))
    assert any(tmp_path.rglob("*.jsonl"))
    with within(world.hill, coordinator=True):
        assert Event.objects.get(pk=made["event"].pk).note == "Call […] at […]."
        assert not Contact.objects.exists()
        assert PersonRequest.objects.get().counts["stakeholders_contact"] == 1
    assert tables_with("lopes", world.dale.pk) >= {"events_event"}
    assert possible_keys(client, person) == []


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_a_restored_archive_lists_its_possible_matches_and_a_deletion_leaves_none(
    settings: LazySettings, tmp_path: Path
):
    settings.FILES_ROOT = tmp_path / "files"
    world, person = stored_world(), NAME | EMAIL | PHONE
    record_everywhere(world)
    path = get_archive(world.hill, tmp_path / "hill.zip")
    by = make_user("vale-coordinator", second_factor=True)
    vale = empty_town(world.usa, "vale", by)
    put_back(path, vale, by)
    client = sign_in(Client(), by)
    page = PAGE.replace("hill", "vale")
    records = [*keys(client, person, page), *possible_keys(client, person, page)]
    assert {key.split(":")[-2] for key in records} >= {
        "stakeholders.organization", "stakeholders.contact", "events.event",
    }  # fmt: skip
    delete_all(client, person, records, page)
    forget_requested_history()
    for text in ("lopez", "lopes", "555 01 42", "555.01.42"):
        assert tables_with(text, vale.pk) == set(), text
        assert tables_with(text, world.hill.pk) != set(), text


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_a_restore_does_not_bring_back_a_possible_match(settings: LazySettings, tmp_path: Path):
    settings.FILES_ROOT, settings.BACKUP_RECIPIENTS = tmp_path / "files", [PUBLIC]
    settings.DATABASE_BACKUP_URL = login("DATABASE_BACKUP_URL")
    world, person = stored_world(), NAME | EMAIL | PHONE
    made = record_everywhere(world)["hill"]
    call_command("backup", "--to", str(tmp_path / "kept"))
    [path] = (tmp_path / "kept").glob("*.age")
    key = tmp_path / "key.txt"
    key.write_text(SECRET)
    client = sign_in(Client(), world["hill-coordinator"])
    # After a correction, the text differs from the one in the backup.
    chosen = person | {
        "record": [f"possible:events.event:{made['event'].pk}"],
        "new_name": "Maria Lopez Ruiz",
    }
    assert client.post(f"{PAGE}correct/", chosen).status_code == 302
    delete_all(client, person, [*keys(client, person), *possible_keys(client, person)])
    forget_requested_history()
    purges = str(settings.FILES_ROOT / "purges")
    with new_database() as name:
        outcome = restore(name, tmp_path / "again", str(path), "--key", str(key), "--purges", purges)
        assert outcome.returncode == 0, outcome.stderr
        for table, column in (
            ("stakeholders_contact", "name"), ("stakeholders_organization", "note"), ("events_event", "note"),
            ("communities_auditdetails", "details"),
        ):  # fmt: skip
            query = (
                f"SELECT count(*) FROM {table} WHERE community_id = %d AND {column}::text ~* 'lope[sz]|01.42'"  # noqa: S608
            )
            assert ask(owner(name), query % world.hill.pk) == [(0,)], table
            assert ask(owner(name), query % world.dale.pk) != [(0,)], table


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a " * 60, "maria lopez " * 10, "Maria Guadalupe Fernandez Villanueva"])
def test_a_text_that_repeats_the_words_of_a_name_takes_no_minutes(world: World, signed_in, name: str):
    record(world, note=(name.strip()[:-1] + "x ") * 300)
    client = signed_in("hill-coordinator")
    begun = time.monotonic()
    assert client.post(PAGE, {"name": name.strip()}).status_code == 200
    assert time.monotonic() - begun < 20
