"""What is kept for the next reader (pages, parts of pages, prepared questions) is kept for no other tenant.

Each address is asked by Hill's coordinator with empty caches, then by people of other places, then again.
"""

from support.keeping import SHELF
from tests.base import World
from tests.matrix.reading import canaries_in
from tests.matrix.routes import door, fill, of_its_town
from tests.matrix.samples import Samples
from tests.security.depth import EVERY
from tests.security.wall.asking import ROUTES, client_of, forget, told
from tfc.templatetags import pages

# Owner's tenant and person, and those who ask between.
PLACES = {
    "community": ("hill", "hill-coordinator", "dale", "dale-coordinator"),
    "office": ("usa", "usa-staff", "uk", "uk-staff"),
    "everyone": ("hill", "anybody", "dale", "anybody"),
    "signed-in": ("hill", "hill-coordinator", "dale", "moor-coordinator"),
    "international": ("hill", "oasis-staff", "dale", "uk-staff"),
}
ROOMS = {"community": "c", "office": "office"}


def test_it_says_the_same_cold_and_warm_and_to_others_nothing_of_it(world: World, samples: Samples, tried):
    routes = ROUTES if EVERY else ROUTES[::24]
    assert wrongly_kept(routes, samples) == []
    tried(4 * len(routes))


def wrongly_kept(routes: list[str], samples: Samples) -> list[tuple[str, str, set[tuple[str, str]]]]:
    """(path, what is wrong, canaries)."""
    wrong = []
    for route in routes:
        kind = door(route)[0]
        own, person, other, between = PLACES[kind]
        path = fill(route, own, {**samples.ids[own], **of_its_town(kind, own, samples)})
        theirs = fill(route, other, {**samples.ids[other], **of_its_town(kind, other, samples)})
        forget()
        client, stranger = client_of(person, samples), client_of(between, samples)
        cold = canaries_in(told(client, "get", path)[1])
        page = told(stranger, "get", theirs)[1] if theirs != path else b""
        leaked = {one for one in canaries_in(page) if one[0] == own and not shared(one)}
        # The frame of a page names its place and leads to it; canaries stand in records alone.
        if kind in ("community", "office") and f'"/{ROOMS[kind]}/{own}/'.encode() in page:
            leaked.add((own, "a way there"))
        if kind in ("community", "office"):
            leaked |= {one for one in canaries_in(told(stranger, "get", path)[1]) if one[0] == own}
        warm = canaries_in(told(client, "get", path)[1])
        if cold != warm:
            wrong.append((path, "changed", cold ^ warm))
        if leaked:
            wrong.append((path, "told to others", leaked))
    return wrong


def shared(canary: tuple[str, str]) -> bool:
    """What two communities of one office tell each other in the samples."""
    return canary[1].startswith("jointshare-")


def test_forgetting_empties_what_is_kept(world: World, samples: Samples):
    """Else cold would be warm."""
    told(client_of("anybody", samples), "get", "/p/hill/")
    told(client_of("hill-coordinator", samples), "get", "/c/hill/")
    assert SHELF._pages
    assert pages._kept
    forget()
    assert (len(SHELF._pages), len(pages._kept)) == (0, 0)
