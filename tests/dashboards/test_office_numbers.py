"""Numbers of an office's pages agree, and each opens its records; its home answers a director's questions."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Community
from dashboards.attention.half_years import count_half_years
from dashboards.models import CommunityAttention, OfficeSummary
from evaluation.instrument import Unit
from evaluation.measures.measured import count, unknown
from evaluation.models import EventRollup, Round, Submission
from evaluation.rollups.totals import refresh_totals
from tests.base import World, sign_in, within
from tests.dashboards.figures.test_comparison import MEETINGS, store
from tfc.periods import HalfYear

NOW = HalfYear.from_day(timezone.now().date())
HOME, MISSING = "/office/usa/", "/office/usa/missing-records/"
COUNTS = ("hosted", "facilitated", "co_hosted", "attended", "sponsored")


@pytest.fixture
def usa(world: World) -> World:
    """Both communities of the office take part in the half-year that runs, and one needs attention."""
    Community.objects.filter(office=world.usa).update(stage="acting")
    with within(world.usa):
        Round.objects.create(half_year=str(NOW), due_on=NOW.last_day, opened_at=timezone.now())
        CommunityAttention.objects.create(
            community=world.dale, points=2, since=NOW.first_day, computed_at=timezone.now(),
            reasons=[
                {"code": code, "since": str(NOW.first_day), "values": {"parts": ["focus_chosen"]}}
                for code in ("failing", "falling")
            ],
        )  # fmt: skip
    return world


@pytest.fixture
def staff(usa: World, client: Client) -> Client:
    return sign_in(client, usa["usa-staff"])


def opened(world: World, half_year: HalfYear) -> Round:
    with within(world.usa):
        return Round.objects.create(half_year=str(half_year), due_on=NOW.first_day, opened_at=timezone.now())


def test_the_communities_that_met_are_those_that_the_number_opens(usa: World, staff: Client):
    for town, meetings in ((usa.hill, 0), (usa.dale, 3)):
        with within(town):
            EventRollup.objects.create(
                office=usa.usa,
                half_year=str(NOW),
                kind="team_meeting",
                held=meetings,
                **dict.fromkeys(COUNTS, 0),
            )
    with within(usa.usa):
        half_years = count_half_years(usa.usa, using="default")
        OfficeSummary.objects.create(half_years=half_years, computed_at=timezone.now())
    figure = staff.get(HOME).context["figures"][1]
    overview = staff.get(figure.url).context["overview"]
    assert (figure.value, overview.total) == ("1", 1)
    assert [row.community.slug for row in overview.rows] == ["dale"]
    none = staff.get(figure.url.replace("held", "none")).context["overview"]
    assert [row.community.slug for row in none.rows] == ["hill"]


def test_missing_records_account_for_every_unknown_figure(usa: World, staff: Client):
    store(usa.hill, MEETINGS, count(3, upper=3), half_year=str(NOW))
    store(usa.dale, MEETINGS, unknown(Unit.COUNT, "nothing_recorded"), half_year=str(NOW))
    for town in (usa.hill, usa.dale):
        store(town, "focus_chosen", unknown(Unit.COUNT, "research_unknown"), half_year=str(NOW))
    with within(usa.usa):
        refresh_totals(usa.usa.pk, NOW, using="default")
    page = staff.get(MISSING)
    assert "All 3 unknown figures (of 4), by item" in page.content.decode()
    parts = [(part.code, number) for part, number in page.context["unknown"].parts]
    assert parts == [("focus_chosen", 2), (MEETINGS, 1)]
    for code, number in parts:
        url = f"/office/usa/figures/?round={NOW}&amp;item={code}&amp;state=unknown"
        assert url in page.content.decode()
        assert staff.get(url.replace("&amp;", "&")).context["overview"].total == number


def test_the_step_to_review_names_the_other_half_years(usa: World, staff: Client):
    earlier = opened(usa, NOW.previous())
    with within(usa.usa):
        newest = Round.objects.get(half_year=str(NOW))
    for town, rounds in ((usa.hill, [earlier, newest]), (usa.dale, [newest])):
        with within(town):
            for round_ in rounds:
                Submission.objects.create(office=usa.usa, round=round_, state="submitted")
    step = staff.get(HOME).context["next"]
    assert (step.title, f"round={NOW.previous()}" in step.url) == ("Review one survey", True)
    assert step.text.endswith("(2).")


def test_the_home_of_all_offices_counts_who_needs_attention(usa: World):
    client = sign_in(Client(), usa["oasis-staff"])
    page = client.get("/international/")
    numbers = {office.slug: number for office, number in page.context["overview"].needing}
    assert numbers["usa"] == 1
    assert 'href="/office/usa/attention/"' in page.content.decode()
    opened(usa, NOW.previous())
    earlier = client.get(f"/international/?round={NOW.previous()}")
    assert not earlier.context["overview"].needing


def test_item_11_is_said_to_count_fewer_professions(usa: World, staff: Client):
    sentence = "Item 11 counts only police, prosecutors, judges and other first responders."
    store(usa.hill, "professionals_trained", count(3, upper=3), half_year=str(NOW))
    assert sentence in staff.get("/office/usa/professionals/").content.decode()


def test_the_first_screen_links_the_four_questions(usa: World, staff: Client):
    text = " ".join(staff.get(HOME).content.decode().split())
    for link in (
        '<a class="tf-tag" href="#attention">Who needs help first</a>',
        'href="/office/usa/attention/?reason=falling">What got worse</a>',
        f'?round={NOW}&amp;state=missing">Who has not submitted (2)</a>',
        f'href="{MISSING}">What blocks most ratings</a>',
    ):
        assert link in text
    assert text.index("What blocks most ratings") < text.index("tf-key-figures")


def test_what_got_worse_is_shown_alone(staff: Client):
    [row] = staff.get("/office/usa/attention/?reason=falling").context["rows"]
    assert row.sentence == "Worse than the half-year before: Focus chosen."


def test_an_earlier_half_year_reads_no_list(usa: World, staff: Client):
    opened(usa, NOW.previous())
    for query, count_of_reads in (("", 1), (f"?round={NOW.previous()}", 0)):
        staff.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            page = staff.get(HOME + query)
        text = "".join(query["sql"] for query in queries)
        assert min(text.count('FROM "dashboards_communityattention"'), 1) == count_of_reads
        assert bool(page.context["rows"]) == bool(count_of_reads)
    assert "Who needs help first" not in page.content.decode()
