"""Services and members: for coordinators, confidential, and by invitation."""

from django.core import mail

from communities.models import ImportState, Invitation, Membership
from support.models import Service
from tests.base import World, within
from tests.imports.base import ImportClient

SERVICES = """Service,Provider,Type,Languages,Phone,Address
Night shelter,Casa,Housing; Food,Spanish; English,626 555 0142,1 Hidden Lane
Talks,Casa,counselling,español,nobody,
"""
PEOPLE = """E-mail,Role,Name
ana@example.org,Leader,Ana
hill-leader@example.org,leader,
not an address,member,
ana@example.org,leader,Ana
"""


def test_it_keeps_an_address_confidential_and_confirms_nothing(coordinator: ImportClient, world: World):
    coordinator.kind = "services"
    batch = coordinator.columns(coordinator.bring(SERVICES))
    assert batch.counts == {"new": 1, "bad": 1}
    assert "Enter a valid phone number." in coordinator.page(batch)
    batch = coordinator.commit(batch, good="1")
    with within(world.hill):
        service = Service.objects.get()
        assert (service.kinds, service.languages) == (["housing", "food"], ["es", "en"])
        assert (service.address, service.address_is_public, service.is_public) == (
            "1 Hidden Lane",
            False,
            False,
        )
        assert service.confirmed_on is None
    assert coordinator.columns(coordinator.bring(SERVICES)).counts == {"same": 1, "bad": 1}
    assert coordinator.undo(batch).counts == {"removed": 1, "bad": 1}


def test_it_invites_people_and_makes_no_account(coordinator: ImportClient, world: World):
    coordinator.kind = "members"
    batch = coordinator.columns(coordinator.bring(PEOPLE))
    assert batch.counts == {"new": 1, "same": 2, "bad": 1}
    assert mail.outbox == []
    batch = coordinator.commit(batch, good="1")
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    invitation = Invitation.objects.get(email="ana@example.org")
    assert (invitation.role, invitation.community) == (2, world.hill)
    assert Membership.objects.filter(community=world.hill).count() == 3
    assert coordinator.undo(batch).counts == {"removed": 1, "same": 2, "bad": 1}
    invitation.refresh_from_db()
    assert invitation.withdrawn_at


def test_it_invites_no_crowd(coordinator: ImportClient):
    coordinator.kind = "members"
    crowd = "E-mail,Role\n" + "".join(f"p{number}@example.org,member\n" for number in range(201))
    batch = coordinator.bring(crowd)
    assert batch.state == ImportState.FAILED
    assert "more than 200 rows" in coordinator.page(batch)


def test_it_shows_a_leader_only_what_leaders_import(coordinator: ImportClient, signed_in, world: World):
    coordinator.kind = "members"
    batch = coordinator.columns(coordinator.bring(PEOPLE))
    leader = ImportClient(signed_in("hill-leader"), world.hill, "members")
    assert leader.client.get(f"{leader.url}{batch.pk}/").status_code == 403
    assert leader.client.get(f"{leader.url}{batch.pk}/bad.csv").status_code == 403
    assert leader.client.get(f"{leader.url}{batch.pk}/rows/4/").status_code == 403
    assert leader.upload(PEOPLE).status_code == 422
    assert leader.client.get(f"{leader.url}?template=members").status_code == 404
    assert "list.csv" not in leader.client.get(leader.url).content.decode()
