"""Nothing that an office or the public can open says which groups are missing at a community's meetings (1b)."""

import re
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from communities.models import PopulationProfile
from evaluation.actions.figures import refresh_figures
from events.models import Headcount
from tests.base import World, sign_in, within
from tests.dashboards.test_next_step import half_year_of
from tests.evaluation.figures.records import counted, event, profile
from tests.matrix.reading import unpacked
from tests.matrix.routes import OURS, ask, door, fill, of_its_town
from tests.matrix.samples import Samples
from tests.page_text import remove_changing

READERS = {"office": "usa-staff", "international": "oasis-staff", "public": None, "open": None}
# The time at which a file was made, and the key of an empty form.
TIMES_AND_KEYS = re.compile(r'\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)?|value="[0-9a-f]{8}-[0-9a-f-]{27}"')


@pytest.fixture
def town(world: World, samples: Samples) -> World:
    """Hill met once more, with 30 women and 2 men."""
    half_year = half_year_of(world)
    with within(world.hill):
        PopulationProfile.objects.all().delete()
        Headcount.objects.all().delete()
        profile("gender", female=500, male=500)
        meeting = event(world.hill, "team_meeting", half_year.first_day.isoformat(), people_present=32)
        counted(meeting, "gender", female=30, male=2)
        refresh_figures([world.hill], half_year)
    return world


def turn_around(world: World) -> None:
    """30 men and 2 women came: the same numbers, the other group is missing."""
    with within(world.hill):
        for row in Headcount.objects.filter(dimension="gender", group__in=("female", "male")):
            Headcount.objects.filter(pk=row.pk).update(people={30: 2, 2: 30}[row.people])
        refresh_figures([world.hill], half_year_of(world))


def get_text(response: HttpResponseBase) -> str:
    """Without headers, which differ from one request to the next."""
    streamed = getattr(response, "streaming_content", ())
    content = b"".join(streamed) if response.streaming else response.content  # type: ignore[attr-defined]
    return b"\n".join(unpacked(content)).decode(errors="replace")


def read_all(world: World, samples: Samples) -> dict[str, Any]:
    half_year = half_year_of(world)
    pages = {}
    for route in sorted(OURS):
        kind, _ = door(route)
        # A PDF says when it was drawn.
        if kind not in READERS or route.endswith(".pdf"):
            continue
        tenant = "usa" if kind == "office" else "hill"
        path = fill(route, tenant, {**samples.ids[tenant], **of_its_town(kind, tenant, samples)})
        person = READERS[kind]
        client = sign_in(Client(), world[person]) if person else Client()
        own = re.sub(r"\d{4}-H\d", str(half_year), path).replace(
            "meets_consistently", "diverse_participation"
        )
        for url in {path, own, f"{own}?as=json"}:
            response, _ = ask(client, "get", url)
            if response.status_code == 200:
                pages[url] = TIMES_AND_KEYS.sub("", remove_changing(get_text(response)))
    return pages


@pytest.mark.thorough
@pytest.mark.django_db
def test_no_page_or_file_follows_which_group_is_missing(town: World, samples: Samples):
    before = read_all(town, samples)
    receipt = f"figures/{half_year_of(town)}/diverse_participation/"
    assert {f"/office/usa/communities/hill/{receipt}{query}" for query in ("", "?as=json")} <= set(before)
    assert len(before) > 50
    member = samples.signed_in("hill-member")
    assert "yet: Men and boys." in member.get(f"/c/hill/{receipt}").content.decode()
    turn_around(town)
    assert "yet: Women and girls." in member.get(f"/c/hill/{receipt}").content.decode()
    after = read_all(town, samples)
    different = {path for path in before if before[path] != after.get(path)}
    assert different == set()
