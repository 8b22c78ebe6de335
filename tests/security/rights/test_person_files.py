"""What a search for a person cannot read: files, which the page lists, and queued emails, which only the recipient
gets."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.closing import empty_account
from communities.models import OutgoingMail, User
from communities.person_query import PersonQuery
from library.models import MaterialVersion
from reports.models import ArchiveRun
from stakeholders.models import Evidence, EvidenceFile, Organization
from tests.base import LOGINS, World, sign_in, within
from tests.matrix.samples import Samples
from tfc.logins import ACCOUNTS, use_login

pytestmark = pytest.mark.django_db(databases=LOGINS)
PAGE = "/c/hill/settings/requests/"


@pytest.mark.parametrize(
    ("text", "expected_text"),
    [
        ("Maria G. Lopez called.", "Maria G. Lopez"),
        ("MARÍA de los Ángeles LÓPEZ", "MARÍA de los Ángeles LÓPEZ"),
        ("Maria-Jose Lopez", "Maria-Jose Lopez"),
        ("Lopez Garcia, Maria", "Lopez Garcia, Maria"),
        ("Maria Lopez", "Maria Lopez"),
        ("Maria G.\nLopez", "Maria G.\nLopez"),
        # In a list, over two sentences, too far apart, or within other names: another person.
        ("Maria Smith, Ann Lopez", ""),
        ("Ask Maria. Old Lopez", ""),
        ("Call Maria today. Lopez", ""),
        ("Maria one two three four Lopez", ""),
        ("Annmaria G. Lopez", ""),
        ("Maria G. Lopezville", ""),
        ("Maria 5 Lopez", ""),
    ],
)
def test_first_and_last_name_are_found_with_others_between_them(text: str, expected_text: str):
    [pattern] = PersonQuery(name="Maria Lopez").patterns.values()
    match = pattern.search(text)
    assert (match[0] if match else "") == expected_text


@pytest.mark.parametrize(
    ("query", "text", "is_found"),
    [
        (PersonQuery(name="Sean O'Brien"), "SEAN OBRIEN", True),
        (PersonQuery(name="Sean O'Brien"), "Seán O’ Brien", True),
        (PersonQuery(name="Jörg Müßig"), "JÖRG MÜSSIG", True),
        (PersonQuery(name="Jorg Mussig"), "Jörg Müßig", True),
        (PersonQuery(phone="07700 900123"), "https://wa.me/447700900123", True),
        (PersonQuery(phone="(626) 555-0142"), "0016265550142", True),
        # Without the area code, the digits before may be another one.
        (PersonQuery(phone="555-0142"), "6265550142", False),
    ],
)
def test_other_spellings_of_a_name_or_number_are_found(query: PersonQuery, text: str, is_found: bool):
    [pattern] = query.patterns.values()
    assert bool(pattern.search(text)) is is_found


def test_the_database_finds_the_same(world: World, signed_in):
    client = signed_in("hill-coordinator")
    with within(world.hill):
        Organization.objects.create(
            name="Old mill",
            sector="business",
            note="Ask María G. López first.",
            created_by=world["hill-leader"],
        )
    assert "Ask María G. López first." in client.post(PAGE, {"name": "Maria Lopez"}).content.decode()


def list_files(client: Client) -> str:
    page = client.get(PAGE).content.decode()
    return page[page.index("Files to open") :] if "Files to open" in page else ""


def get_names(samples: Samples, world: World) -> dict[str, Any]:
    with within(world.hill, coordinator=True):
        evidence = EvidenceFile.objects.select_related("evidence").first()
        version = MaterialVersion.objects.exclude(file_key="").first()
        run = ArchiveRun.objects.first()
        assert None not in (evidence, version, run)
        ArchiveRun.objects.update(kind="make", done_at=timezone.now(), file_name="hill-archive.zip")
        return {"evidence": evidence, "version": version, "run": run}


def test_the_page_lists_the_files_of_the_place_with_links(world: World, samples: Samples):
    names = get_names(samples, world)
    page = list_files(samples.signed_in("hill-coordinator"))
    evidence, version = names["evidence"], names["version"]
    for name, url in (
        (evidence.name, f"strategies/{evidence.evidence.strategy_id}/evidence/{evidence.evidence_id}/file/"),
        (version.file_name, f"library/materials/{version.material_id}/versions/{version.pk}/file/"),
        ("hill-archive.zip", f"archive/{names['run'].pk}/file/"),
    ):
        assert f'href="/c/hill/{url}"' in page
        assert name in page
    assert "/c/dale/" not in page
    assert "briefings/" in page
    assert "reports/" in page


def test_a_file_in_the_trash_is_named_without_a_link(world: World, samples: Samples):
    names = get_names(samples, world)
    with within(world.hill):
        Evidence.objects.update(deleted_at=timezone.now())
    page = list_files(samples.signed_in("hill-coordinator"))
    assert f"{names['evidence'].name} (in the trash; restore it to open it)" in " ".join(page.split())
    assert "evidence/" not in page


def test_an_archive_is_listed_as_long_as_its_file_lasts(world: World, samples: Samples):
    run = get_names(samples, world)["run"]
    with within(world.hill, coordinator=True):
        ArchiveRun.objects.filter(pk=run.pk).update(done_at=timezone.now() - timedelta(hours=25))
    assert "hill-archive.zip" not in list_files(samples.signed_in("hill-coordinator"))


@pytest.mark.parametrize(("hours", "is_listed"), [(1, True), (24, True), (26, False)])
def test_an_uploaded_archive_is_listed_while_it_is_stored(
    world: World, samples: Samples, hours: int, is_listed: bool
):
    with within(world.hill, coordinator=True):
        run = ArchiveRun.objects.get()
        assert run.kind == "check"
        ArchiveRun.objects.update(at=timezone.now() - timedelta(hours=hours), file_name="hill-copy.zip")
    client = samples.signed_in("hill-coordinator")
    page = list_files(client)
    assert (f'<a href="/c/hill/archive/{run.pk}/">hill-copy.zip</a>' in page) == is_listed
    assert client.get(f"/c/hill/archive/{run.pk}/").status_code == 200
    assert "Look in your own copy." in client.get(PAGE).content.decode()


def put_mails(person: User, other: User) -> None:
    with use_login(ACCOUNTS):
        OutgoingMail.objects.create(
            to=person.email.upper(), subject="Set a new password", text="https://x/secret"
        )
        OutgoingMail.objects.create(to=other.email, subject="A new device", text="…")


def test_an_account_holder_downloads_which_emails_wait(world: World, client: Client):
    person, other = world["hill-member"], world["hill-leader"]
    put_mails(person, other)
    page = sign_in(client, person).post("/account/data/").content.decode()
    assert "Set a new password" in page
    assert "secret" not in page
    assert "A new device" not in page


def test_emails_that_wait_go_with_the_account(world: World):
    person, other = world["hill-member"], world["hill-leader"]
    put_mails(person, other)
    empty_account(user=User.objects.get(pk=person.pk))
    with use_login(ACCOUNTS):
        assert [mail.to for mail in OutgoingMail.objects.all()] == [other.email]


def test_a_coordinator_never_finds_an_email_about_an_account(world: World, signed_in):
    put_mails(world["hill-member"], world["dale-leader"])
    client = signed_in("hill-coordinator")
    page = client.post(PAGE, {"email": world["dale-leader"].email}).content.decode()
    assert "A new device" not in page
    assert "Only the account holder sees them." in page
