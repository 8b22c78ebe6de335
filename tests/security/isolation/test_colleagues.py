"""People with the same role in the same place see the same, except personal records."""

from dataclasses import replace

import pytest
from django.test import Client

from communities.models import Role
from tests.base import World, add_member, add_staff, sign_in
from tests.matrix.people_samples import MODEL as PERSON
from tests.matrix.samples import Samples
from tests.security.depth import EVERY
from tests.security.isolation.address_walk import ROUTES, seen_at

TOWN, OFFICE = "c/<slug:community>/", "office/<slug:office>/"
DATA = "account/data/"
# A person's own data, texts that only the author edits, notifications, and a candidate's score before the other person
# has scored.
OWN = {
    "hill": {
        *((DATA, model) for model in ("boardpost", "bulkexport", "comment", "commentreport")),
        (TOWN + "discussions/posts/<int:post_id>/edit/", "boardpost"),
        (TOWN + "library/comments/<int:comment_id>/edit/", "comment"),
        (TOWN + "library/comments/<int:comment_id>/edit/", "material"),
        (TOWN + "notifications/", "notice"),
    },
    "usa": {
        *((DATA, model) for model in ("comment", "officebulkexport")),
        (OFFICE + "candidates/<int:candidate_id>/", "siteassessment"),
        (OFFICE + "candidates/<int:candidate_id>/decide/", "siteassessment"),
        (OFFICE + "candidates/<int:candidate_id>/score/", "siteassessment"),
        (OFFICE + "library/comments/<int:comment_id>/edit/", "comment"),
        (OFFICE + "library/comments/<int:comment_id>/edit/", "material"),
        (OFFICE + "notifications/", "officenotice"),
    },
}
# The author of an announcement is not notified of it.
NEWS = (TOWN, "announcement")
Seen = set[tuple[str, str]]


def read(person: str, routes: list[str], world: World, samples: Samples) -> Seen:
    """Return (route, model) of that place's rows, without names and addresses of accounts."""
    place = person.partition("-")[0]
    results = {
        (route, column.partition("-")[0])
        for route in routes
        for _ending, canaries in seen_at(route, person, world, samples)
        for owner, column in canaries
        if owner == place
    }
    return {(route, model) for route, model in results if model != PERSON}


@pytest.mark.parametrize("person", ["hill-coordinator", "usa-staff"])
def test_a_colleague_reads_the_same_but_what_is_a_persons_own(
    person: str, world: World, samples: Samples, tried
):
    place = person.partition("-")[0]
    colleague = (
        add_member(world.hill, "colleague", Role.COORDINATOR)
        if place == "hill"
        else add_staff(world.usa, "colleague")
    )
    theirs = sign_in(Client(), colleague).session.session_key or ""
    colleague_samples = replace(samples, sessions={**samples.sessions, person: theirs})
    own = OWN[place]
    routes = ROUTES if EVERY else sorted({route for route, _model in own})
    mine, others = read(person, routes, world, samples), read(person, routes, world, colleague_samples)
    tried(2 * len(routes))
    assert mine - others == own
    assert others - mine <= {NEWS}
