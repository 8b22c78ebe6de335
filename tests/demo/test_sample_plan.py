"""The sample community's plan, without a database."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from communities.models import Community, Membership, Office, Role, User
from demo.plan import Town
from demo.sample import PEOPLE, make_sample_plan
from events.models import EventStatus

TODAY = date(2026, 11, 25)


def make_plan() -> Town:
    community = Community(
        name="Sample town", slug="sample-1", office=Office(slug="sample-1"), time_zone="UTC"
    )
    people = [*PEOPLE, ("Pat", Role.COORDINATOR)]
    memberships = [
        Membership(user=User(name=name, email=f"{name}@x.example"), role=role) for name, role in people
    ]
    return make_sample_plan(community, memberships, TODAY)


def test_its_events_fit_the_day_on_which_it_is_made():
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    events = make_plan().events
    held_events = [event for event in events if event.status == EventStatus.HELD]
    assert len(held_events) == 8
    assert all(event.ends_at <= now for event in held_events)
    assert sum(event.status == EventStatus.PLANNED and event.ends_at < now for event in events) == 1
    assert all(len(event.turnout.members) <= (event.turnout.people_present or 0) for event in events)


def test_its_findings_do_not_contradict_the_research():
    [research] = make_plan().discovery.researches
    heard = {method: people for method, _day, people in research.methods}
    for finding in research.findings:
        assert (finding.people_heard or 0) <= (heard.get(finding.text.method) or 0)


@pytest.mark.parametrize(("language", "name"), [("es", "Concejo de la localidad"), ("zh-hans", "镇议会")])
def test_it_is_written_in_the_language_of_the_person_who_asks(language: str, name: str):
    with translation.override(language):
        assert make_plan().organizations[-1].name == name
