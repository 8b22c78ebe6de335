"""The rows that the public login sees through a link, and those that only the default login reads."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from communities.models import StaffMembership, User
from support.models import Service, ServiceConfirmation
from tests.base import World, within
from tfc.logins import ACCOUNTS, OFFICE, PUBLIC, use_login
from tfc.tenancy import community_scope
from tfc.tokens import hash_token

pytestmark = pytest.mark.django_db


def find_ids(world: World, model: type, token: str = "") -> list[int]:
    """Return the number of rows that the public login finds in Hill."""
    link = hash_token(token) if token else ""
    with use_login(PUBLIC), community_scope(world.hill.pk, world.usa.pk, link=link):
        return sorted(model.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]


def ask(service: Service, token: str) -> ServiceConfirmation:
    return ServiceConfirmation.objects.create(service=service, way="link", token_hash=hash_token(token))


def test_a_service_is_seen_where_it_is_public_or_by_its_providers_link(world: World):
    with within(world.hill):
        shown, hidden, gone, asked_service = (
            Service.objects.create(
                name=name, provider="x", is_public=name != "hidden", approved_at=timezone.now()
            )
            for name in ("shown", "hidden", "gone", "asked")
        )
        Service.objects.filter(pk=gone.pk).update(deleted_at="2026-01-01T00:00Z")
        Service.objects.filter(pk=asked_service.pk).update(is_public=False)
        ask(asked_service, "of asked")
        ask(hidden, "")
    assert find_ids(world, Service) == [shown.pk]
    assert find_ids(world, Service, "of asked") == [shown.pk, asked_service.pk]
    assert find_ids(world, Service, "of nothing") == [shown.pk]


@pytest.mark.parametrize(
    ("public", "is_public", "address"), [(True, True, "7 Elm St"), (True, False, ""), (False, True, "")]
)
def test_an_address_is_read_where_it_is_public(world: World, public: bool, is_public: bool, address: str):
    with within(world.hill):
        service = Service.objects.create(
            name="House",
            provider="x",
            address="7 Elm St",
            is_public=public,
            address_is_public=is_public,
            approved_at=timezone.now(),
            approved_address="7 Elm St",
        )
        ask(service, "token")
    with use_login(PUBLIC), community_scope(world.hill.pk, world.usa.pk, link=hash_token("token")):
        assert Service.objects.values_list("public_address", flat=True).get() == address
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Service.objects.values_list("address", flat=True).get()


def test_an_office_names_its_people_without_their_passwords(world: World):
    with use_login(OFFICE), within(world.usa):
        [staff] = StaffMembership.objects.filter(office=world.usa).select_related("user")
        texts = [staff.user.email, staff.user.password]
        assert texts == ["usa-staff@example.org", None]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("SELECT password FROM communities_user")
    with use_login(ACCOUNTS):
        user = User.objects.get(pk=staff.user_id)
    assert user.check_password("traffickfree-demo")
    with pytest.raises(DatabaseError), transaction.atomic():
        staff.user.save()
