"""Reference values: R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872 and 873–890."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfc.intervals import newcombe, wilson

SAMPLES = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "trials", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_it_gives_wilsons_published_intervals(successes, trials, lower, upper):
    assert wilson(successes, trials) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_it_gives_newcombes_published_intervals(first, second, lower, upper):
    assert newcombe(first, second) == pytest.approx((lower, upper), abs=5e-5)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (3, 2), (-1, 5)])
def test_it_refuses_what_is_no_share(successes, trials):
    with pytest.raises(ValueError, match="is not a share"):
        wilson(successes, trials)


@given(SAMPLES)
def test_it_holds_the_share_inside_zero_and_one(sample):
    lower, upper = wilson(*sample)
    assert 0 <= lower <= sample[0] / sample[1] <= upper <= 1


@given(SAMPLES, SAMPLES)
def test_it_turns_around_with_the_order(first, second):
    lower, upper = newcombe(first, second)
    assert newcombe(second, first) == pytest.approx((-upper, -lower))
    assert lower <= first[0] / first[1] - second[0] / second[1] <= upper
