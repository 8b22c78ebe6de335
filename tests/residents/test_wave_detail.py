import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from communities.models import Community, ThresholdSetting
from evaluation.measures.measured import share
from evaluation.models import Round
from residents.models import TurnedAway
from tests.base import World, within
from tests.dashboards.figures.test_comparison import store
from tests.residents.waves_base import DAY, FIRST, add_answers, get_text, make_wave, url_for, waves
from tfc.periods import HalfYear

BEFORE = FIRST - dt.timedelta(days=200)


def turn_away(world: World, wave, community: Community, **numbers: int) -> None:
    with within(community):
        for why, number in numbers.items():
            TurnedAway.objects.create(
                office_id=community.office_id, wave=wave, day=DAY, why=why, number=number
            )


def test_it_invites_nobody_to_a_wave_that_is_over(world: World, signed_in):
    client, day = signed_in("hill-leader"), dt.timedelta(days=1)
    today = timezone.now().astimezone(world.hill.zone).date()
    runs = {"starts_on": today - 9 * day, "ends_on": today + 5 * day}
    text = get_text(client.get(url_for(make_wave(world.hill, **runs))))
    assert "On their own phone" in text
    assert "Paper form" in text
    assert "The survey is closed." not in text
    for over in (runs | {"closed_at": timezone.now()}, runs | {"ends_on": today - day}):
        text = get_text(client.get(url_for(make_wave(world.hill, **over))))
        assert "On their own phone" not in text
        assert "The survey is closed." in text
        assert "Paper form" not in text
        assert "XLSForm" not in text


class TestResults:
    def test_it_gives_share_interval_numbers_and_refusals(self, world: World, signed_in):
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=31, knows_not=19, refuses=2)
        text = get_text(signed_in("hill-member").get(url_for(wave)))
        assert "52 responses" in text
        assert "62% of residents" in text
        assert "Margin of error: between 48% and 74% (95% interval)." in text
        assert "31 of 50 valid answers 2 people would rather not say." in text
        assert "When shown the answers: 100% (52 of 52)." in text
        assert "Later surveys of this kind are compared with this first one." in text

    def test_it_leads_to_the_figure_that_its_half_year_makes_of_it(self, world: World, signed_in):
        wave, half_year = make_wave(world.hill), str(HalfYear.from_day(FIRST))
        add_answers(wave, world.hill, knows=31, knows_not=19)
        store(world.hill, "access_known", share(31, 50), half_year)
        page = signed_in("hill-member").get(url_for(wave)).content.decode()
        assert f'href="/c/hill/figures/{half_year}/access_known/"' in page
        # Without a round there is no figure and no link.
        assert "risks_known" not in page

    def test_it_speaks_of_those_asked_without_random_sampling(self, world: World, signed_in):
        wave = make_wave(world.hill, sampling="poster")
        add_answers(wave, world.hill, knows=31, knows_not=19)
        text = get_text(signed_in("hill-member").get(url_for(wave)))
        assert "62% of the people asked" in text
        assert "of residents" not in text
        assert "describe the people asked, not the whole town" in text

    def test_it_gives_plain_numbers_below_thirty(self, world: World, signed_in):
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=20, knows_not=9, refuses=3)
        text = get_text(signed_in("hill-member").get(url_for(wave)))
        assert "20 of 29 valid answers" in text
        assert "A percentage needs 1 more valid answer. 3 people would rather not say." in text
        assert "%" not in text.replace("100%", "")

    def test_it_takes_the_offices_own_threshold(self, world: World, signed_in):
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=31, knows_not=19)
        with within(world.usa):
            ThresholdSetting.objects.create(code="survey_answers", value=60, from_half_year="2020-H1")
        text = get_text(signed_in("hill-member").get(url_for(wave)))
        assert "A percentage needs 10 more valid answers." in text
        assert "A percentage needs 60 valid answers." in get_text(signed_in("hill-member").get(waves("hill")))

    def test_it_counts_ten_exactly_and_shows_nothing_of_fewer(self, world: World, signed_in):
        wave, small = make_wave(world.hill), make_wave(world.hill)
        add_answers(wave, world.hill, knows=1, knows_not=9)
        add_answers(small, world.hill, knows=1, knows_not=8)
        client = signed_in("hill-member")
        assert "1 of 10 valid answers" in get_text(client.get(url_for(wave)))
        text = get_text(client.get(url_for(small)))
        assert "9 responses" in text
        assert text.count("No result: fewer than 10 valid answers.") == 2
        assert "of 9" not in text

    def test_it_says_what_to_do_where_nobody_answered(self, world: World, signed_in):
        assert "Nothing yet" in get_text(signed_in("hill-member").get(url_for(make_wave(world.hill))))


