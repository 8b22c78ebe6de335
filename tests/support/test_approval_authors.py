"""A person who entered a service's phone number cannot approve it, even if others change the service meanwhile."""

import pytest
from django.test import Client

from support.actions.approvals import get_approval_fields
from support.models import Service
from support.models.approval import has_contact
from tests.base import World, sign_in, within
from tests.imports.base import ImportClient
from tests.support.directory_base import OUTSIDE, an_object, as_json, imports, read_in
from tests.support.services_base import services, stored
from tests.support.test_approvals import approve, edit, hide, public
from tests.support.test_approvals import shown as shown  # noqa: PLC0414 (a fixture)

NEW = "+1 626-555-0199"


@pytest.fixture
def author(world: World, shown: Service) -> Client:
    """A leader who entered another number, which waits."""
    author = sign_in(Client(), world["hill-leader"])
    edit(author, shown, phone=NEW)
    return author


@pytest.fixture
def other(world: World) -> Client:
    return sign_in(Client(), world["hill-coordinator"])


def check_author_approves_no_number(world: World, author: Client, service: Service, client: Client) -> None:
    approve(author, stored(world.hill, service))
    assert NEW not in public(client)


@pytest.mark.django_db
def test_another_leader_hides_the_old_number(
    world: World, author: Client, other: Client, shown: Service, client: Client
):
    hide(other, shown, "phone")
    check_author_approves_no_number(world, author, shown, client)
    approve(other, stored(world.hill, shown))
    assert NEW in public(client)


@pytest.mark.django_db
def test_another_leader_restores_the_service(
    world: World, author: Client, other: Client, shown: Service, client: Client
):
    author.post(services("hill", f"{shown.pk}/delete/"))
    other.post(services("hill", f"{shown.pk}/restore/"))
    check_author_approves_no_number(world, author, shown, client)
    approve(other, stored(world.hill, shown))
    assert NEW in public(client)


@pytest.mark.django_db
def test_another_leader_imports_a_text_with_a_link(
    world: World, author: Client, other: Client, shown: Service, client: Client
):
    with within(world.hill):
        service, text = Service.objects.get(pk=shown.pk), {"intake": "See www.new.example"}
        fields = text | get_approval_fields(service, text, world["hill-coordinator"])
        Service.objects.filter(pk=shown.pk).update(**fields)
    check_author_approves_no_number(world, author, shown, client)
    approve(other, stored(world.hill, shown))
    assert NEW in public(client)


def import_and_undo(world: World, other: Client, **content: object) -> None:
    read_in(other, as_json(an_object(**content)))
    other.post(services("hill", f"imports/{imports(world)[-1].pk}/undo/"))


@pytest.fixture
def linked(world: World, author: Client, shown: Service) -> None:
    """The service has the ID of the file's."""
    with within(world.hill):
        Service.objects.filter(pk=shown.pk).update(outside_id=OUTSIDE)


@pytest.mark.django_db
@pytest.mark.usefixtures("linked")
def test_another_leader_imports_another_number_and_undoes_it(
    world: World, author: Client, other: Client, shown: Service, client: Client
):
    import_and_undo(world, other, phones=[{"number": "626 555 0111"}])
    assert stored(world.hill, shown).phone == NEW
    check_author_approves_no_number(world, author, shown, client)
    approve(other, stored(world.hill, shown))
    assert NEW in public(client)


@pytest.mark.django_db
@pytest.mark.usefixtures("linked")
def test_another_leader_imports_another_text_and_undoes_it(
    world: World, author: Client, other: Client, shown: Service, client: Client
):
    read_in(author, as_json(an_object(phones=[], application_process=f"Call {NEW}")))
    import_and_undo(world, other, phones=[], application_process="Come in")
    assert stored(world.hill, shown).intake == f"Call {NEW}"
    check_author_approves_no_number(world, author, shown, client)
    approve(other, stored(world.hill, shown))
    assert NEW in public(client)


@pytest.mark.django_db
def test_another_leader_imports_a_spreadsheet_and_undoes_it(
    world: World, author: Client, other: Client, shown: Service, client: Client
):
    importer, service = ImportClient(other, world.hill, "services"), stored(world.hill, shown)
    table = f"Name,Provider,Phone\n{service.name},{service.provider},626 555 0111\n"
    batch = importer.columns(importer.bring(table))
    importer.act(batch, "change-all")
    assert importer.commit(batch).counts == {"changed": 1}
    assert importer.undo(batch).counts == {"removed": 1}
    assert stored(world.hill, shown).phone == NEW
    check_author_approves_no_number(world, author, shown, client)
    approve(other, stored(world.hill, shown))
    assert NEW in public(client)


@pytest.mark.parametrize(
    "text",
    [
        "626\u2013555\u20130199",
        "626\u2011555\u20110199",
        "626 · 555 · 0199",
        "626\u200b555\u200b0199",
        "６２６５５５０１９９",
        "1-888-GET-HELP",
        "tel:12345",
        "bit.ly/abc",
        "t.co/x",
        "safe-house.help",
        "example.co.uk",
        "Example.MX",
        "ftp://x.example",
        "626, 555, 0199",
        "626|555|0199",
        "6\ufe0f\u20e32\ufe0f\u20e36\ufe0f\u20e35\ufe0f\u20e35\ufe0f\u20e35\ufe0f\u20e30\ufe0f\u20e3",
        "@safehouse on Instagram",
        "safehouse . org",
        "safehouse[.]org",
        "safehouse dot com",
        "safe.house",
        "14 Elm Street",
        "1200 West Elm St",
        "14 elm road, back door",
        "Calle Mayor 14",
        "中山路12号",
    ],
)
def test_a_number_or_link_is_recognized_however_it_is_written(text: str):
    assert has_contact(f"Ask here: {text}.")


@pytest.mark.parametrize(
    "text",
    [
        "Mon.-Fri., 9 a.m. to 5 p.m.",
        "Lun. a vie., p. ej. comida. Sra. López",
        "9:00–17:00, call 911, 24/7",
        "U.S. citizens aged 12–18, 18.5 miles, St.Mary church, P.O. Box 12",
        "周一至周五9:00—17:00。拨打911。",
        "24 hour street outreach, 2 blocks from the road, ages 16, 17, 18, 19",
        "9:00 to 12:00, 13:00 to 17:00; 100, 200 or 300 beds; near Main Street; dot the i",
    ],
)
def test_ordinary_text_has_no_contact(text: str):
    assert not has_contact(text)
