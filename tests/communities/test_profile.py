"""Population profiles: reading a file, the upload page, the command."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from communities.actions import replace_profile
from communities.models import PopulationProfile
from communities.population_csv import MOST_BYTES, Group, check_sums, parse_profile, tables
from tests.base import World, within
from tests.communities.base import PROFILE, census_file

PAGE = "/c/hill/settings/population/"
HEAD = b"dimension,group,people\n"
GROUPS = [
    Group("gender", "male", 40),
    Group("gender", "female", 60),
    Group("age_band", "0-64", 90),
    Group("age_band", "65+", 10),
]


def test_it_reads_the_rows_of_a_place():
    assert parse_profile(PROFILE) == GROUPS


@pytest.mark.parametrize(
    "content",
    [
        PROFILE.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + PROFILE,
        PROFILE.replace(b",", b";"),
        PROFILE.replace(b"zip,", b"ZIP,").replace(b"people", b" People "),
        PROFILE + b"\n,,,\n\n",
        b"\n".join(line.partition(b",")[2] for line in PROFILE.splitlines()),
        PROFILE + b"90033,gender,male,7\n",
    ],
)
def test_it_reads_what_spreadsheets_write(content: bytes):
    assert parse_profile(content, postcode="91101" if b"90033" in content else "") == GROUPS


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "needs the columns dimension, group and people"),
        (b"group,people\nmale,3\n", "Missing: dimension"),
        (HEAD, "a row for this place"),
        (HEAD + b"gender,male,-4\n", "Line 2: “-4” is not a number of people."),
        (HEAD + b"gender,male,4.5\n", "Line 2"),
        (HEAD + b"gender,male,\xd9\xa4\n", "Line 2"),
        (HEAD + b"gender,male,1e9\n", "Line 2"),
        (HEAD + b"gender,male,999999999\n", "Line 2"),
        (HEAD + b"gender,male\n", "Line 2: “” is not a number of people."),
        (HEAD + b"\ngender,Male!,4\n", "Line 3: “Male!” is not a code"),
        (HEAD + b"gender,femal,4\n", "Line 2: “femal” is not a code, such as female."),
        (HEAD + b"race,asians,4\n", "Line 2: “asians” is not a code, such as asian."),
        (HEAD + b"language,english,4\n", "Line 2: “english” is not a code, such as en, es."),
        (HEAD + b"shoe_size,small,4\n", "Line 2: “shoe_size” is not a dimension"),
        (HEAD + b"age_band,old,4\n", "Line 2: “old” is not an age band"),
        (HEAD + b"age_band,20-10,4\n", "Line 2"),
        (HEAD + b"gender,male,4\ngender,male,4\n", "Line 3: the group “male” appears twice."),
        (HEAD + b"gender,male,4\nrace,white,5\n", "gender 4, race 5"),
        (HEAD + b"gender,male,0\n", "people in at least one dimension"),
        (PROFILE + b"90033,gender,male,7\n", "The file has 2 places."),
        (b"\xff\xfe\x00", "not a CSV file in UTF-8"),
        (HEAD + b"gender,ma\0le,4\n", "not a CSV file"),
        (HEAD + b'gender,"' + b"x" * 200_000, "cannot be read"),
        (b"x" * (MOST_BYTES + 1), "up to one megabyte"),
        (HEAD + b"".join(b"race,g%d,1\n" % number for number in range(1001)), "not 1001"),
    ],
)
def test_it_says_what_is_wrong_and_where(content: bytes, message: str):
    with pytest.raises(ValidationError) as refused:
        parse_profile(content)
    assert message in " ".join(refused.value.messages)


def test_it_stops_listing_after_twenty_errors():
    with pytest.raises(ValidationError) as refused:
        parse_profile(HEAD + b"gender,male,x\n" * 50)
    assert len(refused.value.messages) == 21
    assert refused.value.messages[-1] == "And 30 more."


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6), st.integers(0, 5))
def test_it_accepts_dimensions_only_when_they_sum_to_the_same(counts: list[int], off: int):
    groups = [Group("race", f"g{number}", people) for number, people in enumerate(counts)]
    groups.append(Group("gender", "female", sum(counts) + off))
    if off == 0 and any(counts):
        check_sums(groups)
    else:
        with pytest.raises(ValidationError):
            check_sums(groups)


@given(st.binary(max_size=300))
def test_it_never_breaks_on_any_bytes(content: bytes):
    try:
        assert parse_profile(HEAD + content)
    except ValidationError as refused:
        assert refused.messages  # noqa: PT017


def test_it_makes_a_table_a_dimension():
    gender, age = tables(GROUPS)
    assert (gender.name, gender.total) == ("Gender", 100)
    assert gender.rows == [("Men and boys", 40, 40.0), ("Women and girls", 60, 60.0)]
    assert age.rows[1] == ("65+", 10, 10.0)


def send(client, content: bytes = PROFILE, **more: str):
    fields = {"file": SimpleUploadedFile("p.csv", content), "source": "US Census", "year": "2010", **more}
    return client.post(PAGE, {name: value for name, value in fields.items() if value is not None})


def stored(world: World) -> list[Group]:
    with within(world.hill):
        rows = PopulationProfile.objects.order_by("pk").values_list("dimension", "group", "people")
        return [Group(*row) for row in rows]


def test_it_takes_a_file_and_shows_it(signed_in, world: World):
    client = signed_in("hill-coordinator")
    assert send(client).headers["Location"] == "/c/hill/settings/"
    assert stored(world) == GROUPS
    text = client.get(PAGE).content.decode()
    assert "US Census, 2010" in text
    assert "60.0%" in text
    assert "US Census, 2010" in client.get("/c/hill/settings/").content.decode()


def test_it_replaces_the_profile_as_a_whole(signed_in, world: World):
    client = signed_in("hill-coordinator")
    send(client)
    assert send(client, HEAD + b"gender,female,7\n", year="2020").status_code == 302
    assert stored(world) == [Group("gender", "female", 7)]


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"source": ""}, "source"),
    ({"source": "x" * 201}, "source"),
    ({"year": ""}, "year"),
    ({"year": "last"}, "year"),
    ({"year": "1066"}, "year"),
    ({"year": "2999"}, "year"),
    ({"file": None}, "file"),
    ({"postcode": "00000"}, "file"),
    ({"postcode": "x" * 21}, "postcode"),
]


@pytest.mark.django_db
def test_the_same_profile_again_changes_no_record(world: World):
    """Otherwise the office would read that a submitted survey's records changed."""

    def store(*groups: Group) -> list[int]:
        with within(world.hill):
            replace_profile(groups=groups, source="census", year=2020, by=world["hill-coordinator"])
            return list(PopulationProfile.objects.order_by("pk").values_list("pk", flat=True))

    before = store(*GROUPS)
    assert store(*GROUPS) == before
    assert not set(before) & set(store(*GROUPS[:2]))


