"""The pages of the audit log for coordinators and offices, and restoring an earlier version of a record."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.audit.page import PAGE
from communities.models import AuditEntry
from evaluation.models import Answer
from events.actions import Details, plan_event, update_event
from events.event_time import EventTime
from events.models import Event, Headcount
from stakeholders.actions import register
from stakeholders.models import Contact, Organization
from tests.base import World, within
from tests.budgets.test_pages import TAKEN_BACK
from tests.evaluation.rounds_world import hand_in, make_round
from tests.stakeholders.test_evidence_sharing import shared
from tfc.current_actor import DEMO, acting_as
from tfc.text.line_breaks import moment_words

pytestmark = pytest.mark.django_db

AUDIT = "/c/hill/audit-log/"


def recorded(world: World, person: str = "hill-leader", **fields: Any) -> Organization:
    """Add a record and rename it once."""
    by = world[person]
    with acting_as(by.pk, person.partition("-")[2]), within(world.hill):
        school = register.add_organization(by=by, name="Hill School", sector="schools", tie="new", **fields)
        register.edit_organization(organization=school, by=by, revision=1, name="Hill High", sector="media")
    return school


def page(client: Any, url: str = AUDIT) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_it_says_in_words_who_did_what(world: World, signed_in: Any):
    recorded(world)
    body = page(signed_in("hill-coordinator"))
    assert "hill-leader changed: Organization “Hill High”" in body
    assert "hill-leader added: Organization “Hill High”" in body
    assert "Name: <del>Hill School</del>" in body
    assert "<ins>Hill High</ins>" in body
    assert "Sector: <del>Schools</del>" in body
    assert "Leader" in body


def test_demo_records_are_recorded_for_the_program(world: World, signed_in: Any):
    with acting_as(None, DEMO), within(world.hill):
        register.add_organization(by=world["hill-leader"], name="Hill School", sector="schools", tie="new")
    body = page(signed_in("hill-coordinator"))
    assert "The program added: Organization “Hill School”" in body
    assert "Demo" in body


@pytest.mark.parametrize(
    ("person", "status"), [("hill-leader", 403), ("hill-member", 403), ("dale-coordinator", 404)]
)
@pytest.mark.parametrize("url", [AUDIT, "/c/hill/audit-log/stakeholders_organization/1/"])
def test_it_opens_for_coordinators_alone(signed_in: Any, person: str, status: int, url: str):
    assert signed_in(person).get(url).status_code == status


def test_it_shows_the_office_what_is_its_own_and_what_its_staff_did(world: World, signed_in: Any):
    recorded(world)
    client = signed_in("usa-staff")
    client.get("/office/usa/communities/hill/")
    body = page(client, "/office/usa/audit-log/")
    assert "usa-staff viewed: Community “Hill”" in body
    assert "Hill High" not in body
    assert "usa-staff viewed: Community “Hill”" in page(signed_in("hill-coordinator"))


def test_it_narrows_by_person_kind_and_day(world: World, signed_in: Any):
    recorded(world)
    recorded(world, "hill-coordinator")
    client = signed_in("hill-coordinator")
    only = page(client, f"{AUDIT}?person={world['hill-leader'].pk}")
    assert "hill-leader changed" in only
    assert "hill-coordinator changed" not in only
    assert "changed: Organization" in page(client, f"{AUDIT}?kind=stakeholders_organization")
    assert "No results" in page(client, f"{AUDIT}?kind=events_event")
    today = timezone.localdate(timezone=world.hill.zone)
    assert "changed: Organization" in page(client, f"{AUDIT}?day={today}")
    assert "No results" in page(client, f"{AUDIT}?day={today - dt.timedelta(days=2)}")
    assert client.get(f"{AUDIT}?day=yesterday").status_code == 422
    assert client.get(f"{AUDIT}?person=9{'9' * 30}").status_code == 422


def test_it_turns_pages_both_ways_in_few_questions(world: World, signed_in: Any):
    with within(world.hill):
        register.add_organizations(
            by=world["hill-leader"],
            rows=[{"name": f"School {number}", "sector": "schools"} for number in range(PAGE + 10)],
        )
    client = signed_in("hill-coordinator")
    client.get(AUDIT)
    with CaptureQueriesContext(connection) as queries:
        body = page(client)
    # Leaving the test's savepoint resets the scope's settings.
    outside = ("SAVEPOINT", "RELEASE", f"SELECT {TAKEN_BACK}")
    assert len([query for query in queries if not query["sql"].startswith(outside)]) <= 8
    assert body.count("added: Organization") == PAGE
    with within(world.hill, coordinator=True):
        audit_entries = AuditEntry.objects.filter(table_name="stakeholders_organization").newest_first()
        ids = list(audit_entries.values_list("pk", flat=True))
    body = page(client, f"{AUDIT}?before={ids[PAGE - 1]}")
    assert body.count("added: Organization") == 10
    assert f"after={ids[PAGE]}" in body
    assert page(client, f"{AUDIT}?after={ids[PAGE]}").count("added: Organization") == PAGE
    assert client.get(f"{AUDIT}?before={'9' * 40}").status_code == 200
    for beyond in ("before=1", "after=999999999999"):
        assert page(client, f"{AUDIT}?{beyond}").count("added: Organization") == PAGE


def test_it_says_what_is_a_part_once(world: World, signed_in: Any):
    with within(world.hill):
        event = _event(world)

        Headcount.objects.bulk_create(
            Headcount(event=event, dimension="gender", group=group, people=3) for group in ("female", "male")
        )
    body = page(signed_in("hill-coordinator"))
    assert body.count("added: People present (Event “Talk”)") == 1


@pytest.mark.parametrize("shown", [{"phone": "626 555 0182"}, {"email": "bo@school.example"}])
def test_it_writes_down_who_read_contacts(world: World, signed_in: Any, shown: dict[str, str]):
    school = recorded(world)
    with within(world.hill):
        Contact.objects.create(organization=school, name="Al", may_be_listed=True)
        Contact.objects.create(organization=school, name="Bo", **shown)
    assert next(iter(shown.values())) in page(signed_in("hill-leader"), f"/c/hill/organizations/{school.pk}/")
    body = page(signed_in("hill-coordinator"))
    assert "hill-leader viewed: Contacts (Organization “Hill High”)" in body


@pytest.mark.parametrize(
    ("person", "details"),
    [("hill-member", {"phone": "626 555 0182", "email": "bo@school.example"}), ("hill-leader", {})],
)
def test_a_name_alone_is_no_reading(world: World, signed_in: Any, person: str, details: dict[str, str]):
    """Members see neither phone nor email address, so no reading is recorded for them."""
    school = recorded(world)
    with within(world.hill):
        Contact.objects.create(organization=school, name="Bo", may_be_listed=True, **details)
    html = page(signed_in(person), f"/c/hill/organizations/{school.pk}/")
    assert "Bo" in html
    assert not [value for value in details.values() if value in html]
    assert "viewed: Contacts" not in page(signed_in("hill-coordinator"))


def test_it_writes_down_who_took_a_list_along(world: World, signed_in: Any):
    recorded(world)
    client = signed_in("hill-member")
    assert b"".join(client.get("/c/hill/exports/organizations.csv").streaming_content)
    body = page(signed_in("hill-coordinator"))
    assert "hill-member downloaded: Records “Organizations”" in body


def test_it_writes_down_who_had_a_contact_before_the_eyes_to_change_it(world: World, signed_in: Any):
    school = recorded(world)
    with within(world.hill):
        contact = Contact.objects.create(organization=school, name="Bo")
    edit = f"/c/hill/organizations/{school.pk}/contacts/{contact.pk}/edit/"
    assert signed_in("hill-leader").get(edit).status_code == 200
    body = page(signed_in("hill-coordinator"))
    assert "hill-leader viewed: Contacts (Organization “Hill High”)" in body


def test_the_community_reads_which_of_its_surveys_and_evidence_the_office_opened(
    world: World, signed_in: Any
):
    submission = hand_in(world.hill, make_round(world.usa), world["hill-coordinator"])
    evidence = shared(world, file=True)
    client, office = signed_in("usa-staff"), "/office/usa"
    opened = (f"submissions/{submission.pk}/", f"evidence/{evidence.pk}/", f"evidence/{evidence.pk}/file/")
    assert [client.get(f"{office}/{path}").status_code for path in opened] == [200, 200, 200]
    assert "usa-staff viewed: Half-year survey" in page(client, f"{office}/audit-log/")
    body = page(signed_in("hill-coordinator"))
    assert "usa-staff viewed: Half-year survey" in body
    assert "usa-staff viewed: Evidence" in body
    with within(world.hill, coordinator=True):
        assert AuditEntry.objects.filter(table_name="stakeholders_sharedevidence", verb="read").count() == 2


# ── The history of one record


def get_history(school: Organization) -> str:
    return f"{AUDIT}stakeholders_organization/{school.pk}/"


def test_it_leads_back_to_an_earlier_version_by_the_records_own_form(world: World, signed_in: Any):
    school = recorded(world, note="Ask Bo.")
    with within(world.hill, coordinator=True):
        first = AuditEntry.objects.get(table_name="stakeholders_organization", verb="added")
    client = signed_in("hill-coordinator")
    address = f"/c/hill/organizations/{school.pk}/edit/?version={first.pk}"
    assert address in page(client, get_history(school))
    form = client.get(address).context["form"]
    assert (form["name"].value(), form["sector"].value(), form["note"].value()) == (
        "Hill School",
        "schools",
        "Ask Bo.",
    )
    sent = {name: value for name in form.fields if (value := form[name].value())}
    response = client.post(address, sent)
    assert response.status_code == 302
    with within(world.hill):
        assert Organization.objects.get(pk=school.pk).name == "Hill School"
    with timezone.override(world.hill.zone):
        at = moment_words(timezone.localtime(first.at))
    assert f"The version of {at} was restored." in client.get(response.url).content.decode()
    body = page(client, get_history(school))
    assert body.count("changed: Organization") == 2
    assert "hill-coordinator changed: Organization" in body


def test_it_distinguishes_readings_from_changes(world: World, signed_in: Any):
    school = recorded(world)
    with within(world.hill):
        Contact.objects.create(organization=school, name="Bo", phone="626 555 0182")
    client = signed_in("hill-coordinator")
    assert "?readings=1" not in page(client, get_history(school))
    client.get(f"/c/hill/organizations/{school.pk}/")
    changes, readings = page(client, get_history(school)), page(client, f"{get_history(school)}?readings=1")
    assert "viewed: Contacts" not in changes
    assert "changed: Organization" in changes
    assert f'href="{get_history(school)}?readings=1"' in changes
    assert "hill-coordinator viewed: Contacts (Organization “Hill High”)" in readings
    assert "changed: Organization" not in readings
    assert f'href="{get_history(school)}"' in readings


def test_deleting_and_restoring_creates_no_version(world: World, signed_in: Any):
    school, client = recorded(world), signed_in("hill-coordinator")
    before = page(client, get_history(school)).count("?version=")
    client.post(f"/c/hill/organizations/{school.pk}/delete/")
    client.post(f"/c/hill/organizations/{school.pk}/restore/")
    assert before == page(client, get_history(school)).count("?version=") == 1


def test_the_history_belongs_to_its_records_section(world: World, signed_in: Any):
    school, client = recorded(world), signed_in("hill-coordinator")
    here = client.get(get_history(school)).context["navigation"]()
    assert [item.url for item in here.main if item.current] == ["/c/hill/organizations/"]
    of_all = client.get(AUDIT).context["navigation"]()
    assert [item.url for item in of_all.main if item.current] == []
    assert [item.url for item in of_all.place if item.current] == ["/c/hill/audit-log/"]


def test_a_restored_version_has_to_be_valid_and_of_the_newest_revision(world: World, signed_in: Any):
    school = recorded(world)
    with within(world.hill, coordinator=True):
        first = AuditEntry.objects.get(table_name="stakeholders_organization", verb="added")
    client = signed_in("hill-coordinator")
    address = f"/c/hill/organizations/{school.pk}/edit/?version={first.pk}"
    form = client.get(address).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value())}
    assert client.post(address, sent | {"name": ""}).status_code == 422
    assert client.post(address, sent | {"revision": 1}).status_code == 409


def test_a_leader_gets_no_earlier_version(world: World, signed_in: Any):
    school = recorded(world)
    with within(world.hill, coordinator=True):
        first = AuditEntry.objects.get(table_name="stakeholders_organization", verb="added")
    form = (
        signed_in("hill-leader")
        .get(f"/c/hill/organizations/{school.pk}/edit/?version={first.pk}")
        .context["form"]
    )
    assert form["name"].value() == "Hill High"


def test_it_restores_the_day_and_the_place_of_an_event(world: World, signed_in: Any):
    today = timezone.localdate(timezone=world.hill.zone)
    with within(world.hill):
        event = _event(world)
        update_event(
            event=event,
            details=_details(place="Town hall", day=today + dt.timedelta(days=9)),
            revision=event.revision,
            by=world["hill-leader"],
        )
    with within(world.hill, coordinator=True):
        first = AuditEntry.objects.get(table_name="events_event", verb="added")
    client = signed_in("hill-coordinator")
    form = client.get(f"/c/hill/events/{event.pk}/edit/?version={first.pk}").context["form"]
    assert form["place"].value() == "Library"
    assert form["day"].value() == today + dt.timedelta(days=5)
    assert form["revision"].value() == 2


def test_it_knows_no_history_of_what_is_not_there(signed_in: Any):
    client = signed_in("hill-coordinator")
    assert client.get(f"{AUDIT}stakeholders_organization/99999/").status_code == 404
    assert client.get(f"{AUDIT}django_session/1/").status_code == 404


def test_it_names_an_untitled_event_by_its_kind_and_invents_no_end(world: World, signed_in: Any):
    with acting_as(world["hill-leader"].pk, "leader"), within(world.hill):
        event = plan_event(details=_details(title=""), client_id=None, by=world["hill-leader"])
        changed = _details(title="", starts=dt.time(18))
        update_event(event=event, details=changed, revision=1, by=world["hill-leader"])
    body = page(signed_in("hill-coordinator"), f"{AUDIT}events_event/{event.pk}/")
    assert "History of Awareness and outreach" in body
    assert "changed: Event “Awareness and outreach”" in body
    assert "Starts: <del>" in body
    assert "Ends: <del>" not in body


def _details(**changed: Any) -> Details:
    day = changed.pop("day", timezone.localdate() + dt.timedelta(days=5))
    starts = changed.pop("starts", dt.time(19))
    when = EventTime(day=day, starts=starts, zone=ZoneInfo("America/Los_Angeles"))
    return Details(kind="awareness", when=when, **({"title": "Talk", "place": "Library"} | changed))


def _event(world: World) -> Event:
    return plan_event(details=_details(), client_id=None, by=world["hill-leader"])


def test_it_opens_after_hotlines_and_a_confirmed_figure_changed(world: World, signed_in: Any):
    hotline = {"name": "Hotline", "number": "1-888"}
    for number in ("1-888", "1-999"):
        world.usa.hotlines = [hotline | {"number": number}]
        world.usa.save()
    assert "<ins>Hotline, 1-999</ins>" in page(signed_in("usa-staff"), "/office/usa/audit-log/")
    hand_in(world.hill, make_round(world.usa), world["hill-coordinator"])
    with within(world.hill):
        for answer in Answer.objects.all():
            answer.computed = {"state": "value", "numerator": 1}
            answer.save()
    assert "changed: " in page(signed_in("hill-coordinator"))