class TestChange:
    def test_it_compares_with_the_first_comparable_wave(self, world: World, signed_in):
        first, now = make_wave(world.hill, starts_on=BEFORE), make_wave(world.hill)
        add_answers(first, world.hill, knows=48, knows_not=32)
        add_answers(now, world.hill, knows=56, knows_not=14)
        text = get_text(signed_in("hill-member").get(url_for(now)))
        assert (
            f"Change among residents since the first survey of this kind ({BEFORE:%B %Y}): +20 points (+5 to +33)."
            in text
        )
        assert "since the first survey of this kind" not in get_text(
            signed_in("hill-member").get(url_for(first))
        )

    @pytest.mark.parametrize(
        ("other", "why"),
        [
            ({"version": 2}, "the questions have changed since the earlier surveys"),
            ({"sampling": "poster"}, "the earlier surveys met people in another way"),
        ],
    )
    def test_it_compares_with_nothing_else(self, world: World, signed_in, other, why: str):
        add_answers(make_wave(world.hill, **{"starts_on": BEFORE} | other), world.hill, knows=1, knows_not=79)
        # Neither another community's nor deleted ones.
        add_answers(make_wave(world.dale, starts_on=BEFORE), world.dale, knows=1, knows_not=79)
        now = make_wave(world.hill)
        add_answers(now, world.hill, knows=70, knows_not=10)
        text = get_text(signed_in("hill-member").get(url_for(now)))
        assert why in text
        assert "points" not in text


class TestTurnedAway:
    def test_it_explains_the_numbers_in_words(self, world: World, signed_in):
        wave = make_wave(world.hill)
        turn_away(world, wave, world.hill, rush=940, trap=12)
        text = get_text(signed_in("hill-member").get(url_for(wave)))
        assert "952 attempts to answer were rejected" in text
        assert "Too many came at once: 940" in text
        assert "A hidden field was filled in, as programs do: 12" in text

    def test_it_shows_the_office_the_half_year_of_its_round(self, world: World, signed_in):
        wave, here = make_wave(world.hill), "/office/usa/communities/hill/figures/"
        turn_away(world, wave, world.hill, rush=940, trap=0)
        turn_away(world, make_wave(world.dale), world.dale, trap=7)
        with within(world.usa):
            for day in (BEFORE, DAY):
                Round.objects.create(
                    half_year=str(HalfYear.from_day(day)), due_on=day, opened_at=timezone.now()
                )
        client = signed_in("usa-staff")
        text = get_text(client.get(here))
        assert "940 attempts to answer were rejected Too many came at once: 940 They are not counted" in text
        assert "turned away" not in get_text(client.get(f"{here}?round={HalfYear.from_day(BEFORE)}"))

    def test_it_says_nothing_where_there_were_none(self, world: World, signed_in):
        assert "turned away" not in get_text(signed_in("hill-member").get(url_for(make_wave(world.hill))))


class TestWays:
    @pytest.mark.parametrize(("sampling", "alone"), [("poster", True), ("online", True), ("street", False)])
    def test_it_begins_with_the_link_where_people_answer_by_themselves(
        self, world: World, signed_in, sampling: str, alone: bool
    ):
        today = timezone.now().astimezone(world.hill.zone).date()
        wave = make_wave(
            world.hill, sampling=sampling, starts_on=today, ends_on=today + dt.timedelta(days=5), place=""
        )
        page = signed_in("hill-leader").get(url_for(wave)).content.decode()
        assert (page.index('id="ask-heading"') < page.index('id="results-heading"')) is alone
        assert page.count('id="ask-heading"') == 1
        first = " ".join(page.partition('class="btn btn-primary"')[2].split())
        assert first.startswith(f'href="{url_for(wave)}poster/"') is (sampling == "poster")

    def test_it_gives_the_public_address(self, world: World, signed_in):
        wave = make_wave(world.hill)
        page = signed_in("hill-member").get(url_for(wave)).content.decode()
        assert f'href="{settings.SITE_URL}/p/hill/survey/{wave.code}/"' in page
        assert f'src="{url_for(wave, "qr/")}"' in page

    def test_it_offers_changes_to_leaders_only(self, world: World, signed_in):
        wave = make_wave(world.hill)
        for person, may in (("hill-member", False), ("hill-leader", True)):
            page = signed_in(person).get(url_for(wave)).content.decode()
            for rest in ("edit/", "close/", "paper/", "import/", "xlsform/"):
                assert (url_for(wave, rest) in page) == may
