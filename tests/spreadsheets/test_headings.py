"""Columns match fields by name; similar ones are suggested, and duplicates are asked about."""

from hypothesis import given
from hypothesis import strategies as st

from tfc.spreadsheets.headings import match_headings

FIELDS = {
    "date": ("Date", "When", "Fecha", "日期"),
    "title": ("Title", "Event", "Event name", "Título", "活动名称"),
    "people": ("Attendance", "Number of people", "Asistentes", "人数"),
    "women": ("Women", "Attendance women", "Mujeres", "女"),
    "place": ("Place", "Venue", "Lugar", "地点"),
}


def test_it_takes_names_in_three_languages_in_any_order():
    match = match_headings(["  LUGAR ", "titulo", "日期", "Number of People*", "attendance / women"], FIELDS)
    assert match.taken == {0: "place", 1: "title", 2: "date", 3: "people", 4: "women"}
    assert (match.suggested, match.ambiguous, match.unknown) == ({}, {}, ())


def test_it_looks_past_what_explains_a_heading():
    match = match_headings(["Date (dd/mm/yyyy)", "活动名称（必填）", "#"], FIELDS)
    assert match.taken == {0: "date", 1: "title"}
    assert match.unknown == (2,)


def test_it_only_suggests_what_is_alike():
    match = match_headings(["Date of event", "Atendance", "Audience / Women", "Budget", ""], FIELDS)
    assert match.taken == {}
    assert match.suggested == {0: "date", 1: "people", 2: "women"}
    assert match.unknown == (3, 4)


def test_it_asks_which_of_two_columns_a_field_is():
    match = match_headings(["Date", "Fecha", "Venue"], FIELDS)
    assert match.taken == {2: "place"}
    assert match.ambiguous == {"date": (0, 1)}
    assert match.suggested == {}


def test_it_suggests_a_field_once():
    match = match_headings(["Venues", "Venue 2"], FIELDS)
    assert list(match.suggested.values()) == ["place"]
    assert len(match.unknown) == 1


def test_it_takes_no_name_that_belongs_to_two_fields():
    fields = {"a": ("Name",), "b": ("Name", "Contact")}
    match = match_headings(["Name"], fields)
    assert match.taken == {}
    assert list(match.suggested) == [0]


@given(st.lists(st.text(max_size=20), max_size=8))
def test_it_says_something_about_every_column_once(header):
    match = match_headings(header, FIELDS)
    requests = [column for columns in match.ambiguous.values() for column in columns]
    assert sorted([*match.taken, *match.suggested, *requests, *match.unknown]) == list(range(len(header)))
