"""What happened in the office's communities since a staff member's last visit to its home."""

import datetime as dt
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from communities import actions
from communities.actions.retention import keep_no_longer
from communities.models import OfficeLastVisit
from evaluation.actions.quality import record_quality
from evaluation.models import QualityCount, Submission
from library.actions.discussion import add_comment
from reports.models import Job, Report
from tests.base import World, add_staff, make_community, within
from tests.evaluation.rounds_world import make_round
from tests.library.base import make_material
from tfc.sharing import Audience

pytestmark = pytest.mark.django_db
HOME = "/office/usa/"


def away(world: World, **ago: int) -> None:
    with within(world.usa):
        rows = OfficeLastVisit.objects.filter(user=world["usa-staff"])
        assert rows.update(at=timezone.now() - dt.timedelta(**ago)) == 1


def get_news(signed_in: Any, person: str = "usa-staff") -> tuple[str, dict[str, str]]:
    response = signed_in(person).get(HOME)
    since = response.context["since"]
    assert ("tf-since" in response.content.decode()) == bool(since)
    return (since.title, {entry.text: entry.url for entry in since.news}) if since else ("", {})


def hand_in(world: World, slug: str, round_: Any, **ago: int) -> None:
    town = getattr(world, slug)
    with within(town):
        Submission.objects.create(
            office=world.usa,
            round=round_,
            state="submitted",
            submitted_at=timezone.now() - dt.timedelta(**ago),
        )


def count_flags(world: World, slug: str, **counts: int) -> None:
    with within(getattr(world, slug)):
        record_quality(community=getattr(world, slug), counts=counts)


def comment(world: World, person: str, place: Any, **target: Any) -> None:
    material = make_material(place, world[person], audience=Audience.OFFICE, **target)
    with within(place):
        add_comment(item=material, text="Fine.", by=world[person])


def test_it_lists_what_happened_since_the_last_visit(world: World, signed_in):
    round_ = make_round(world.usa)
    assert get_news(signed_in) == ("", {})
    away(world, days=2)
    hand_in(world, "dale", round_, days=3)
    hand_in(world, "hill", round_, hours=1)
    count_flags(world, "hill", no_outcome=2)
    with within(world.usa):
        report = Report.objects.create(
            round=round_, half_year="2026-H1", office=world.usa, built_at=timezone.now()
        )
        Job.objects.create(report_id=report.pk, office=world.usa, state="done")
        actions.create_community(
            office=world.usa, name="Lake", slug="lake", time_zone="America/Denver", by=world["oasis-staff"]
        )
    comment(world, "hill-leader", world.hill)
    title, news = get_news(signed_in)
    assert title == f"Since {timezone.localtime(timezone=world.usa.zone) - dt.timedelta(days=2):%A}"
    [library] = (url for text, url in news.items() if "library" in text)
    assert news == {
        "1 survey submitted (Hill)": f"{HOME}submissions/?round=2026-H1",
        "1 community added (Lake)": f"{HOME}communities/",
        "1 community with new record checks (Hill)": f"{HOME}data-quality/",
        "1 report finished (Oasis USA)": f"{HOME}reports/",
        "1 comment in the library (Hill)": library,
    }
    for url in news.values():
        assert signed_in("usa-staff").get(url).status_code == 200


def test_it_lists_no_own_changes_no_other_offices_and_no_names(world: World, signed_in):
    get_news(signed_in)
    away(world, days=2)
    with within(world.usa):
        actions.create_community(
            office=world.usa, name="Lake", slug="lake", time_zone="America/Denver", by=world["usa-staff"]
        )
    comment(world, "usa-staff", world.usa)
    comment(world, "moor-leader", world.moor)
    count_flags(world, "moor", no_outcome=2)
    assert get_news(signed_in) == ("", {})
    comment(world, "hill-leader", world.hill, title="Posters")
    response = signed_in("usa-staff").get(HOME)
    assert [entry.text for entry in response.context["since"].news] == ["1 comment in the library (Hill)"]
    assert "hill-leader" not in strip_tags(response.content.decode())


