"""An account holder downloads everything stored about them and nothing about another person."""

import re
import time
import uuid

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from communities.account_data import get_authored_models
from communities.audit.labels import get_record_kind
from communities.models import Membership, NoticeSetting, User
from evaluation.models import AnswerDraft
from events.models import Event, LeaderGoal, MemberPresence
from stakeholders.models import Contact, Organization
from support.models import Interest
from tests.base import World, sign_in, within
from tests.matrix.samples import Samples
from tfc.personal_data import get_excluded_records, get_own_records
from tfc.tenancy import GLOBAL_TABLES

pytestmark = pytest.mark.django_db
PAGE = "/account/data/"
# Texts by the person, or the names of records that they took part in.
SHOWN_COLUMNS = {
    "answerdraft-evidence",
    "answerdraft-reason",
    "answerdraft-value",
    "boardpost-text",
    "bulkexport-what",
    "comment-text",
    "commentreport-reason",
    "leadergoal-text",
    "officebulkexport-what",
    "officetraining-title",
    "service-name",
}


def download(client: Client) -> str:
    response = client.post(PAGE)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == 'attachment; filename="traffickfree-my-data.html"'
    assert response.headers["Cache-Control"] == "no-store"
    return response.content.decode()


def test_the_file_has_what_is_stored_about_the_person(world: World, samples: Samples):
    person = User.objects.get(pk=world["hill-leader"].pk)
    membership = Membership.objects.get(user=person)
    NoticeSetting.objects.create(user=person, hidden=["survey"])
    with within(world.hill, coordinator=True):
        MemberPresence.objects.create(event_id=samples.ids["hill"]["event_id"], membership=membership)
        LeaderGoal.objects.create(membership=membership, text="Speak at the town hall")
        AnswerDraft.objects.create(
            submission_id=samples.ids["hill"]["submission_id"],
            part="1a",
            by=person,
            reason="My first thought",
        )
        organization = Organization.objects.create(name="Old mill", sector="business", created_by=person)
        Contact.objects.create(
            organization=organization, name="Lee Der", role="Director", email=person.email.upper(),
            phone="626-555-0111", created_by=world["hill-coordinator"],
        )  # fmt: skip
    page = download(samples.signed_in("hill-leader"))
    for text in (
        person.email, "Notification settings", "Devices and sessions", "History", "Hill", "Leader",
        "Events you attended", "Speak at the town hall", "My first thought", "Lee Der", "626-555-0111", "Old mill",
        "Records that name you as their author",
    ):  # fmt: skip
        assert text in page, text


def test_it_never_has_data_of_other_people(world: World, samples: Samples):
    for name in ("hill-member", "hill-leader", "hill-coordinator", "usa-staff", "oasis-staff", "stranger"):
        page = download(samples.signed_in(name))
        person = User.objects.get(pk=world[name].pk)
        assert person.email in page
        for other in User.objects.exclude(pk=person.pk):
            assert other.email not in page, (name, other.email)
            assert str(other) not in page or str(other) in str(person), (name, str(other))
        visited = {canary.removeprefix(f"Canary-{owner}-") for canary, owner in canaries_in(page)}
        assert {column for column in visited if not column.startswith("user-name")} <= SHOWN_COLUMNS, (
            name,
            visited,
        )


def canaries_in(page: str) -> list[tuple[str, str]]:
    matches = re.findall(r"Canary-(\w+)-[\w-]+", page)
    return list(zip(re.findall(r"Canary-\w+?-[\w-]+", page), matches, strict=True))


def test_a_contact_with_an_unconfirmed_or_foreign_address_is_another_person(world: World):
    with within(world.hill, coordinator=True):
        organization = Organization.objects.create(
            name="Old mill", sector="business", created_by=world["hill-leader"]
        )
        Contact.objects.create(
            organization=organization, name="Some One Else", email="else@example.org",
            created_by=world["hill-leader"],
        )  # fmt: skip
    assert "Some One Else" not in download(sign_in(Client(), world["hill-leader"]))


def test_it_has_the_inquiry_that_a_volunteer_sent_from_this_address(world: World):
    with within(world.hill, coordinator=True):
        for reach, text in (
            (world["hill-leader"].email.upper(), "I can drive."),
            ("else@example.org", "I cook."),
        ):
            Interest.objects.create(
                name="M. L.", reach=reach, message=text, on=timezone.localdate(), client_id=uuid.uuid4()
            )
    page = download(sign_in(Client(), world["hill-leader"]))
    assert "I can drive." in page
    assert "I cook." not in page


def test_it_needs_a_fresh_proof(world: World, client: Client):
    sign_in(client, world["hill-member"], at=time.time() - 3600)
    assert client.get(PAGE).status_code == 200
    assert "/accounts/reauthenticate/" in client.post(PAGE)["Location"]


def test_nobody_signed_out_reads_it(client: Client, world: World):
    for response in (client.get(PAGE), client.post(PAGE)):
        assert "/accounts/login/" in response["Location"]


def test_it_leaves_a_trace_in_the_accounts_history(world: World):
    client = sign_in(Client(), world["hill-member"])
    assert "Downloaded on" not in client.get("/account/sessions/").content.decode()
    download(client)
    assert "Downloaded on" in client.get("/account/sessions/").content.decode()
    assert "Last download" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("language", "text"), [("es", "Tus datos"), ("zh-hans", "你的数据")])
def test_it_is_in_the_language_of_the_person(world: World, language: str, text: str):
    client = sign_in(Client(), world["hill-member"])
    client.post("/language/", {"language": language})
    page = download(client)
    assert f'<html lang="{language}">' in page
    assert text in page


def test_the_page_says_that_survey_answers_are_anonymous_and_the_menu_leads_to_it(world: World):
    client = sign_in(Client(), world["hill-member"])
    page = client.get(PAGE).content.decode()
    assert "residents&#x27; survey" in page or "residents' survey" in page
    assert f'href="{PAGE}"' in client.get("/c/hill/").content.decode()


def test_each_record_that_names_a_person_is_listed_or_counted():
    """A new model with a key to an account is counted automatically; one about a member must be declared."""
    declared = {records.model for records in get_own_records()} | get_excluded_records().keys()
    about_a_person = {
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.db_table not in GLOBAL_TABLES
        for field in model._meta.local_concrete_fields
        if field.related_model is Membership
        or (field.related_model is User and field.name in ("user", "owner"))
    }
    assert about_a_person - declared == set()
    assert declared <= {model._meta.label_lower for model in apps.get_models()}
    unnamed = {
        model._meta.db_table
        for model in get_authored_models()
        if get_record_kind(model._meta.db_table) is None
    }
    assert unnamed == set()
    assert Event in get_authored_models()
