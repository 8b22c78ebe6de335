"""Office openings and closings since an international member of staff last opened the home page."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from communities.models import OfficeLastVisit
from evaluation.models import Round
from tests.base import World, within
from tests.evaluation.rounds_world import make_round

pytestmark = pytest.mark.django_db
HOME = "/international/"


def away(world: World, **ago: int) -> None:
    with within(world.oasis):
        rows = OfficeLastVisit.objects.filter(user=world["oasis-staff"])
        assert rows.update(at=timezone.now() - dt.timedelta(**ago)) == 1


def get_news(signed_in: Any) -> dict[str, str]:
    response = signed_in("oasis-staff").get(HOME)
    since = response.context["since"]
    assert ("tf-since" in response.content.decode()) == bool(since)
    return {entry.text: entry.url for entry in since.news} if since else {}


def test_it_lists_what_offices_opened_and_closed(world: World, signed_in):
    begun, over = make_round(world.usa), make_round(world.uk)
    moment = timezone.now() - dt.timedelta(hours=1)
    with within(world.uk):
        Round.objects.filter(pk=over.pk).update(closed_at=moment, opened_at=moment - dt.timedelta(days=30))
    with within(world.usa):
        Round.objects.filter(pk=begun.pk).update(opened_at=moment)
    assert get_news(signed_in) == {}, "on a first visit nothing is new"
    away(world, days=2)
    assert get_news(signed_in) == {
        "Oasis USA opened January to June 2026": "/office/usa/figures/?round=2026-H1",
        "Oasis UK closed January to June 2026": "/office/uk/figures/?round=2026-H1",
    }
    assert len(get_news(signed_in)) == 2, "it stays while the visit lasts"


def test_it_says_nothing_where_nothing_happened_since(world: World, signed_in):
    begun = make_round(world.usa)
    with within(world.usa):
        Round.objects.filter(pk=begun.pk).update(opened_at=timezone.now() - dt.timedelta(days=9))
    get_news(signed_in)
    away(world, days=2)
    assert get_news(signed_in) == {}


def test_a_form_that_is_sent_from_there_is_no_visit(world: World, signed_in):
    assert signed_in("oasis-staff").post("/international/", {"frequency": "x"}).status_code == 422
    with within(world.oasis):
        assert not OfficeLastVisit.objects.exists()
