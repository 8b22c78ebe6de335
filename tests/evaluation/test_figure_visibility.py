"""What leaves a community of a figure about residents, calculated by hand."""

import json
from dataclasses import replace

import pytest

from communities.thresholds import Thresholds
from evaluation.figure_queries import receipts
from evaluation.figure_visibility import (
    GUARDED,
    get_visible_tables,
    is_override_shown,
    mask_figure,
    mask_indicator,
    mask_rated_figure,
)
from evaluation.instrument import PARTS, Unit, part
from evaluation.measures import (
    Override,
    Rating,
    State,
    access_known,
    diverse_participation,
    effective,
    pool,
    rate,
    unknown,
)
from evaluation.measures.measured import count, share
from evaluation.wording import bounds_text, fraction_text, interval_text, value_text
from residents.counting import SurveyTally
from tfc.disclosure import Reader

ACCESS = part("access_known")
SETTINGS = Thresholds()
# With "partly" from 15 %, 1 of 40 (2.5 %, interval 0.4 to 12.9) is not met and 4 of 40 (10 %, 4.0 to 23.1) is
# inconclusive.
LENIENT = replace(SETTINGS, partly=15)
MET, PARTLY, NOT_MET = (frozenset({rating}) for rating in (Rating.MET, Rating.PARTLY, Rating.NOT_MET))


def surveyed(knows: int, valid: int = 40, *, refused: int = 2, prompted: int = 30, unclear: int = 0):
    tally = SurveyTally(
        knows, valid, "1", "street", refused, prompted_knows=prompted, prompted_valid=40, unclear=unclear
    )
    measured = access_known(tally)
    details = {**measured.details, "convenience": False, "others": [], "change": {"first": {"knows": 7}}}
    return replace(measured, details=details)


def in_network(measured, settings: Thresholds = SETTINGS):
    return mask_rated_figure(measured, rate(ACCESS, measured, settings), ACCESS, settings, Reader.NETWORK)


def test_it_guards_what_residents_answered():
    assert {"access_known", "risks_known"} == GUARDED


def test_it_shows_the_community_its_own_figure_as_it_is():
    measured = surveyed(3)
    assert mask_figure(measured, ACCESS, Reader.COMMUNITY) is measured
    assert is_override_shown(measured, ACCESS, Reader.COMMUNITY)


@pytest.mark.parametrize(
    ("knows", "valid", "reader", "text"),
    [
        (3, 40, Reader.NETWORK, "fewer than 5 of 40"),
        (37, 40, Reader.NETWORK, "more than 35 of 40"),
        (5, 40, Reader.NETWORK, "13%"),
        (0, 40, Reader.NETWORK, "0%"),
        (8, 40, Reader.NETWORK, "20%"),
        (8, 40, Reader.PUBLIC, "fewer than 11 of 40"),
        (3, 40, Reader.COMMUNITY, "8%"),
    ],
)
def test_it_hides_what_few_said_or_did_not_say(knows: int, valid: int, reader: Reader, text: str):
    assert value_text(mask_figure(surveyed(knows, valid), ACCESS, reader)) == text


@pytest.mark.parametrize(
    ("knows", "unclear", "text"),
    [
        # Of 40, at least 3 answered wrong: 37 minus 20 are unclear.
        (20, 17, "not shown, of 40"),
        # Up to 23 may know, so they are not "fewer than 5".
        (3, 20, "not shown, of 40"),
        (37, 2, "not shown, of 40"),
        (20, 10, "50%"),
        (20, 20, "50%"),
    ],
)
def test_it_hides_the_few_whose_answer_is_clear_next_to_unclear_ones(knows: int, unclear: int, text: str):
    measured = surveyed(knows, unclear=unclear)
    shown = in_network(measured).measured
    assert value_text(shown) == text
    is_shown = shown.has_value
    assert bool(bounds_text(shown) or shown.upper) == is_shown
    left_out = pool(ACCESS, [replace(measured, details={**measured.details, "population": 9})])
    assert left_out.measured.has_value == is_shown


def test_it_leaves_no_number_next_to_a_hidden_one():
    result = mask_figure(surveyed(3), ACCESS, Reader.NETWORK)
    assert (result.state, result.has_value, result.value, result.interval) == (
        State.HIDDEN,
        False,
        None,
        None,
    )
    assert [fraction_text(result), bounds_text(result), interval_text(result)] == [""] * 3
    assert result.details == {
        "version": "1", "method": "street", "convenience": False, "whole": 40, "first": 1, "last": 4,
    }  # fmt: skip


def test_it_shows_all_that_are_hidden_alike():
    shown_items = [in_network(surveyed(knows, refused=knows, prompted=knows)) for knows in (1, 2, 3, 4)]
    assert all(shown_item == shown_items[0] for shown_item in shown_items)


