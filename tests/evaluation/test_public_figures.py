"""From residents' answers to the public page: created once, frozen, and masked before it is stored."""

import html
import re

import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluation.actions.decisions import accept_submission
from evaluation.actions.figures import refresh_figures
from evaluation.actions.public_tables import make_public_tables
from evaluation.actions.rounds import close_round, reopen_round
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.models import Figure, PublicTable, Round
from tests.base import COMMITTED, World, within
from tests.evaluation.public_tables_base import AT, ask_residents, figures, freeze, handed_in, tables, tally
from tests.evaluation.rounds_world import H1, fill_town, make_round
from tests.residents.waves_base import add_answers, url_for
from tests.row_sets import stored_world
from tests.support.public_base import page, publish
from tests.threads import at_once

FIGURES = page("figures/")
PREVIEW = "/c/hill/public-page/figures/"
# 7 of 47 in every form in which a page could write it.
TELLING = re.compile(r"\b7 of 47|\b40 of 47|\b14\.9|\b15\s?%|\b7\b(?= people)")


def get_words(response) -> str:
    return html.unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def round_(world: World) -> Round:
    fill_town(world, world.hill)
    publish(world.hill, world["hill-coordinator"])
    return make_round(world.usa)


def accept(world: World, submission) -> None:
    with within(world.usa):
        accept_submission(submission=submission, by=world["usa-staff"])


def close(world: World, round_: Round) -> None:
    with within(world.usa):
        close_round(round_id=round_.pk, by=world["usa-staff"])


def test_a_community_reads_its_small_counts_and_the_public_does_not(
    world: World, round_: Round, signed_in, client
):
    wave = ask_residents(world.hill)
    accept(world, handed_in(world, round_))
    assert "The first table appears when a half-year is over" in get_words(client.get(FIGURES))
    assert signed_in("usa-staff").post(f"/office/usa/reporting-periods/{round_.pk}/close/").status_code == 302
    public = get_words(Client().get(FIGURES))
    assert "fewer than 11 of 47" in public
    assert "January to June 2026" in public
    assert TELLING.findall(public) == []
    own = get_words(signed_in("hill-coordinator").get(url_for(wave)))
    assert "7 of 47" in own
    [table] = tables(world.hill)
    assert TELLING.findall(str(table.content)) == []
    assert table.sha256 == hash_receipt(table.content)
    assert (tables(world.dale), tables(world.moor)) == ([], [])


def test_it_is_made_when_a_survey_is_accepted_after_the_round_was_closed(world: World, round_: Round):
    ask_residents(world.hill)
    submission = handed_in(world, round_)
    close(world, round_)
    assert tables(world.hill) == []
    accept(world, submission)
    [table] = tables(world.hill)
    assert (table.half_year, table.office_id) == ("2026-H1", world.usa.pk)


def test_it_is_created_once_and_never_changes(world: World, round_: Round, client: Client):
    wave = ask_residents(world.hill, knows=20)
    accept(world, handed_in(world, round_))
    close(world, round_)
    before, shown = tables(world.hill)[0], get_words(client.get(FIGURES))
    assert "33% (20 of 60)" in shown
    add_answers(wave, world.hill, knows=30)
    with within(world.hill):
        refresh_figures([world.hill], H1)
        Figure.objects.filter(part="access_known").update(numerator=50, lower=50, upper=50, denominator=90)
    with within(world.usa):
        make_public_tables(round_id=round_.pk)
        reopen_round(round_id=round_.pk, due_on=H1.last_day, by=world["usa-staff"])
        make_public_tables(round_id=round_.pk)
        close_round(round_id=round_.pk, by=world["usa-staff"])
    [after] = tables(world.hill)
    assert [after.pk, after.content, after.sha256, after.made_at] == [
        before.pk, before.content, before.sha256, before.made_at,
    ]  # fmt: skip
    assert get_words(client.get(FIGURES)) == shown


def test_the_database_lets_nobody_change_it_and_only_the_office_make_it(world: World):
    table = freeze(world.hill, figures(tally(30, 60)))
    for tenant in (world.hill, world.usa):
        for sql in ("UPDATE evaluation_publictable SET half_year = ''", "DELETE FROM evaluation_publictable"):
            with (
                within(tenant),
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
            ):
                connection.cursor().execute(sql)
    with (
        within(world.hill),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        PublicTable.objects.create(
            office=world.usa, half_year="2025-H1", content={}, sha256="", made_at=AT, community=world.hill
        )
    assert tables(world.hill)[0].content == table.content


@COMMITTED
def test_not_even_the_owner_changes_it_and_of_closing_and_accepting_at_once_one_makes_it(transactional_db):
    world = stored_world()
    round_ = make_round(world.usa)
    fill_town(world, world.hill)
    ask_residents(world.hill)
    submission = handed_in(world, round_)
    assert at_once(lambda: accept(world, submission), lambda: close(world, round_)) == [None, None]
    [table] = tables(world.hill)
    with pytest.raises(DatabaseError, match="stays as it was made"):
        connections["owner"].cursor().execute("UPDATE evaluation_publictable SET content = '{}'")
    assert tables(world.hill)[0].content == table.content


def test_the_page_stays_small_with_many_tables_and_reads_them_in_as_many_queries(
    world: World, round_: Round, client: Client
):
    freeze(world.hill, figures(tally(30, 60, prompted=50), tally(35, 58)), "2024-H1")
    with CaptureQueriesContext(connection) as few:
        client.get(FIGURES)
    for half_year in ("2024-H2", "2025-H1", "2025-H2", "2026-H1", "2026-H2", "2027-H1"):
        freeze(world.hill, figures(tally(30, 60, prompted=50), tally(35, 58)), half_year)
    with CaptureQueriesContext(connection) as many:
        response = client.get(FIGURES, {"lang": "en"})
    assert len(many) == len(few)
    text = get_words(response)
    assert (text.count("<table"), "January to June 2024" in text) == (6, False)
    assert len(response.content) < 30_000
    assert '<th scope="row">' in text
    assert "<caption>" in text
    assert f'href="{FIGURES}?lang=en"' in get_words(client.get(page(), {"lang": "en"}))


def test_a_coordinator_sees_before_what_the_public_will_read(world: World, round_: Round, signed_in):
    freeze(world.hill, figures(tally(30, 60)), "2025-H2")
    ask_residents(world.hill)
    with within(world.hill):
        refresh_figures([world.hill], H1)
    coordinator = signed_in("hill-coordinator")
    before = get_words(coordinator.get(PREVIEW))
    assert "Not public yet: January to June 2026" in before
    assert "50% (30 of 60)" in before
    assert "fewer than 11 of 47" in before
    assert TELLING.findall(before) == []
    assert PREVIEW in get_words(coordinator.get("/c/hill/public-page/"))
    accept(world, handed_in(world, round_))
    close(world, round_)
    after = get_words(coordinator.get(PREVIEW))
    assert tables(world.hill)[0].sha256 in after
    assert "fewer than 11 of 47" in after
    assert "Not public yet" not in after
    assert signed_in("hill-leader").get(PREVIEW).status_code == 403
    assert signed_in("dale-coordinator").get(PREVIEW).status_code == 404
