"""The data quality pages: with fix links for a community, in counts for an office; answers, and the nightly count."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Community, PopulationProfile, RequiredLanguage, RosterConfirmation
from evaluation.actions.quality import record_quality
from evaluation.models import Figure, QualityAnswer, QualityCount, Round, Submission
from evaluation.quality.check_runs import count_flags_by_check, get_all_flags, run_checks
from evaluation.quality.reading import read_facts
from evaluation.tasks import count_quality
from events.models import Event, Headcount, MemberPresence
from residents.models import AwarenessWave
from stakeholders.models import Contribution, Organization
from support.models import Pathway, PathwayCheck, Service, ServiceConfirmation
from tests.base import COMMITTED, World, make_community, sign_in, within
from tests.row_sets import stored_world
from tfc.periods import HalfYear

URL = "/c/hill/data-quality/"
NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)


def hold_event(town: Community, **more: Any) -> Event:
    now = timezone.now() - timedelta(days=40)
    with within(town):
        return Event.objects.create(
            **{"kind": "awareness", "title": "A walk", "status": "held", "starts_at": now, "ends_at": now,
               "time_zone": town.time_zone, **more}
        )  # fmt: skip


def unusual(town: Community) -> Event:
    for number in range(5):
        hold_event(town, title=f"{number} " * 9, people_present=20 + number)
    return hold_event(town, title="The great walk", people_present=230)


def set_people(town: Community, event: Event, people: int) -> None:
    with within(town):
        Event.objects.filter(pk=event.pk).update(people_present=people)


def _key(town: Community, code: str) -> str:
    with within(town):
        return next(flag.key for flag in get_all_flags(read_facts([town])[town.pk]) if flag.check == code)


def test_it_shows_each_flag_with_a_way_to_fix_it(world: World):
    event = hold_event(world.hill, people_present=3, title="Lost and found")
    long_ago = timezone.now() - timedelta(days=500)
    hold_event(world.hill, title="Nobody said", status="planned", starts_at=long_ago, ends_at=long_ago)
    with within(world.hill):
        Headcount.objects.create(event=event, dimension="gender", group="female", people=4)
        service = Service.objects.create(name="Night beds", provider="x")
        for name in ("Dove School", "DOVE SCHOOL"):
            Organization.objects.create(name=name, sector="schools")
    client = sign_in(Client(), world["hill-leader"])
    page = client.get(URL).content.decode()
    for text in (
        "More people in the groups than people present",
        "4 in the groups, 3 present",
        "Night beds",
        # As on the home page, however long ago it was.
        "Nobody said",
    ):
        assert text in page
    assert f'href="/c/hill/events/{event.pk}/"' in page
    assert f'href="/c/hill/services/{service.pk}/"' in page
    assert "1 pair of organizations may be one" in page
    assert 'href="/c/hill/organizations/duplicates/"' in page
    # Only coordinators declare the rhythm and see the link.
    assert "A coordinator can correct it" in page
    assert "/c/hill/settings/cadence/" not in page
    assert (
        "/c/hill/settings/cadence/" in sign_in(Client(), world["hill-coordinator"]).get(URL).content.decode()
    )


def test_it_is_for_leaders_and_staff_sees_counts_alone(world: World):
    assert sign_in(Client(), world["hill-member"]).get(URL).status_code == 403
    assert sign_in(Client(), world["dale-coordinator"]).get(URL).status_code == 404
    hold_event(world.hill, title="Secret words", people_present=None)
    with within(world.usa):
        assert not QualityCount.objects.exists()
    staff = sign_in(Client(), world["usa-staff"])
    assert "Not checked yet" in staff.get("/office/usa/data-quality/").content.decode()


def test_the_office_sees_the_most_flags_first_and_communities_not_counted_last(world: World, monkeypatch):
    towns = {name: make_community(world.usa, name) for name in ("ash", "birch", "cedar", "elm", "fir", "oak")}
    for name, counts in {
        "elm": {"no_outcome": 2}, "cedar": {"no_outcome": 2}, "oak": {"no_outcome": 1, "no_groups": 6},
    }.items():  # fmt: skip
        with within(towns[name]):
            record_quality(community=towns[name], counts=counts)
    staff = sign_in(Client(), world["usa-staff"])

    def list_names(address: str) -> list[str]:
        return [str(row.community) for row in staff.get(address).context["rows"]]

    address = "/office/usa/data-quality/"
    all_names = list_names(address)
    assert all_names[:3] == [towns[name].name for name in ("oak", "cedar", "elm")]
    assert all_names[3:] == sorted(all_names[3:])
    assert len(all_names) == Community.objects.filter(office=world.usa).count()
    checks = {row["check"].code: (row["towns"], row["flags"]) for row in staff.get(address).context["checks"]}
    assert checks == {"no_outcome": (3, 5), "no_groups": (1, 6)}
    monkeypatch.setattr("evaluation.views.quality.PAGE", 2)
    pages = [list_names(f"{address}?page={number}") for number in range(1, 6)]
    assert [name for page in pages[: -(-len(all_names) // 2)] for name in page] == all_names


def test_a_flag_is_confirmed_as_right_and_reopened(world: World):
    event = unusual(world.hill)
    client = sign_in(Client(), world["hill-leader"])
    flag = {"answer": "headcount_unusual", "key": _key(world.hill, "headcount_unusual")}
    assert "Ten times as many people as usual" in client.get(URL).content.decode()
    assert "Reason" in client.get(URL, flag).content.decode()
    refused = client.post(URL, {**flag, "reason": " "})
    assert refused.status_code == 422
    assert "Enter a reason." in refused.content.decode()
    long = client.post(URL, {**flag, "reason": "x" * 301})
    assert ("x" * 301 in long.content.decode(), long.status_code) == (True, 422)
    with within(world.hill):
        assert not QualityAnswer.objects.exists()
    assert client.post(URL, {**flag, "reason": "The stadium counted at its gates."}).status_code == 302
    page = client.get(URL).content.decode()
    assert "Ten times as many people as usual" not in page
    assert "The stadium counted at its gates." in page
    # A second click finds it answered.
    again = client.post(URL, {**flag, "reason": "x"}, follow=True)
    assert "already done" in again.content.decode()
    # A different number is a new question; the answer to the old one is history.
    set_people(world.hill, event, 260)
    page = client.get(URL).content.decode()
    assert ("Ten times as many people as usual" in page, "The stadium" in page) == (True, False)
    set_people(world.hill, event, 230)
    with within(world.hill):
        answer = QualityAnswer.objects.get()
    assert client.post(URL, {"withdraw": answer.pk}).status_code == 302
    assert "Ten times as many people as usual" in client.get(URL).content.decode()


@pytest.mark.parametrize("withdrawn", ["x", "9" * 30, "0"])
def test_it_takes_back_only_what_is_there(world: World, withdrawn: str):
    assert sign_in(Client(), world["hill-leader"]).post(URL, {"withdraw": withdrawn}).status_code == 404


def test_it_reopens_no_answer_of_another_community(world: World):
    with within(world.dale):
        answer = QualityAnswer.objects.create(
            code="x", key="y", description="z", reason="r", by=world["dale-leader"]
        )
    assert sign_in(Client(), world["hill-leader"]).post(URL, {"withdraw": answer.pk}).status_code == 404


@pytest.mark.parametrize(
    "flag",
    [
        {"answer": "no_cadence", "key": "it"},
        {"answer": "headcount_unusual", "key": "1:2"},
        {"answer": "\x00", "key": "x" * 5000},
        {"answer": "nothing"},
    ],
)
def test_it_answers_only_what_is_asked(world: World, flag: dict[str, str]):
    client = sign_in(Client(), world["hill-leader"])
    response = client.post(URL, {**flag, "reason": "x"}, follow=True)
    assert "already done" in response.content.decode()
    with within(world.hill):
        assert not QualityAnswer.objects.exists()


def test_it_reads_from_the_database_what_the_checks_need(world: World):
    """Each fact needs its record; without the record the check raises its flag."""
    by = world["hill-coordinator"]
    today = timezone.now().astimezone(world.hill.zone).date()
    event = hold_event(world.hill, kind="team_meeting", people_present=1)
    with within(world.usa):
        round_ = Round.objects.create(half_year="2020-H1", due_on=date(2020, 7, 31), opened_at=NOON)
    with within(world.hill):
        assert {
            "no_profile", "no_languages", "roster_unconfirmed", "no_cadence", "survey_late", "no_residents_survey",
        } <= _found(world.hill)  # fmt: skip
        last = HalfYear.from_day(today).previous().last_day
        wave = AwarenessWave.objects.create(
            code="x", version=1, sampling="convenience", starts_on=last, ends_on=last
        )
        assert "no_residents_survey" in _found(world.hill)
        AwarenessWave.objects.filter(pk=wave.pk).update(starts_on=today, ends_on=today)
        for dimension in ("gender", "age_band", "race"):
            PopulationProfile.objects.create(dimension=dimension, group="x", people=9, source="x", year=2020)
        RequiredLanguage.objects.create(language="es")
        RosterConfirmation.objects.create(half_year=str(HalfYear.from_day(today)), by=by)
        Submission.objects.create(office=world.usa, round=round_, state="submitted", submitted_at=NOON)
        Headcount.objects.create(event=event, dimension="gender", group="female", people=2)
        member = world.hill.memberships.get(user=by)
        MemberPresence.objects.create(event=event, membership=member)
        service = Service.objects.create(name="Beds", provider="x", confirmed_on=today)
        ServiceConfirmation.objects.create(service=service, way="link", reply="changed", replied_on=today)
        Pathway.objects.create(service=service)
        Contribution.objects.create(
            kind="money", sector="media", what="x", received_on=today + timedelta(days=2)
        )
        Figure.objects.create(
            office=world.usa, half_year="2026-H1", part="engagement_events", state="unknown", unit="count",
            rating="unknown", reason="declaration_contradicted", definition_version=1, receipt_hash="0" * 64,
            computed_at=NOON, as_of=today,
        )  # fmt: skip
        assert _found(world.hill) == {
            "no_profile", "no_cadence", "service_doubted", "pathway_uncalled", "given_in_future",
            "declared_none", "groups_over_total",
        }  # fmt: skip
        PathwayCheck.objects.create(service=service, on=today, answered=True)
        assert "pathway_uncalled" not in _found(world.hill)


def _found(town: Community) -> set[str]:
    return set(count_flags_by_check(run_checks(read_facts([town])[town.pk])))


def test_it_shows_the_first_of_many_and_how_many_more(world: World):
    hold_event(world.hill, people_present=None)
    for number in range(30):
        hold_event(world.hill, title=str(number) * 9, people_present=None)
        with within(world.hill):
            Service.objects.create(name=f"Beds {number}", provider="x")
    page = sign_in(Client(), world["hill-leader"]).get(URL).content.decode()
    assert ("25 more" in page, "And 1 more, shown when these are corrected." in page) == (True, True)


@COMMITTED
def test_the_sweep_counts_every_community_and_the_office_sees_numbers_alone():
    world = stored_world()
    unusual(world.hill)
    key = _key(world.hill, "headcount_unusual")
    with within(world.hill):
        QualityAnswer.objects.create(
            code="headcount_unusual", key=key, description="x", reason="x", by=world["hill-leader"]
        )
    hold_event(world.hill, title="Lost and found", people_present=2, kind="team_meeting")
    for _ in range(2):
        assert count_quality() == 3
    with within(world.hill):
        counts = QualityCount.objects.get().counts
    assert counts["no_groups"] == 1
    assert "headcount_unusual" not in counts
    page = sign_in(Client(), world["usa-staff"]).get("/office/usa/data-quality/")
    rows = [
        (str(row.community), sum(number for _title, number in row.titled)) for row in page.context["rows"]
    ]
    assert rows[0] == ("Hill", sum(counts.values()))
    assert {name for name, _total in rows} == {"Hill", "Dale"}
    text = page.content.decode()
    assert ("Attendance without groups" in text, "Lost and found" in text) == (True, False)
    more = [make_community(world.usa, f"more-{number}") for number in range(3)]
    with CaptureQueriesContext(connections["figures"]) as few:
        read_facts([world.hill], using="figures")
    with CaptureQueriesContext(connections["figures"]) as many:
        read_facts([world.hill, world.dale, *more], using="figures")
    assert len(many) == len(few)