def test_it_leaves_out_of_a_shown_figure_who_refused_and_what_few_said():
    result = mask_figure(surveyed(12, refused=2, prompted=38), ACCESS, Reader.NETWORK)
    assert (value_text(result), fraction_text(result)) == ("30%", "12 of 40")
    assert result.details == {"version": "1", "method": "street", "convenience": False, "valid": 40}
    many = mask_figure(surveyed(12, prompted=30), ACCESS, Reader.NETWORK)
    assert (many.details["prompted_knows"], many.details["prompted_valid"]) == (30, 40)


def test_it_shows_a_rating_that_every_possible_share_would_have():
    """4 of 40 has the interval 4 to 23 %: below 40 % whatever the hidden answers are."""
    result = in_network(surveyed(3))
    assert (result.rating, result.possible) == (Rating.NOT_MET, NOT_MET)


@pytest.mark.parametrize("knows", [1, 2, 3, 4])
def test_it_hides_a_rating_that_would_reveal_the_share(knows: int):
    result = in_network(surveyed(knows), LENIENT)
    assert result.rating == Rating.HIDDEN
    assert result.possible == {Rating.NOT_MET, Rating.NOT_MET_OR_PARTLY}


def test_it_rates_an_indicator_only_where_all_possible_ratings_agree():
    """(1 + 1) / 2 is met, (1 + ½) / 2 = 75 % is partly met; of three parts, 100 % and 83 % are both met."""
    either = MET | PARTLY
    two = mask_indicator([MET, either], SETTINGS)
    assert (two.rating, two.score, two.rated_count, two.applicable) == (Rating.HIDDEN, None, 2, 2)
    three = mask_indicator([MET, MET, either], SETTINGS)
    assert (three.rating, three.score) == (Rating.MET, None)
    assert mask_indicator([MET, PARTLY], SETTINGS).score == 75


def test_it_keeps_unknown_and_reveals_no_answers():
    measured = access_known(SurveyTally(3, 20, "1", "street", 1, prompted_knows=2, prompted_valid=20))
    result = mask_figure(measured, ACCESS, Reader.NETWORK)
    assert (result.state, result.reason) == (State.UNKNOWN, "too_few_answers")
    assert result.details == {"version": "1", "method": "street"}


def test_it_hides_the_coordinators_value_next_to_a_hidden_figure_only():
    assert not is_override_shown(surveyed(3), ACCESS, Reader.NETWORK)
    assert is_override_shown(surveyed(12), ACCESS, Reader.NETWORK)
    nothing = unknown(Unit.PERCENT, "no_survey")
    assert is_override_shown(nothing, ACCESS, Reader.NETWORK)
    own = effective(nothing, Override(9, 100, "We asked."))
    assert value_text(mask_figure(own, ACCESS, Reader.NETWORK)) == "9%"


def test_it_leaves_the_number_of_answers_out_of_receipts():
    tables = [receipts.WAVES, receipts.ANSWERS]
    assert get_visible_tables(tables, ACCESS, Reader.NETWORK) == [receipts.WAVES]
    assert get_visible_tables(tables, ACCESS, Reader.COMMUNITY) == tables
    assert get_visible_tables([receipts.EVENTS], part("sector_breadth"), Reader.NETWORK) == [receipts.EVENTS]


def test_it_shows_of_1b_the_number_of_groups_and_no_dimension():
    """“0 of 1 group” of a dimension would name the missing group."""
    measured = diverse_participation(
        {"gender": {"female": 4900, "male": 5100}, "language": {"en": 9600, "es": 400}},
        {"gender": {"female": 31, "male": 3}, "language": {"en": 3, "es": 31}},
        headcount=37,
    )
    part_1b = part("diverse_participation")
    assert '"recorded": 3' in json.dumps(measured.details)
    result = mask_figure(measured, part_1b, Reader.NETWORK)
    language = measured.details["dimensions"][1]
    assert (language["groups_represented"], language["groups_asked"]) == (0, 1)
    assert "dimensions" not in result.details
    assert (result.numerator, result.denominator) == (1, 3)
    assert mask_figure(measured, part_1b, Reader.COMMUNITY) is measured


def test_it_changes_nothing_of_meetings_organizations_leaders_and_professionals():
    for listed_part in PARTS:
        if listed_part.code not in GUARDED:
            few = (
                share(1, 3) if listed_part.unit == Unit.PERCENT else count(3, upper=4, unit=listed_part.unit)
            )
            assert mask_figure(few, listed_part, Reader.PUBLIC) == few


def test_it_finds_no_sum_from_which_a_hidden_share_could_be_taken_away():
    for code in GUARDED:
        few, *others = (
            replace(measured, details={**measured.details, "population": 1000})
            for measured in (surveyed(3), surveyed(12), surveyed(30))
        )
        assert pool(part(code), [few, *others]).measured == pool(part(code), others).measured
