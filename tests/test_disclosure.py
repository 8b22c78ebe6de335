import pytest

from tfc.disclosure import Display, Reader, Shown, shown


@pytest.mark.parametrize(
    ("count", "reader", "text"),
    [
        (1, Reader.COMMUNITY, "1 person"),
        (2, Reader.COMMUNITY, "2 people"),
        (0, Reader.NETWORK, "0 people"),
        (1, Reader.NETWORK, "4 or fewer people"),
        (4, Reader.NETWORK, "4 or fewer people"),
        (5, Reader.NETWORK, "5 people"),
        (0, Reader.PUBLIC, "0 people"),
        (1, Reader.PUBLIC, "10 or fewer people"),
        (10, Reader.PUBLIC, "10 or fewer people"),
        (11, Reader.PUBLIC, "11 people"),
    ],
)
def test_it_hides_small_counts_from_those_who_are_far(count: int, reader: Reader, text: str):
    assert shown(count, reader).text == text


@pytest.mark.parametrize("reader", Reader)
def test_it_leaves_unknown_unknown(reader: Reader):
    assert shown(None, reader) == Shown(Display.UNKNOWN)
    assert shown(None, reader).text == ""


def test_it_carries_no_trace_of_a_hidden_count():
    assert shown(1, Reader.PUBLIC) == shown(10, Reader.PUBLIC) == Shown(Display.HIDDEN, most=10)


def test_it_tells_zero_from_hidden_and_unknown():
    assert shown(0, Reader.PUBLIC) == Shown(Display.EXACT, count=0)
