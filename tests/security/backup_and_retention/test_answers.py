"""Residents' single answers are deleted after a year, and every figure, receipt and page stays the same."""

import datetime as dt
import re

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities.actions.retention import keep_no_longer
from communities.models import Community
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.figures import compute
from residents.actions.totals import delete_old_answers
from residents.models import AwarenessAnswer, AwarenessTotal, AwarenessWave
from residents.questionnaire import CODES, DONT_KNOW, QUESTIONS, REFUSED, RISKS
from residents.tallies import AnswerRow, Pool, tally
from residents.totals import build_rows, get_counts
from tests.base import LOGINS, World, sign_in, within
from tests.residents.waves_base import add_answers, make_wave, url_for, waves
from tfc.periods import HalfYear

pytestmark = pytest.mark.django_db(databases=LOGINS)
BEFORE, THEN = HalfYear(2024, 1), HalfYear(2024, 2)
CHOSEN = [code for code, _label in RISKS.choices() if code not in (DONT_KNOW, REFUSED)]
ROWS = st.lists(
    st.builds(
        lambda codes, risks: AnswerRow.from_values((1, "street", *codes, risks)),
        st.tuples(*[st.sampled_from(CODES)] * 5),
        st.one_of(st.lists(st.sampled_from(CHOSEN), unique=True), st.just([REFUSED]), st.just([DONT_KNOW])),
    ),
    max_size=60,
)


@given(ROWS)
def test_added_up_they_are_counted_as_they_were(rows: list[AnswerRow]):
    pool = Pool(1, "street")
    counted = tally(pool, rows)
    again = tally(pool, build_rows(1, "street", get_counts(counted)))
    # Without a valid answer the number of refusals is hidden as well.
    assert get_counts(again) == get_counts(counted)
    assert (again.access.refused, again.risks.refused) == tuple(
        counts.refused if counts.valid else 0 for counts in (counted.access, counted.risks)
    )
    assert len(QUESTIONS) == 6, "another question needs another count"


@pytest.fixture
def old(world: World) -> AwarenessWave:
    """Two surveys of one kind with a change between them, and a third of another kind."""
    days = dt.date(2024, 3, 1), dt.date(2024, 9, 1), dt.date(2024, 10, 1)
    first, then, other = (
        make_wave(world.hill, starts_on=day, ends_on=day + dt.timedelta(20), sampling=sampling)
        for day, sampling in zip(days, ("street", "street", "poster"), strict=True)
    )
    add_answers(first, world.hill, knows=20, knows_not=30, refuses=3)
    add_answers(then, world.hill, knows=40, knows_not=12, refuses=2)
    add_answers(then, world.hill, knows=3, source="paper", day=then.ends_on)
    add_answers(other, world.hill, knows=7, knows_not=4)
    with within(world.hill):
        AwarenessWave.objects.update(closed_at=timezone.now())
    return then


def figures(community: Community, half_year: HalfYear) -> list[tuple]:
    with within(community):
        result = compute([community], half_year)[community.pk]
    return [
        (part, figure.measured, figure.rating, figure.receipt, hash_receipt(figure.receipt))
        for part, figure in sorted(result.items())
        if part in ("access_known", "risks_known")
    ]


def page(client: Client, url: str) -> str:
    """Return the page without what differs at each visit."""
    answer = client.get(url)
    assert answer.status_code == 200
    text = b"".join(answer).decode()
    # Tokens, and parts with a token in their name.
    return re.sub(r"\b\w{64}\b", "", text)


def test_every_figure_receipt_and_page_says_the_same(
    world: World, old: AwarenessWave, client: Client, settings: LazySettings, tmp_path: object
):
    settings.FILES_ROOT = tmp_path
    sign_in(client, world["hill-coordinator"])
    places = [waves("hill"), url_for(old), "/c/hill/exports/waves.csv"]
    before = (
        [figures(world.hill, half_year) for half_year in (BEFORE, THEN)],
        [page(client, url) for url in places],
    )
    assert before[0][1][0][1].denominator == 55
    assert before[0][1][0][1].details["change"]["direction"] == "increase"
    deleted = keep_no_longer(now=timezone.now())
    [mine] = [
        deletion
        for deletion in deleted
        if deletion.rule.code == "answers" and deletion.office == world.usa.name
    ]
    assert (mine.outcome.gone, mine.outcome.oldest) == (121, None)
    with within(world.hill):
        assert not AwarenessAnswer.objects.exists()
        awareness_total = AwarenessTotal.objects.get(wave=old)
        assert (awareness_total.answers, len(awareness_total.sha256)) == (57, 64)
        assert (awareness_total.first_on, awareness_total.last_on) == (old.starts_on, old.ends_on)
    assert [figures(world.hill, half_year) for half_year in (BEFORE, THEN)] == before[0]
    for url, text in zip(places, before[1], strict=True):
        assert set(page(client, url).splitlines()) ^ set(text.splitlines()) == set()


def test_it_keeps_the_answers_of_a_survey_for_a_year(world: World):
    over = timezone.now().date() - dt.timedelta(days=364)
    make = make_wave(world.hill, starts_on=over - dt.timedelta(20), ends_on=over)
    add_answers(make, world.hill, knows=5)
    with within(world.hill, coordinator=True):
        assert delete_old_answers(today=timezone.now().date()) == 0
        AwarenessWave.objects.update(ends_on=over - dt.timedelta(3))
        assert delete_old_answers(today=timezone.now().date()) == 5
        assert delete_old_answers(today=timezone.now().date()) == 0


def test_what_was_never_counted_is_deleted_as_well(world: World, old: AwarenessWave):
    add_answers(old, world.hill, knows=1, refuses=1, counted=False)
    with within(world.hill, coordinator=True):
        before = AwarenessTotal.objects.get(wave=old)
        assert delete_old_answers(today=timezone.now().date()) == 123
        then = AwarenessTotal.objects.get(wave=old)
    assert (then.answers, then.sha256) == (before.answers, before.sha256)


def test_nothing_can_be_typed_or_read_into_it_any_more(world: World, old: AwarenessWave, client: Client):
    """Repeated answers could not be recognized, so a file imported twice would count twice."""
    sign_in(client, world["hill-leader"])
    with within(world.hill, coordinator=True):
        delete_old_answers(today=timezone.now().date())
        AwarenessWave.objects.filter(pk=old.pk).update(starts_on=dt.date.today())  # noqa: DTZ011
    for way in ("paper/", "import/"):
        for answer in (client.get(url_for(old, way)), client.post(url_for(old, way))):
            assert answer["Location"] == url_for(old)
    page = client.post(url_for(old, "open/"), follow=True).content.decode()
    assert "individual responses were deleted." in page
