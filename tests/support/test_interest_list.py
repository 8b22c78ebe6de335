import datetime as dt
import uuid

import pytest

from support.actions.public import submit_interest
from tests.base import World, within
from tests.human_check import make_sender
from tests.support.public_base import get_text, interests

LIST = "/c/hill/volunteer-inquiries/"


def write(
    world: World, name: str = "Rosa Diaz", day: int = 1, slug: str = "hill", reach: str = "rosa@example.net"
) -> int:
    community = getattr(world, slug)
    with within(community):
        submit_interest(
            name=name,
            reach=reach,
            message="I can cook.",
            sender=make_sender(),
            client_id=uuid.uuid4(),
            day=dt.date(2026, 3, day),
        )
    return interests(community)[-1].pk


def delete(number: int) -> str:
    return f"{LIST}{number}/delete/"


def test_it_lists_the_newest_first(world: World, signed_in):
    write(world, "Older", 1)
    write(world, "Newer", 2)
    write(world, "Of Dale", 3, "dale")
    text = get_text(signed_in("hill-coordinator").get(LIST))
    assert text.index("Newer") < text.index("Older")
    assert "rosa@example.net" in text
    assert "I can cook." in text
    assert "Received on: March 2, 2026" in text
    assert "deleted after 30 days" in text
    assert "Of Dale" not in text


@pytest.mark.parametrize(
    ("reach", "link"),
    [
        ("rosa@example.net", 'href="mailto:rosa@example.net"'),
        ("(626) 555-0171", 'href="tel:+1-626-555-0171"'),
        ("626-555-0171 after 5 p.m.", None),
        ("javascript:alert(1)", None),
    ],
)
def test_it_links_what_can_be_called_or_written_to(world: World, signed_in, reach: str, link: str | None):
    write(world, reach=reach)
    text = get_text(signed_in("hill-coordinator").get(LIST))
    assert (link or f"<p> {reach} </p>") in text


def test_it_says_that_nobody_is_waiting(world: World, signed_in):
    assert "Nothing yet" in get_text(signed_in("hill-coordinator").get(LIST))


def test_it_deletes_for_good(world: World, signed_in):
    number = write(world)
    response = signed_in("hill-coordinator").post(delete(number))
    assert response.url == LIST
    assert interests(world.hill) == []


def test_it_deletes_by_a_form_only(world: World, signed_in):
    number = write(world)
    assert signed_in("hill-coordinator").get(delete(number)).status_code == 405
    assert len(interests(world.hill)) == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_refuses_a_leader(world: World, signed_in, method: str):
    path = LIST if method == "get" else delete(write(world))
    assert getattr(signed_in("hill-leader"), method)(path).status_code == 403