def test_it_explains_what_is_wrong_with_the_form(signed_in, world: World, subtests: pytest.Subtests):
    for more, at in WRONG:
        with subtests.test(more=more):
            client = signed_in("hill-coordinator")
            send(client, HEAD + b"gender,female,7\n")
            response = send(client, **more)
            assert response.status_code == 422
            form = response.context["form"]
            assert set(form.errors) == {at}
            assert form["year"].value() == more.get("year", "2010")
            assert stored(world) == [Group("gender", "female", 7)]


def test_it_refuses_a_file_that_is_too_large_unread(signed_in, world: World):
    response = send(signed_in("hill-coordinator"), PROFILE + b" " * MOST_BYTES)
    assert response.status_code == 422
    assert "up to one megabyte" in response.content.decode()
    assert stored(world) == []


def test_it_escapes_the_contents_of_a_file(signed_in):
    response = send(signed_in("hill-coordinator"), HEAD + b"<script>alert(1)</script>,x,1\n")
    assert response.status_code == 422
    assert "<script>alert" not in response.content.decode()


def test_it_loads_by_command(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = census_file(tmp_path)
    call_command("load_profiles", path, community="hill", zip="91101", source="US Census", year=2010)
    assert stored(world) == GROUPS
    assert capsys.readouterr().out == "Hill: 4 groups loaded.\n"


@pytest.mark.parametrize(
    ("community", "name", "message"),
    [
        ("nowhere", "profiles.csv", "no community"),
        ("hill", "other.csv", "cannot be read"),
        ("hill", "bad", "Line 2"),
    ],
)
def test_it_prints_what_is_wrong(world: World, tmp_path: Path, community: str, name: str, message: str):
    census_file(tmp_path)
    (tmp_path / "bad").write_bytes(HEAD + b"gender,male,x\n")
    with pytest.raises(CommandError, match=message):
        call_command("load_profiles", tmp_path / name, community=community, source="x", year=2010)
    assert stored(world) == []


def typed(**numbers: Any) -> dict[str, Any]:
    fields = {"unit": "count", "source": "US Census", "year": "2010"}
    return fields | {name.replace("__", ":"): value for name, value in numbers.items()}


def test_it_takes_counts_by_group_and_languages(signed_in, world: World):
    client = signed_in("hill-coordinator")
    languages = {"language-0": "es", "speakers-0": "30", "language-1": "en", "speakers-1": "70"}
    response = client.post(PAGE, typed(gender__female="60", gender__male="40") | languages)
    assert response.status_code == 302
    assert stored(world) == [
        Group("gender", "female", 60),
        Group("gender", "male", 40),
        Group("language", "es", 30),
        Group("language", "en", 70),
    ]
    text = client.get(PAGE).content.decode()
    assert re.search(r'name="gender:female" value="60"', text)
    assert re.search(r'name="speakers-0" value="70"', text)
    assert re.search(r'name="source" value="US Census"', text)


def test_it_divides_the_people_of_the_town_by_percentages(signed_in, world: World):
    ages = {"age_band:0-14": "33.3", "age_band:15-24": "33.3", "age_band:65+": "33.3"}
    fields = typed(unit="percent", people="1000", gender__female="50.5", gender__male="49.5") | ages
    assert signed_in("hill-coordinator").post(PAGE, fields).status_code == 302
    numbers = {group.group: group.people for group in stored(world)}
    assert (numbers["female"], numbers["male"]) == (505, 495)
    assert sorted((numbers["0-14"], numbers["15-24"], numbers["65+"])) == [333, 333, 334]


MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "file", "Enter numbers, or choose a CSV file."),
    ({"gender:female": "many"}, "gender:female", "Enter a number."),
    ({"gender:female": "-1"}, "gender:female", "Enter 0 or a larger number."),
    ({"gender:female": "1.5"}, "gender:female", "Enter whole numbers of people, or choose percent."),
    ({"gender:female": "6", "race:white": "5"}, "race:white", "All dimensions need the same total"),
    ({"gender:female": "0"}, "gender:female", "people in at least one dimension"),
    ({"gender:female": "6", "language-0": "es"}, "speakers-0", "Enter both a language and its speakers."),
    ({"gender:female": "6", "speakers-0": "6"}, "language-0", "Enter both a language and its speakers."),
    (
        {"language-0": "es", "speakers-0": "6", "language-1": "es", "speakers-1": "6"},
        "language-1",
        "This language is entered twice.",
    ),
    ({"unit": "percent", "gender:female": "100"}, "people", "Needed for percentages."),
    (
        {"unit": "percent", "people": "9", "gender:female": "90"},
        "gender:female",
        "These add up to 90 percent, not 100.",
    ),
]


