from tests.parcels import PARCEL, scopes_of


def test_groups_stay_together_and_the_rest_travels_in_parcels_of_one_file():
    many = [f"tests/a.py::test_many[{number}]" for number in range(PARCEL + 1)]
    grouped = ["tests/b.py::test_one@demo", "tests/c.py::Test::test_two@demo"]
    odd = "tests/b.py::test_address[a@b]"
    assert scopes_of([*many, odd, *grouped]) == {
        **dict.fromkeys(many[:PARCEL], "tests/a.py 0"),
        many[PARCEL]: "tests/a.py 1",
        odd: "tests/b.py 0",
        **dict.fromkeys(grouped, "demo"),
    }
