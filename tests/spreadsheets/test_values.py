"""Reading the value of a cell, a question about it, or an error."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfc.spreadsheets.choices import as_choice, as_list, as_yes_no
from tfc.spreadsheets.counts import as_count, detect_thousands
from tfc.spreadsheets.dates import as_date, detect_order
from tfc.spreadsheets.normalize import as_text
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.times import as_time
from tfc.spreadsheets.values import Ambiguous, Count, Order, Suggestion, Thousands

TODAY = dt.date(2025, 7, 1)
MARCH_5, APRIL_3 = dt.date(2025, 3, 5), dt.date(2025, 4, 3)
SECTORS = {
    "schools": ["Schools", "Escuelas", "学校"],
    "media": ["Media", "Medios", "媒体"],
    "faith": ["Faith, all", "Fe"],
}


def code(result) -> str:
    """Return the code of the question or error, or the value."""
    if isinstance(result, Ambiguous | Suggestion):
        return result.question.code
    return result.code if isinstance(result, Remark) else result


@pytest.mark.parametrize("text", [
    "2025-03-05", "2025/3/5", "2025.03.05", "5 March 2025", "March 5, 2025",
    "Mar 5, 2025", "Wednesday, March 5th, 2025",
    "5-Mar-25", "05-MAR-2025", "5mar2025", "the 5th of March, 2025", "5 de marzo de 2025",
    "miércoles 5 de marzo del 2025",
    "Marzo 5, 2025", "2025年3月5日", "２０２５年３月５日 星期三", "2025年3月5号", "二〇二五年三月五日", "25年3月5日",
    "2025-03-05 19:30", "2025-03-05T19:30:00Z", "2025-03-05 7:30 PM",
    "March 5, 2025 at 7pm", "5 de marzo de 2025 a las 19:00",
    "2025-03-05 7:30 p. m.", " 5 March 2025. ", "20250305", "2025 March 5",
    45721, Decimal("45721.8125"), 20250305, dt.datetime.combine(MARCH_5, dt.time(19)), MARCH_5,
])  # fmt: skip
def test_it_reads_a_date(text):
    assert as_date(text, None, TODAY) == MARCH_5


@pytest.mark.parametrize(("text", "order", "expected"), [
    ("03/04/2025", None, "date_two_ways"),
    ("3.4.25", None, "date_two_ways"),
    ("03/04/2025", Order.DMY, APRIL_3),
    ("03/04/2025", Order.MDY, dt.date(2025, 3, 4)),
    ("3-4-25", Order.DMY, APRIL_3),
    ("04/04/2025", None, dt.date(2025, 4, 4)),
    ("25/04/2025", None, dt.date(2025, 4, 25)),
    ("04/25/2025", Order.DMY, dt.date(2025, 4, 25)),
    ("25/04/25", None, dt.date(2025, 4, 25)),
    ("25/04/03", None, "date_two_ways"),
    ("25/04/03", Order.YMD, APRIL_3),
    ("1/1/99", None, dt.date(1999, 1, 1)),
    ("31/02/2025", None, "no_such_date"),
    ("30 February 2025", None, "no_such_date"),
    ("2025年2月30日", None, "no_such_date"),
    ("3/4", None, "year_missing"),
    ("March 5", None, "year_missing"),
    ("5 de marzo", None, "year_missing"),
    ("3月5日", None, "year_missing"),
    ("March 2025", None, "day_missing"),
    ("2025", None, "day_missing"),
    (2025, None, "day_missing"),
    ("2025年3月", None, "day_missing"),
    ("March 5-7, 2025", None, "several_days"),
    ("5 y 6 de marzo de 2025", None, "several_days"),
    ("March 5 and April 6, 2025", None, "several_days"),
    ("01/01/10000", None, "unreadable_date"),
    ("1/1/0001", None, "year_outside"),
    (dt.date(9999, 1, 1), None, "year_outside"),
    ("yesterday", None, "unreadable_date"),
    ("spring", None, "unreadable_date"),
    (True, None, "unreadable_date"),
    (7, None, "unreadable_date"),
    (10**14, None, "unreadable_date"),
    (dt.time(7), None, "unreadable_date"),
    ("tbd", None, None),
    ("-", None, None),
    ("", None, None),
    (None, None, None),
])  # fmt: skip
def test_it_reads_asks_about_or_refuses_a_date(text, order, expected):
    assert code(as_date(text, order, TODAY)) == expected


def test_it_names_both_readings():
    request = as_date("03/04/2025", None, TODAY)
    assert request.readings == (APRIL_3, dt.date(2025, 3, 4))
    assert request.question.sentence == (
        "“03/04/2025” can be read in more than one way: 2025-04-03 / 2025-03-04. Choose one."
    )


def test_it_takes_no_number_for_a_date_where_days_are_counted_otherwise():
    assert code(as_date(45721, None, TODAY, serials=False)) == "unreadable_date"


@pytest.mark.parametrize(("cells", "heading", "taken", "why"), [
    (["03/04/2025", "25/04/2025"], "", Order.DMY, "order_by_cell"),
    (["03/04/2025", "04/25/25 19:00"], "", Order.MDY, "order_by_cell"),
    (["25/04/2025", "04/25/2025", "03/04/2025"], "", None, "orders_contradict"),
    (["03/04/2025", "04/04/2025", "2025-04-25", "5 March 2025", None, "x", 7], "", None, None),
    (["03/04/2025"], "Date (dd/mm/yyyy)", Order.DMY, "order_by_heading"),
    (["03/04/2025"], "Fecha DD/MM/AAAA", Order.DMY, "order_by_heading"),
    (["03/04/2025"], "m/d/yy", Order.MDY, "order_by_heading"),
    ([dt.date(2025, 5, 3), "25/04/2025"], "", Order.DMY, "dates_turned"),
    ([dt.date(2025, 5, 23), "25/04/2025"], "", Order.DMY, "order_by_cell"),
    ([dt.date(2025, 5, 3)], "", None, None),
    ([], "", None, None),
])  # fmt: skip
def test_it_settles_a_column_by_its_own_dates_and_nothing_else(cells, heading, taken, why):
    settled = detect_order(cells, TODAY, heading)
    assert (settled.taken, settled.why and settled.why.code) == (taken, why)


@pytest.mark.parametrize("text", [
    "7:30pm", "7.30 PM", "7:30 p. m.", "19:30", "19.30", "19h30", "1930", "1930 hrs", "下午7点半",
    "晚上7:30", "下午7点30分",
    "7:30 in the evening", "a las 7:30 de la noche", "19：30", "19:30:00", 1930, dt.time(19, 30, 5), Decimal("0.8125"),
    dt.datetime.combine(MARCH_5, dt.time(19, 30)),
])  # fmt: skip
def test_it_reads_a_time(text):
    assert as_time(text) == dt.time(19, 30)


@pytest.mark.parametrize(("text", "expected"), [
    ("7pm", dt.time(19)), ("7 a", dt.time(7)), ("12am", dt.time(0)), ("12 p.m.", dt.time(12)), ("noon", dt.time(12)),
    ("medianoche", dt.time(0)), ("中午12点", dt.time(12)), ("凌晨12点", dt.time(0)), ("上午9点", dt.time(9)),
    ("7:00", dt.time(7)),
    ("19", dt.time(19)), ("19点", dt.time(19)), ("9h", dt.time(9)), ("7", "time_two_ways"), (7, "time_two_ways"),
    ("7 o'clock", "time_two_ways"), ("7点", "time_two_ways"), ("7-9pm", "several_times"),
    ("19:00 a 21:00", "several_times"), ("25:00", "unreadable_time"), ("13am", "unreadable_time"),
    ("7:75", "unreadable_time"), ("evening", "unreadable_time"),
    (True, "unreadable_time"), ("9" * 5000, "unreadable_time"),
    ("tbd", None), (None, None), (MARCH_5, None),
])  # fmt: skip
def test_it_reads_asks_about_or_refuses_a_time(text, expected):
    assert code(as_time(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [
    (60, Count(60)), ("60", Count(60)), (" 60 people", Count(60)), ("60人", Count(60)), ("60 personas", Count(60)),
    ("６０", Count(60)), (Decimal("60.0"), Count(60)), ("60.0", Count(60)), ("1 234", Count(1234)),
    ("1,234,567", Count(1_234_567)), ("1.234.567", Count(1_234_567)), ("1,234.0", Count(1234)),
    (0, Count(0)), ("0", Count(0)), ("none", Count(0)), ("Ninguno", Count(0)), ("没有", Count(0)), ("zero", Count(0)),
    ("60+", Count(60, True)), ("60 +", Count(60, True)), ("６０＋", Count(60, True)), ("60 or more", Count(60, True)),
    ("at least 60", Count(60, True)), ("60 o más", Count(60, True)), ("al menos 60 personas", Count(60, True)),
    ("60人以上", Count(60, True)), ("60以上", Count(60, True)), ("至少60人", Count(60, True)),
    (">=60", Count(60, True)),
    ("more than 60", Count(61, True)), ("más de 60", Count(61, True)), ("超过60人", Count(61, True)),
    ("> 60", Count(61, True)), ("over 1,234,567", Count(1_234_568, True)),
    ("", None), (None, None), ("-", None), ("—", None), ("n/a", None), ("N/D", None), ("unknown", None), ("?", None),
    ("desconocido", None), ("不详", None), ("tbd", None),
    ("~60", "count_is_about"), ("about 60", "count_is_about"), ("unos 60", "count_is_about"),
    ("约60", "count_is_about"),
    ("60多人", "count_is_about"), ("60左右", "count_is_about"), ("60 (est.)", "count_is_about"),
    ("60?", "count_is_about"),
    ("50-60", "count_is_range"), ("50 to 60 people", "count_is_range"), ("50～60人", "count_is_range"),
    ("<60", "count_is_most"), ("up to 60", "count_is_most"), ("menos de 60", "count_is_most"),
    ("60.5", "count_is_no_whole"), (Decimal("4.5"), "count_is_no_whole"), ("-3", "count_is_negative"),
    (-3, "count_is_negative"), ("9" * 15, "count_too_large"), (10**14, "count_too_large"),
    ("9" * 5000, "unreadable_count"), ("sixty", "unreadable_count"), ("15 women, 20 men", "unreadable_count"),
    ("12,34,56", "unreadable_count"), (True, "unreadable_count"), (MARCH_5, "count_is_date"),
    ("1,234", "count_two_ways"), ("1.234", "count_two_ways"), ("1,234+", "count_two_ways"),
])  # fmt: skip
def test_it_reads_asks_about_or_refuses_a_count(text, expected):
    assert code(as_count(text)) == expected


def test_it_reads_thousands_as_the_column_shows_them():
    settled = detect_thousands(["1.234", "12", None, 7, "1.234.567"])
    assert (settled.taken, settled.why.code) == (Thousands.POINT, "thousands_by_cell")
    assert as_count("1.234", Thousands.POINT) == Count(1234)
    assert code(as_count("1.234", Thousands.COMMA)) == "count_is_no_whole"
    assert as_count("1,234+", Thousands.COMMA) == Count(1234, True)
    assert detect_thousands(["1,234", "1.234"]).taken is None
    assert detect_thousands(["1,234,567", "1.234.567"]).why.code == "thousands_contradict"


@pytest.mark.parametrize(("text", "expected"), [
    ("Yes", True), ("sí", True), ("SI", True), ("是", True), ("x", True), ("✓", True), (1, True), (True, True),
    ("no", False), ("否", False), ("✗", False), (0, False), (False, False), ("", None), (None, None), ("n/a", None),
    ("-", None), ("maybe", "not_yes_no"), (2, "not_yes_no"),
])  # fmt: skip
def test_it_reads_yes_and_no(text, expected):
    assert code(as_yes_no(text)) is expected or code(as_yes_no(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Schools", "schools"), (" ESCUELAS ", "schools"), ("学校", "schools"), ("schools", "schools"),
    ("faith all", "faith"),
    ("School", "perhaps"), ("Medias", "perhaps"), ("Fishing", "not_a_choice"), (7, "not_a_choice"), ("", None),
    ("unknown", None),
])  # fmt: skip
def test_it_takes_a_choice_by_its_name_and_only_suggests_what_is_like_one(text, expected):
    assert code(as_choice(text, SECTORS)) == expected


def test_it_asks_where_a_name_is_that_of_two():
    request = as_choice("other", {"a": ["Other"], "b": ["Otro", "other"], "unknown": ["Unknown"]})
    assert request.readings == ("a", "b")
    assert as_choice("School", SECTORS).code == "schools"
    assert as_choice("unknown", {"unknown": ["Unknown"]}) == "unknown"


@pytest.mark.parametrize(("text", "expected"), [
    ("Schools; Media", ("Schools", "Media")), ("Schools\nMedia;; Schools", ("Schools", "Media")),
    ("学校、媒体", ("学校", "媒体")), ("Schools, Media", ("Schools", "Media")), ("Faith, all", ("Faith, all",)),
    ("Schools, unions", ("Schools, unions",)), ("n/a", ()), (None, ()), (MARCH_5, ()),
])  # fmt: skip
def test_it_reads_a_list(text, expected):
    assert as_list(text, SECTORS) == expected


def test_it_gives_back_what_our_own_files_guard():
    assert as_text("'=1+1") == "=1+1"
    assert as_text("'tis") == "'tis"
    assert (as_text(None), as_text(6265551234), as_text(MARCH_5)) == ("", "6265551234", "2025-03-05")


WRITTEN = st.text("0123456789+-~/.:, ½²٣五十年月日点半pmayMar多人\n\u00a0'’<>=", max_size=14)
CELLS = st.one_of(
    st.none(), st.text(max_size=30), WRITTEN, st.integers(), st.booleans(), st.decimals(allow_nan=True),
    st.dates(), st.datetimes(), st.times(),
)  # fmt: skip


@given(CELLS, st.sampled_from([None, *Order]), st.sampled_from([None, *Thousands]))
def test_it_never_fails_and_never_answers_anything_else(cell, order, thousands):
    assert isinstance(as_date(cell, order, TODAY), dt.date | Ambiguous | Remark | None)
    assert isinstance(as_time(cell), dt.time | Ambiguous | Remark | None)
    count = as_count(cell, thousands)
    assert isinstance(count, Count | Ambiguous | Remark | None)
    assert not isinstance(count, Count) or 0 <= count.value <= 10_000_001
    assert isinstance(as_yes_no(cell), bool | Remark | None)
    assert isinstance(as_choice(cell, SECTORS), str | Ambiguous | Suggestion | Remark | None)
    assert all(isinstance(piece, str) and piece for piece in as_list(cell, SECTORS))
    for result in (
        as_date(cell, order, TODAY),
        as_time(cell),
        count,
        as_yes_no(cell),
        as_choice(cell, SECTORS),
    ):
        if isinstance(result, Remark):
            assert result.sentence


@given(st.lists(CELLS, max_size=6))
def test_it_settles_nothing_by_failing(cells):
    assert detect_order(cells, TODAY).taken in {None, *Order}
    assert detect_thousands(cells).taken in {None, *Thousands}
