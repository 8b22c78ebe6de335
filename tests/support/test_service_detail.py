from django.utils import timezone

from tests.base import World
from tests.line_breaks import keep_together
from tests.support.services_base import SECRET, ask_service, days_ago, make, services, span


def url(service, slug: str = "hill") -> str:
    return services(slug, f"{service.pk}/")


def test_it_shows_what_the_team_needs(world: World, signed_in):
    service = make(
        world.hill,
        phone="+1 626-555-0142",
        eligibility="Women",
        intake="Call first",
        hours=[span(day, "09:00", "17:00") for day in range(5)],
        confirmed_on=days_ago(world.hill, 200),
    )
    page = signed_in("hill-member").get(url(service)).content.decode()
    assert 'href="tel:+1-626-555-0142"' in page
    assert keep_together("Monday to Friday: 9 a.m.–5 p.m.") in page
    assert "Confirmation expired" in page
    assert ", valid until" in page


def test_it_hides_a_confidential_address_and_the_mailbox_from_members(world: World, signed_in):
    service = make(world.hill, address=SECRET, email="desk@hope.example")
    member = signed_in("hill-member").get(url(service)).content.decode()
    assert SECRET not in member
    assert "desk@hope.example" not in member
    assert "Confidential" in member
    for person in ("hill-leader", "hill-coordinator"):
        page = signed_in(person).get(url(service)).content.decode()
        assert SECRET not in page
        assert f"/c/hill/services/{service.pk}/address/" in page
        assert "desk@hope.example" in page


def test_it_shows_a_public_address_to_everyone_in_the_team(world: World, signed_in):
    service = make(world.hill, address="1 Main Street", address_is_public=True)
    page = signed_in("hill-member").get(url(service)).content.decode()
    assert "1 Main Street" in page
    assert "Confidential" not in page


def test_it_says_that_the_question_was_sent_or_that_it_was_not(world: World, signed_in):
    service = make(world.hill, email="desk@hope.example")
    ask_service(world, service)
    assert "no answer yet" in signed_in("hill-leader").get(url(service)).content.decode()
    other = make(world.hill, "Other", email="desk@hope.example")
    ask_service(world, other, "", sent_at=None, expires_at=None)
    page = signed_in("hill-leader").get(url(other)).content.decode()
    assert "The email could not be sent" in page
    assert "The email could not" not in signed_in("hill-member").get(url(other)).content.decode()


def test_it_finds_nothing_of_others_and_nothing_deleted(world: World, signed_in):
    client = signed_in("hill-coordinator")
    assert client.get(url(make(world.dale))).status_code == 404
    assert client.get(url(make(world.hill, deleted_at=timezone.now()))).status_code == 404