def test_flags_are_news_where_they_became_more(world: World, signed_in):
    count_flags(world, "hill", no_outcome=2)
    count_flags(world, "dale", no_outcome=1)
    with within(world.usa):
        assert QualityCount.objects.filter(risen_at=None).count() == 0
    get_news(signed_in)
    away(world, days=2)
    with within(world.hill):
        QualityCount.objects.update(risen_at=timezone.now() - dt.timedelta(days=5))
    with within(world.dale):
        QualityCount.objects.update(risen_at=timezone.now() - dt.timedelta(days=5))
    count_flags(world, "hill", no_outcome=1, no_groups=1)
    count_flags(world, "dale", no_outcome=4)
    assert list(get_news(signed_in)[1]) == ["1 community with new record checks (Dale)"]


def test_many_are_a_number_and_more_than_fifty_are_so(world: World, signed_in):
    get_news(signed_in)
    away(world, days=2)
    for number in range(4):
        town = make_community(world.usa, f"town-{number}")
        with within(town):
            record_quality(community=town, counts={"no_outcome": 1})
    assert list(get_news(signed_in)[1]) == ["4 communities with new record checks"]
    for number in range(4, 60):
        town = make_community(world.usa, f"town-{number}")
        with within(town):
            record_quality(community=town, counts={"no_outcome": 1})
    assert list(get_news(signed_in)[1]) == ["50+ communities with new record checks"]


def test_it_shows_the_same_until_the_visit_is_over(world: World, signed_in):
    get_news(signed_in)
    away(world, hours=3)
    count_flags(world, "hill", no_outcome=2)
    assert get_news(signed_in)[1]
    away(world, minutes=30)
    assert get_news(signed_in)[1]
    away(world, hours=2)
    with within(world.hill):
        QualityCount.objects.update(risen_at=timezone.now() - dt.timedelta(hours=3))
    assert not get_news(signed_in)[1]


def test_a_guest_sees_nothing_and_leaves_no_trace(world: World, signed_in):
    count_flags(world, "hill", no_outcome=2)
    assert get_news(signed_in, "oasis-staff") == ("", {})
    with within(world.usa):
        assert not OfficeLastVisit.objects.exists()
    assert get_news(signed_in) == ("", {})
    with within(world.usa):
        assert [str(office_last_visit.user) for office_last_visit in OfficeLastVisit.objects.all()] == [
            "usa-staff"
        ]
    with within(world.hill):
        assert not OfficeLastVisit.objects.exists(), "its communities do not see who was there"


def test_it_is_written_once_a_visit_behind_the_page(world: World, signed_in):
    client = signed_in("usa-staff")
    with CaptureQueriesContext(connections["default"]) as first:
        client.get(HOME)
    with CaptureQueriesContext(connections["default"]) as second:
        client.get(HOME)
    written = [
        [
            query["sql"]
            for query in queries
            if "communities_officelastvisit" in query["sql"] and "INSERT" in query["sql"]
        ]
        for queries in (first, second)
    ]
    assert [len(rows) for rows in written] == [1, 0]
    texts = [query["sql"] for query in first]
    page = next(at for at, sql in enumerate(texts) if "communities_officelastvisit" in sql)
    scopes = [at for at, sql in enumerate(texts) if "set_config('tfc.office'" in sql]
    # In its own scope: the page's may use the read-only replica.
    assert any(page < scope < texts.index(written[0][0]) for scope in scopes)


def test_it_is_deleted_after_a_year_and_with_the_account(world: World, signed_in):
    get_news(signed_in)
    away(world, days=366)
    keep_no_longer(now=timezone.now())
    with within(world.usa):
        assert not OfficeLastVisit.objects.exists()
    get_news(signed_in)
    add_staff(world.usa, "usa-second")
    actions.close_account(by=world["usa-staff"])
    with within(world.usa):
        assert not OfficeLastVisit.objects.exists()
