"""The choice of half-years: recent ones visible, older ones folded, the chosen one always visible."""

from evaluation.templatetags.figures import HalfYearLink, half_year_links

HALF_YEARS = [f"{year}-H{half}" for year in (2026, 2025, 2024) for half in (2, 1)]


def labels(choices: dict[str, tuple[HalfYearLink, ...]], which: str) -> list[str]:
    return [choice.url.removeprefix("?round=") for choice in choices[which]]


def test_four_are_all_in_sight():
    result = half_year_links(HALF_YEARS[:4], HALF_YEARS[0])
    assert (labels(result, "near"), result["far"]) == (HALF_YEARS[:4], ())


def test_of_more_the_older_ones_are_folded_away():
    result = half_year_links(HALF_YEARS, HALF_YEARS[1])
    assert (labels(result, "near"), labels(result, "far")) == (HALF_YEARS[:3], HALF_YEARS[3:])
    assert [choice.current for choice in result["near"]] == [False, True, False]


def test_an_old_one_that_is_chosen_stays_in_sight():
    result = half_year_links(HALF_YEARS, HALF_YEARS[4])
    assert labels(result, "near") == [*HALF_YEARS[:3], HALF_YEARS[4]]
    assert labels(result, "far") == [HALF_YEARS[3], HALF_YEARS[5]]


def test_a_home_page_shows_one_and_folds_the_others_away():
    result = half_year_links(HALF_YEARS, HALF_YEARS[0], in_sight=1)
    assert (labels(result, "near"), labels(result, "far")) == (HALF_YEARS[:1], HALF_YEARS[1:])
