"""Each form that creates a row creates one, however often it is sent; of two people editing one form the second is
told.

In a sampled world, one after the other; `make drill ARGS=double-submissions` sends fifty at once.
"""

from collections import Counter
from pathlib import Path
from uuid import uuid4

import pytest

from tests.base import World
from tests.matrix.samples import Samples
from tests.repeated_submissions.chosen_files import FILES, confirming
from tests.repeated_submissions.page_forms import counted, get_page
from tests.repeated_submissions.record_forms import (
    AS_THEY_ARE,
    EDITING,
    LEFT_EMPTY,
    MAKING,
    NAMELESS,
    NEW,
    ONLY_TYPED,
    TYPED_AGAIN,
    WITHOUT_WORDS,
)
from tests.security.fuzz.html_forms import wrong_in
from tests.thorough import sample

OTHER = "Something else"
FIRST, SECOND = "Written by the first", "Written by the second"


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path


@pytest.mark.parametrize("route", sample(MAKING, first=12))
def test_it_makes_one_row_however_often_it_is_sent(route: str, world: World, samples: Samples):
    page = get_page(route, samples)
    form = page.form_with("client_id")
    named = {"client_id": str(uuid4())} if "client_id" in form.names else {}
    sent = form.filled({**named, **MAKING[route]}, text="Something new", new=route not in ONLY_TYPED)
    before = counted(world)
    answer = page.send(form, sent)
    assert answer.status_code in (200, 302), wrong_in(answer.content)
    once = counted(world)
    assert once - before, "it made nothing"
    again = page.send(form, sent)
    if "client_id" in form.names:
        assert again.status_code == answer.status_code, wrong_in(again.content)
    assert counted(world) - once == Counter()


@pytest.mark.parametrize("route", sample(sorted(MAKING.keys() - NAMELESS - WITHOUT_WORDS), first=8))
def test_it_reports_the_same_form_with_other_content(route: str, world: World, samples: Samples):
    """The first submission stays; other content with the same key is reported."""
    page = get_page(route, samples)
    form = page.form_with("client_id")
    named = {"client_id": str(uuid4())}
    sent = form.filled({**named, **MAKING[route]}, text=NEW, new=route not in ONLY_TYPED)
    assert page.send(form, sent).status_code in (200, 302)
    before = counted(world)
    other = [(name, value.replace(NEW, OTHER) if value == NEW else value) for name, value in sent]
    assert other != sent
    answer = page.send(form, other)
    assert answer.status_code == 409, (answer.status_code, wrong_in(answer.content))
    assert "already saved" in answer.content.decode() or "already sent" in answer.content.decode()
    assert counted(world) - before == Counter()


@pytest.mark.parametrize("route", FILES)
def test_a_file_that_is_sent_twice_makes_one_row(route: str, world: World, samples: Samples):
    page, chosen = get_page(route, samples), FILES[route]
    form = page.form_with("file")
    sent = form.filled(chosen.typed, text="Something new", new=route in MAKING)
    file = (chosen.name, chosen.content("Something new"))
    if chosen.is_shown_first:
        result = page.send(form, sent, file=file)
        assert result.status_code == 200, wrong_in(result.content)
        confirmed = confirming(result.content.decode())
        assert confirmed
        form = confirmed
        sent, files = form.filled(new=False), {}
    else:
        files = {"file": file}
    before = counted(world)
    assert page.send(form, sent, **files).status_code == 302
    once = counted(world)
    assert once - before, "it made nothing"
    page.send(form, sent, **files)
    assert counted(world) - once == Counter()


@pytest.mark.parametrize("route", sample(EDITING, first=8))
def test_it_reports_a_conflict_of_two_people_on_one_form(route: str, world: World, samples: Samples):
    page, field = get_page(route, samples), EDITING[route]
    form = page.form_with(field)
    new = route not in AS_THEY_ARE
    typed = LEFT_EMPTY if new else {**LEFT_EMPTY, **TYPED_AGAIN}
    again = {name: value for name, value in typed.items() if name in form.names}
    first = page.send(form, form.filled({**again, field: FIRST}, text="Words", new=new))
    assert first.status_code == 302, wrong_in(first.content)
    second = page.send(form, form.filled({**again, field: SECOND}, text="Words", new=new))
    text = second.content.decode()
    assert second.status_code == 409, wrong_in(second.content)
    assert FIRST in text, "the second does not see what is stored"
    assert SECOND in text, "what the second typed is gone"
    stored = page.client.get(page.path).content.decode()
    assert (FIRST in stored, SECOND in stored) == (True, False)
