"""A second person approves public service data; any leader can hide it; readings are recorded."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import AuditEntry, Membership, Notice, Role
from communities.models.audit import Verb
from communities.notices import get_morning
from communities.tasks import remind_all
from support.actions.approvals import get_approval_fields
from support.imports import ServiceImport
from support.models import Service
from tests.base import World, within
from tests.support.directory_base import OUTSIDE, an_object, as_json, read_in
from tests.support.public_base import get_text, page, publish
from tests.support.services_base import SECRET, TOKEN, ask_service, make, service_data, services, stored
from tfc.logins import PUBLIC, use_login

APPROVALS = services("hill", "approvals/")
SHOWN: dict[str, Any] = {
    "is_public": True,
    "phone": "+1 626-555-0142",
    "website": "https://old.example",
    "address": "1 Main Street",
    "address_is_public": True,
}


@pytest.fixture
def shown(world: World) -> Service:
    """An approved service on the public pages."""
    publish(world.hill, world["hill-coordinator"])
    return make(world.hill, **SHOWN)


def edit(client: Client, service: Service, **changes: Any) -> Any:
    data = service_data(name=service.name, revision=service.revision) | {
        "phone": service.phone,
        "website": service.website,
        "address": service.address,
        "address_is_public": "on",
    }
    del data["client_id"]
    return client.post(services("hill", f"{service.pk}/edit/"), data | changes)


def approve(client: Client, service: Service, revision: int | None = None) -> Any:
    return client.post(
        services("hill", f"{service.pk}/approve/"), {"revision": revision or service.revision}, follow=True
    )


def hide(client: Client, service: Service, what: str) -> Any:
    return client.post(services("hill", f"{service.pk}/hide/{what}/"))


def public(client: Client) -> str:
    return get_text(client.get(page("help/")))


class TestNewService:
    def test_it_is_public_once_another_leader_approved_it(self, world: World, signed_in, client: Client):
        publish(world.hill, world["hill-coordinator"])
        leader = signed_in("hill-leader")
        leader.post(services("hill", "new/"), service_data())
        with within(world.hill):
            service = Service.objects.get()
        assert service.name not in public(client)
        assert "You entered this" in get_text(leader.get(APPROVALS))
        assert "You entered this" in get_text(approve(leader, service))
        assert service.name not in public(client)
        coordinator = signed_in("hill-coordinator")
        assert service.name in get_text(coordinator.get(APPROVALS))
        approve(coordinator, service)
        assert service.name in public(client)
        assert SECRET not in public(client)
        assert "Nothing yet" in get_text(coordinator.get(APPROVALS))

    def test_members_approve_nothing(self, world: World, signed_in):
        service = make(world.hill, is_public=True, approved_at=None)
        assert approve(signed_in("hill-member"), service).status_code == 403
        assert signed_in("hill-member").get(APPROVALS).status_code == 403
        assert stored(world.hill, service).approved_at is None

    def test_what_was_changed_meanwhile_is_looked_at_again(self, world: World, signed_in):
        service = make(world.hill, is_public=True, approved_at=None)
        response = approve(signed_in("hill-leader"), service, revision=service.revision + 1)
        assert "has changed. Check it again." in get_text(response)
        assert stored(world.hill, service).approved_at is None

    def test_it_says_on_the_home_of_those_who_can_approve_it(self, world: World, signed_in):
        make(world.hill, is_public=True, approved_at=None, published_by=world["hill-leader"])
        assert "A service needs your approval" in get_text(signed_in("hill-coordinator").get("/c/hill/"))
        assert "A service needs your approval" not in get_text(signed_in("hill-leader").get("/c/hill/"))

    def test_a_public_file_and_a_list_leave_it_out(self, world: World, signed_in):
        make(world.hill, "Not yet", is_public=True, approved_at=None)
        client = signed_in("hill-leader")
        assert "Not yet" not in client.get(services("hill", "export/json/")).content.decode()
        assert "Not yet" in client.get(services("hill", "export/json/") + "?all=1").content.decode()

    def test_the_login_of_public_pages_does_not_see_it(self, world: World):
        make(world.hill, is_public=True, approved_at=None)
        with use_login(PUBLIC), within(world.hill):
            assert not Service.objects.filter(is_public=True).exists()


def send_back(client: Client, service: Service, reason: str) -> Any:
    sent = {"revision": service.revision, f"service-{service.pk}-reason": reason}
    return client.post(services("hill", f"{service.pk}/return/"), sent, follow=True)


class TestSentBack:
    def test_its_author_reads_why_and_it_waits_again_once_edited(self, world: World, signed_in):
        service = make(world.hill, is_public=True, approved_at=None, published_by=world["hill-leader"])
        coordinator = signed_in("hill-coordinator")
        assert "was sent back" in get_text(send_back(coordinator, service, "The number is dead"))
        service = stored(world.hill, service)
        assert "Nothing yet" in get_text(coordinator.get(APPROVALS))
        assert "You entered this" in get_text(approve(coordinator, service))
        zone = world.hill.zone
        remind_all(now=get_morning(timezone.localdate(timezone=zone), zone))
        with within(world.hill):
            notices = Notice.objects.filter(kind="service_returned").values_list("user", "path")
            assert list(notices) == [(world["hill-leader"].pk, services("hill", f"{service.pk}/"))]
        leader = signed_in("hill-leader")
        about = get_text(leader.get(services("hill", f"{service.pk}/")))
        assert "The number is dead" in about
        assert "Waiting for approval" not in about
        assert edit(leader, service, phone="626-555-0143").status_code == 302
        assert stored(world.hill, service).returned_for == ""
        assert service.name in get_text(signed_in("hill-coordinator").get(APPROVALS))

    def test_it_waits_again_once_an_import_changed_it(self, world: World, signed_in):
        service = make(world.hill, is_public=True, approved_at=None, outside_id=OUTSIDE)
        send_back(signed_in("hill-coordinator"), service, "The number is dead")
        read_in(signed_in("hill-leader"), as_json(an_object(phones=[{"number": "626 555 0111"}])))
        assert stored(world.hill, service).returned_for == ""
        assert "Night Line" in get_text(signed_in("hill-coordinator").get(APPROVALS))

    def test_it_needs_a_reason_and_keeps_what_was_typed(self, world: World, signed_in):
        service = make(world.hill, is_public=True, approved_at=None, published_by=world["hill-leader"])
        response = send_back(signed_in("hill-coordinator"), service, "x" * 301)
        assert response.status_code == 422
        assert "x" * 301 in get_text(response)
        assert send_back(signed_in("hill-coordinator"), service, "").status_code == 422
        service.pk += 1
        assert send_back(signed_in("hill-coordinator"), service, "").status_code == 404
        service.pk -= 1
        assert stored(world.hill, service).returned_for == ""

    def test_what_is_shown_stays(self, world: World, signed_in, client: Client, shown: Service):
        edit(signed_in("hill-leader"), shown, phone="626-555-0143")
        send_back(signed_in("hill-coordinator"), stored(world.hill, shown), "The number is dead")
        assert "626-555-0142" in public(client)
        assert "The number is dead" not in public(client)


class TestCoordinatorAlone:
    def alone(self, world: World) -> None:
        Membership.objects.filter(community=world.hill, role=Role.LEADER).update(ended_at=timezone.now())

    def test_it_may_be_approved_alone_and_the_audit_log_says_so(self, world: World, signed_in):
        self.alone(world)
        coordinator = signed_in("hill-coordinator")
        coordinator.post(services("hill", "new/"), service_data())
        with within(world.hill):
            service = Service.objects.get()
        assert "Your team has no second leader" in get_text(coordinator.get(APPROVALS))
        approve(coordinator, service)
        assert stored(world.hill, service).approved_alone is True
        assert "approved alone, without a second leader" in get_text(
            coordinator.get(f"/c/hill/audit-log/support_service/{service.pk}/")
        )

    def test_a_single_leader_may_not(self, world: World, signed_in):
        Membership.objects.filter(community=world.hill, role=Role.COORDINATOR).update(ended_at=timezone.now())
        service = make(world.hill, is_public=True, approved_at=None, published_by=world["hill-leader"])
        approve(signed_in("hill-leader"), service)
        assert stored(world.hill, service).approved_at is None


class TestChange:
    @pytest.mark.parametrize(
        ("name", "new"),
        [("phone", "+1 626-555-0199"), ("website", "https://new.example"), ("address", "2 Other Street")],
    )
    def test_the_old_one_stays_up_until_another_leader_approved(
        self, world: World, signed_in, client: Client, shown: Service, name: str, new: str
    ):
        old = getattr(shown, name)
        leader = signed_in("hill-leader")
        assert edit(leader, shown, **{name: new}).status_code == 302
        now = stored(world.hill, shown)
        assert old in public(client)
        assert new not in public(client)
        approve(leader, now)
        assert new not in public(client)
        coordinator = signed_in("hill-coordinator")
        assert f"Shown now: {old}" in get_text(coordinator.get(APPROVALS))
        approve(coordinator, now)
        assert new in public(client)
        assert old not in public(client)

    def test_each_approves_what_the_other_entered(
        self, world: World, signed_in, client: Client, shown: Service
    ):
        """Nobody publishes a number by waiting until another person changes the link."""
        edit(signed_in("hill-leader"), shown, phone="+1 626-555-0199")
        now = stored(world.hill, shown)
        edit(signed_in("hill-coordinator"), now, website="https://new.example")
        approve(signed_in("hill-leader"), stored(world.hill, shown))
        assert "https://new.example" in public(client)
        assert "626-555-0199" not in public(client)

    def test_a_file_has_what_is_approved(self, signed_in, shown: Service):
        edit(signed_in("hill-leader"), shown, phone="+1 626-555-0199")
        file = signed_in("hill-coordinator").get(services("hill", "export/json/")).content.decode()
        assert "0142" in file
        assert "0199" not in file

    def test_an_import_waits_as_well(self, world: World, shown: Service):
        with within(world.hill):
            fields = get_approval_fields(shown, {"phone": "+1 626-555-0199"}, world["hill-leader"])
        assert fields == {"phone_by_id": world["hill-leader"].pk, "approved_alone": False}

    @pytest.mark.parametrize(
        "text", ["Call 626-555-0199", "See www.new.example", "https://new.example", "a@new.example"]
    )
    def test_a_text_may_contain_no_number_or_link(self, signed_in, client: Client, shown: Service, text: str):
        response = edit(signed_in("hill-leader"), shown, intake=text)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["intake"]
        assert text not in public(client)

    def test_a_text_with_hours_and_short_numbers_is_fine(self, signed_in, shown: Service):
        text = "Call 911 first. 9:00 to 17:00, 12 beds, 2 blocks from 5th Street."
        assert edit(signed_in("hill-leader"), shown, intake=text).status_code == 302

    def test_an_imported_text_with_a_number_waits(self, world: World, shown: Service):
        with within(world.hill):
            fields = get_approval_fields(shown, {"intake": "Call 626-555-0199"}, world["hill-leader"])
        assert (fields["approved_at"], fields["published_by_id"]) == (None, world["hill-leader"].pk)


class TestHide:
    @pytest.mark.parametrize(
        ("what", "gone"),
        [
            ("phone", "626-555-0142"),
            ("website", "https://old.example"),
            ("address", "1 Main Street"),
            ("service", "Safe House"),
        ],
    )
    def test_a_leader_hides_at_once_and_another_restores_it(
        self, world: World, signed_in, client: Client, shown: Service, what: str, gone: str
    ):
        assert gone in public(client)
        leader = signed_in("hill-leader")
        assert hide(leader, shown, what).status_code == 302
        assert gone not in public(client)
        approve(leader, stored(world.hill, shown))
        assert gone not in public(client)

    @pytest.mark.parametrize(
        "changes", [{"phone": ""}, {"address_is_public": ""}, {"is_public": ""}], ids=str
    )
    def test_emptying_or_withdrawing_it_hides_it_at_once(
        self, world: World, signed_in, client: Client, shown: Service, changes: dict
    ):
        edit(signed_in("hill-leader"), shown, **changes)
        gone = {"phone": "626-555-0142", "address_is_public": "1 Main Street", "is_public": "Safe House"}
        assert gone[next(iter(changes))] not in public(client)
        edit(signed_in("hill-leader"), stored(world.hill, shown))
        assert gone[next(iter(changes))] not in public(client)

    def test_a_service_from_the_trash_is_approved_again(
        self, world: World, signed_in, client: Client, shown: Service
    ):
        leader = signed_in("hill-leader")
        leader.post(services("hill", f"{shown.pk}/delete/"))
        leader.post(services("hill", f"{shown.pk}/restore/"))
        assert "Safe House" not in public(client)
        approve(signed_in("hill-coordinator"), stored(world.hill, shown))
        assert "Safe House" in public(client)

    def test_nothing_else_can_be_hidden(self, signed_in, shown: Service):
        assert hide(signed_in("hill-leader"), shown, "name").status_code == 404


class TestReadingAnAddress:
    @pytest.fixture
    def house(self, world: World) -> Service:
        return make(world.hill, address=SECRET)

    def readings(self, world: World, house: Service) -> list[int | None]:
        with within(world.hill, coordinator=True):
            entries = AuditEntry.objects.filter(
                verb=Verb.READ, subject_id=house.pk, table_name="service_addresses"
            )
            return list(entries.values_list("actor_id", flat=True))

    def test_the_page_of_the_service_does_not_show_it(self, world: World, signed_in, house: Service):
        assert SECRET not in get_text(signed_in("hill-coordinator").get(services("hill", f"{house.pk}/")))
        assert self.readings(world, house) == []

    @pytest.mark.parametrize("rest", ["address/", "edit/"])
    def test_it_leaves_a_trace(self, world: World, signed_in, house: Service, rest: str):
        assert SECRET in get_text(signed_in("hill-leader").get(services("hill", f"{house.pk}/{rest}")))
        assert self.readings(world, house) == [world["hill-leader"].pk]
        text = get_text(
            signed_in("hill-coordinator").get(f"/c/hill/audit-log/support_service/{house.pk}/?readings=1")
        )
        assert "Confidential address (Service" in text

    @pytest.mark.parametrize("rest", ["address/", "edit/"])
    def test_it_asks_who_reads(self, world: World, signed_in, house: Service, rest: str):
        """The person has an open session without two-step verification."""
        client = signed_in("hill-leader")
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": timezone.now().timestamp() - 3600}
        ]
        session.save()
        response = client.get(services("hill", f"{house.pk}/{rest}"))
        assert response.status_code == 302
        assert "reauthenticate" in response["Location"]
        assert self.readings(world, house) == []

    def test_a_link_for_the_provider_leaves_a_trace(self, world: World, client: Client, house: Service):
        """A leader may have entered an email address of their own."""
        ask_service(world, house)
        page = f"/p/hill/confirm/{TOKEN}/"
        assert SECRET in get_text(client.get(page))
        assert self.readings(world, house) == [None]
        with within(world.hill):
            Service.objects.filter(pk=house.pk).update(address_is_public=True)
        assert SECRET in get_text(client.get(page))
        assert self.readings(world, house) == [None]

    def test_whoever_sends_the_link_is_asked_as_well(
        self,
        world: World,
        signed_in,
        house: Service,
        mailoutbox: list[Any],
        django_capture_on_commit_callbacks,
    ):
        with within(world.hill):
            Service.objects.filter(pk=house.pk).update(email="desk@hope.example")
        client = signed_in("hill-leader")
        session = client.session
        session["account_authentication_methods"][0]["at"] -= 3600
        session.save()
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(services("hill", f"{house.pk}/ask/"))
        assert "reauthenticate" in response["Location"]
        assert mailoutbox == []

    def test_the_preview_of_an_import_does_not_show_it(self, world: World, house: Service):
        importer = ServiceImport(world.hill, world["hill-leader"])
        row = {"address": "1 Main Street", "phone": "988"}
        assert importer.get_differences(house, row) == {"phone": ""}

    def test_members_do_not_read_it(self, signed_in, house: Service):
        assert signed_in("hill-member").get(services("hill", f"{house.pk}/address/")).status_code == 403

    def test_its_history_says_only_that_it_changed(self, world: World, signed_in, house: Service):
        with within(world.hill):
            Service.objects.filter(pk=house.pk).update(address="99 New Lane")
        text = get_text(signed_in("hill-leader").get(f"/c/hill/audit-log/support_service/{house.pk}/"))
        assert SECRET not in text
        assert "99 New Lane" not in text

    def test_the_log_never_says_that_nobody_read(self, world: World, signed_in, house: Service):
        client = signed_in("hill-coordinator")
        text = get_text(client.get(f"/c/hill/audit-log/support_service/{house.pk}/?readings=1"))
        assert "Nobody read anything confidential" not in text
        assert "Nothing yet" in text
