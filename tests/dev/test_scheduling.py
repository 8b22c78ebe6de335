from datetime import date, timedelta

from tests.assertion_rewriting import in_turn
from tests.e2e.layout_checks import ALL_LOOKS, DAYS, EVERY, SOME_LOOKS, looks
from tests.scheduling import BATCH, group_tests


def test_groups_stay_together_and_the_rest_travels_in_parcels_of_one_file():
    many = [f"tests/a.py::test_many[{number}]" for number in range(BATCH + 1)]
    grouped = ["tests/b.py::test_one@demo", "tests/c.py::Test::test_two@demo"]
    odd = "tests/b.py::test_address[a@b]"
    assert group_tests([*many, odd, *grouped]) == {
        **dict.fromkeys(many[:BATCH], "tests/a.py 0"),
        many[BATCH]: "tests/a.py 1",
        odd: "tests/b.py 0",
        **dict.fromkeys(grouped, "demo"),
    }


def test_each_process_begins_with_its_own_share_and_covers_all():
    names = [f"tests.test_{number}" for number in range(10)]
    orders = [in_turn(names, process, 3) for process in range(3)]
    assert [order[0] for order in orders] == ["tests.test_0", "tests.test_3", "tests.test_6"]
    assert all(sorted(order) == names for order in orders)


def test_axe_checks_each_page_in_each_look_within_some_days():
    days = [date(2026, 12, 30) + timedelta(days=number) for number in range(DAYS * len(SOME_LOOKS))]
    for path in ("/", "/c/hill/", "/office/usa/"):
        visited = [looks(path, day) for day in days]
        if EVERY:
            assert visited == [ALL_LOOKS] * len(days)
        else:
            assert sorted(look for looks in visited for look in looks) == sorted(SOME_LOOKS)
