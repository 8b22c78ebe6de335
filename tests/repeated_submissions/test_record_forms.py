"""Each URL that accepts submissions is in one of the lists, so a new form is not forgotten."""

from tests.matrix.routes import OURS
from tests.repeated_submissions.other_addresses import others, takes_posts
from tests.repeated_submissions.record_forms import AS_THEY_ARE, EDITING, MAKING, ONLY_TYPED, TOWN

# Pages whose form posts to another URL.
PAGES = {TOWN + "library/materials/<int:material_id>/", TOWN + "library/stories/<int:story_id>/"}


def test_each_address_that_takes_what_is_sent_is_in_one_list():
    taking = {route for route, view in OURS.items() if takes_posts(view)}
    assert len(taking) > 250
    listed = [*MAKING, *EDITING, *others()]
    assert sorted(taking - set(listed)) == []
    assert set(listed) - taking == PAGES
    assert len(listed) == len(set(listed))


def test_what_is_said_of_a_form_is_said_of_one_that_is_listed():
    assert set(MAKING) >= ONLY_TYPED
    assert set(EDITING) >= AS_THEY_ARE