def test_it_explains_what_is_wrong_with_numbers_and_keeps_them(
    signed_in, world: World, subtests: pytest.Subtests
):
    client = signed_in("hill-coordinator")
    for numbers, field, message in MISTAKES:
        with subtests.test(message=message):
            response = client.post(PAGE, typed() | numbers)
            assert response.status_code == 422
            form = response.context["form"]
            assert set(form.errors) == {field}
            assert message in form.errors[field][0]
            assert all(form[name].value() == value for name, value in numbers.items())
    assert stored(world) == []


def test_it_fills_in_the_census_of_a_place_that_the_product_knows(signed_in, world: World):
    client = signed_in("hill-coordinator")
    assert "2010 census" not in client.get(PAGE).content.decode()
    type(world.hill).objects.filter(pk=world.hill.pk).update(city="Pasadena")
    text = client.get(PAGE).content.decode()
    assert "Filled in from the 2010 census for ZIP code 91101." in text
    assert re.search(r'name="gender:male" value="9926"', text)
    assert re.search(r'name="age_band:0-14" value="2420"', text)
    assert stored(world) == []


def test_its_template_has_the_codes_and_can_be_filled_in(signed_in):
    template = signed_in("hill-coordinator").get(PAGE + "template.csv").content.decode()
    head, *lines = template.splitlines()
    assert head == "dimension,group,people"
    for line in ("gender,female,", "age_band,65+,", "race,two_or_more_races,", "language,es,"):
        assert line in lines
    gender = [line for line in lines if line.startswith("gender")]
    assert len(parse_profile("\n".join([head, *(f"{line}5" for line in gender)]).encode())) == 2
