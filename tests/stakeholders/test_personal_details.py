import pytest

from stakeholders.personal_details import Detail, DetailKind, find_details


def texts(text: str, region: str = "US") -> list[str]:
    return [detail.text for detail in find_details(text, region)]


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("Call 626 555 0142 at night.", "US", ["626 555 0142"]),
        ("Call (626) 555-0142.", "US", ["(626) 555-0142"]),
        ("626.555.0142, ext. 5", "US", ["626.555.0142, ext. 5"]),
        ("6265550142", "US", ["6265550142"]),
        ("555-0142", "US", ["555-0142"]),
        ("+44 20 7946 0018", "US", ["+44 20 7946 0018"]),
        ("020 7946 0018", "GB", ["020 7946 0018"]),
        ("020 7946 0018", "gb", ["020 7946 0018"]),
        ("626 555 0142", "GB", ["626 555 0142"]),
        ("电话13800138000。", "US", ["13800138000"]),
        ("电话１３８００１３８０００", "US", ["１３８００１３８０００"]),
        ("626 555 0142 626-555-0143 626.555.0144", "US", ["626 555 0142", "626-555-0143", "626.555.0144"]),
        ("626 555 0142 or 626 555 0143", "US", ["626 555 0142", "626 555 0143"]),
    ],
)
def test_it_finds_phone_numbers(text: str, region: str, numbers: list[str]):
    assert find_details(text, region) == [Detail(DetailKind.PHONE, number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "expected_address"),
    [
        ("Write to ana.ruiz+help@radio.example.", "ana.ruiz+help@radio.example"),
        ("<ANA@Radio.Example>", "ANA@Radio.Example"),
        ("mailto:o'neil@a-b.co.uk?x", "o'neil@a-b.co.uk"),
        ("请联系ana@radio.example谢谢", "ana@radio.example"),
        ("émile@café.example", "émile@café.example"),
        ("ana＠radio.example", "ana＠radio.example"),
    ],
)
def test_it_finds_email_addresses(text: str, expected_address: str):
    assert find_details(text, "US") == [Detail(DetailKind.EMAIL, expected_address)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 of 30 people, 45 %, since 2024",
        "Between 2023 and 2026, on 2026-03-03 at 10:00, and on 3/3/2026",
        "US$ 1,200,000 for 500 1000 families, zip 91101-1234",
        "@hillradio, 3 @ 5 each, a@b",
    ],
)
@pytest.mark.parametrize("region", ["US", "GB"])
def test_it_takes_figures_and_dates_for_what_they_are(text: str, region: str):
    assert find_details(text, region) == []


def test_it_names_each_once_in_the_order_of_the_text():
    text = "b@x.example, 626 555 0142, a@x.example, 626 555 0142, b@x.example"
    assert texts(text) == ["b@x.example", "626 555 0142", "a@x.example"]


def test_it_reads_the_longest_text_at_once():
    assert texts("9" * 2000) == []
    assert texts("a." * 1000) == []
    assert len(texts("626 555 0142 " * 150)) == 1
