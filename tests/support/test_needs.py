from support.models import Need, ServiceKind
from support.needs import NEED_BY_KIND, get_filled_needs, get_kinds, get_needs, kinds_by_need


def test_it_gives_every_kind_one_need():
    assert list(NEED_BY_KIND) == list(ServiceKind)


def test_it_joins_the_needs_of_several_kinds():
    assert get_needs(["housing", "food", "legal"]) == {Need.PHYSICAL, Need.SOCIAL}


def test_food_clothing_and_hotlines_are_listed_and_fill_no_cell():
    assert get_needs(["food"]) == {Need.PHYSICAL}
    assert get_filled_needs(["food"]) == frozenset()
    assert {kind for kind in ServiceKind if not get_filled_needs([kind])} == {
        ServiceKind.FOOD,
        ServiceKind.HOTLINE,
    }


def test_it_gives_no_need_to_what_is_no_kind():
    assert get_needs(["spaceship"]) == frozenset()


def test_it_lists_the_kinds_of_a_need_in_their_order():
    assert get_kinds("spiritual") == [ServiceKind.SPIRITUAL_CARE, ServiceKind.FAITH_COMMUNITY]
    assert [need for need, _kinds in kinds_by_need()] == list(Need)
    assert sum(len(kinds) for _need, kinds in kinds_by_need()) == len(ServiceKind)
