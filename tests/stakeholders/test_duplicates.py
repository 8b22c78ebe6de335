"""Similarity: one organization typed twice, and two different ones."""

import pytest

from stakeholders.duplicates import (
    BLOCK,
    MANY,
    Entry,
    Likeness,
    Reason,
    find_likely_duplicates,
    find_matches,
    get_name_tokens,
    phone_key,
    website_key,
)


def entry(number: int, name: str, sector: str = "schools", phone: str = "", website: str = "") -> Entry:
    return Entry(number, name, sector, phone, website)


def reasons(*names: str, sectors: tuple[str, str] = ("schools", "schools")) -> list[Reason]:
    rows = [entry(place, name, sectors[place]) for place, name in enumerate(names)]
    return [
        reason for likely_duplicate in find_likely_duplicates(rows) for reason in likely_duplicate.reasons
    ]


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("Dove Street School", "DOVE STREET SCHOOL"),
        ("Dove Street School", "Dove St. School"),
        ("St. Anne's Church", "Saint Annes Church"),
        ("Café Olé", "Cafe Ole"),
        ("The Olive Press", "Olive Press, Inc."),
        ("Olive Press LLC", "Olive Press"),
        ("Bread & Roses", "Bread and Roses"),
        ("Food Pantry", "Foodpantry"),
        ("希望小学", "希望小学 "),
    ],
)
def test_it_sees_the_same_name_in_another_writing(first: str, other: str):
    assert reasons(first, other) == [Reason.SAME_NAME]


def test_it_sees_the_same_name_in_another_sector():
    assert reasons("Hope House", "Hope House", sectors=("schools", "faith_ngos")) == [Reason.SAME_NAME]


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("Dove Steet School", "Dove Street School"),
        ("Pasadena Weekley", "Pasadena Weekly"),
        ("Hill High", "Hill High School"),
        ("Johnson Foundation", "Jonson Foundation"),
        ("School Dove Streeet", "Dove Street School"),
    ],
)
def test_it_sees_a_slip_and_a_word_left_out(first: str, other: str):
    assert reasons(first, other) == [Reason.CLOSE_NAME]


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("Fire Station 12", "Fire Station 21"),
        ("Alder Street School", "Elder Street School"),
        ("Alder School", "Alder Church"),
        ("Maple Radio", "Maple Weekly"),
        ("City School", "Community School"),
        ("The School", "School Office"),
        ("希望小学", "光明小学"),
    ],
)
def test_it_leaves_two_names_two(first: str, other: str):
    assert reasons(first, other) == []


def test_it_compares_spellings_only_inside_a_sector():
    assert reasons("Dove Steet School", "Dove Street School", sectors=("schools", "media")) == []


@pytest.mark.parametrize("other", ["(626) 555-0142", "+1 626.555.0142", "1-626-555-0142"])
def test_it_sees_the_same_number_in_another_writing(other: str):
    rows = [entry(1, "Alder", phone="626 555 0142"), entry(2, "Radio", "media", phone=other)]
    assert find_likely_duplicates(rows) == [Likeness(1, 2, (Reason.SAME_PHONE,))]


@pytest.mark.parametrize(
    ("first", "other"),
    [("626 555 0142 x1", "626 555 0142 x2"), ("911", "911"), ("", ""), ("5550142", "5550143")],
)
def test_it_leaves_two_numbers_two(first: str, other: str):
    assert find_likely_duplicates([entry(1, "Alder", phone=first), entry(2, "Radio", phone=other)]) == []


def test_it_knows_a_number_with_and_without_the_code_of_a_country():
    assert phone_key("+44 20 7946 0018") == phone_key("020 7946 0018") == "079460018x"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.Radio.example/about", "radio.example"),
        ("http://radio.example:8080", "radio.example"),
        ("radio.example", "radio.example"),
        ("https://facebook.com/HillRadio/", "facebook.com/hillradio"),
        ("https://facebook.com/", ""),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_it_knows_a_website_by_its_host_and_on_shared_sites_by_its_page(address: str, key: str):
    assert website_key(address) == key


def test_it_gives_all_reasons_and_the_surest_first():
    rows = [
        entry(1, "Alder School", website="https://a.example"),
        entry(2, "Radio", "media", "626 555 0142", "https://www.a.example/x"),
        entry(3, "RADIO", "media", "626 555 0142"),
    ]
    assert find_likely_duplicates(rows) == [
        Likeness(2, 3, (Reason.SAME_NAME, Reason.SAME_PHONE)),
        Likeness(1, 2, (Reason.SAME_WEBSITE,)),
    ]


def test_it_leaves_out_pairs_marked_as_different():
    rows = [entry(1, "Radio"), entry(2, "Radio"), entry(3, "Radio")]
    assert [
        (likely_duplicate.first, likely_duplicate.second)
        for likely_duplicate in find_likely_duplicates(rows, {(1, 2)})
    ] == [(1, 3), (2, 3)]


def test_it_takes_a_switchboard_and_a_citys_site_for_no_sign():
    rows = [
        entry(number, name, "law_enforcement", "626 555 0142", "https://city.example")
        for number, name in enumerate(["Alder", "Birch", "Cedar", "Dove", "Elm"][: MANY + 1])
    ]
    assert find_likely_duplicates(rows) == []
    assert len(find_likely_duplicates(rows[:MANY])) == MANY * (MANY - 1) / 2


def test_it_finds_what_is_typed_again_and_the_surest_first():
    rows = [entry(4, "Dove Steet School"), entry(7, "DOVE STREET SCHOOL"), entry(9, "Elm School")]
    assert [match.second for match in find_matches(entry(0, "Dove Street School"), rows)] == [7, 4]


def test_it_has_words_even_for_a_name_of_legal_forms_alone():
    assert get_name_tokens("The Limited") == ("the", "limited")
    assert get_name_tokens("!!!") == ()
    assert reasons("!!!", "???") == []


def test_it_still_finds_a_slip_in_a_block_too_large_to_compare_all_pairs():
    def word(number: int) -> str:
        return "".join(chr(97 + number // 26**place % 26) for place in range(4))

    rows = [entry(number, f"Pasadena {word(number * 7919)} Club") for number in range(3 * BLOCK)]
    rows += [entry(1000, "Pasadena Weekley"), entry(1001, "Pasadena Weekly")]
    assert (1000, 1001) in {
        (likely_duplicate.first, likely_duplicate.second) for likely_duplicate in find_likely_duplicates(rows)
    }
