import datetime as dt

import pytest

from support.confirming import Freshness, get_freshness, get_last_valid_day
from tfc.phones import as_link, as_written

CONFIRMED = dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2026, 1, 1), Freshness.CONFIRMED),
        (dt.date(2026, 6, 3), Freshness.CONFIRMED),  # 153 days
        (dt.date(2026, 6, 4), Freshness.LAPSING),  # 154: thirty days are left
        (dt.date(2026, 7, 4), Freshness.LAPSING),  # 184, the last day
        (dt.date(2026, 7, 5), Freshness.LAPSED),
    ],
)
def test_it_counts_184_days(today: dt.date, expected: Freshness):
    assert get_freshness(CONFIRMED, today) == expected
    assert get_last_valid_day(CONFIRMED) == dt.date(2026, 7, 4)


def test_it_is_never_confirmed_without_a_day():
    assert get_freshness(None, CONFIRMED) == Freshness.NEVER


@pytest.mark.parametrize(
    ("text", "written", "link"),
    [
        ("626 555 0142", "+1 626-555-0142", "tel:+1-626-555-0142"),
        ("+44 20 7946 0018", "+44 20 7946 0018", "tel:+44-20-7946-0018"),
        ("988", "988", "tel:988"),
        ("626 555 0142 ext 7", "+1 626-555-0142 ext. 7", "tel:+1-626-555-0142;ext=7"),
        ("12", None, ""),
        ("call us", None, ""),
    ],
)
def test_it_writes_and_links_phone_numbers(text: str, written: str | None, link: str):
    assert (as_written(text, "us"), as_link(text, "US")) == (written, link)
    assert written is None or as_written(written, "us") == written
