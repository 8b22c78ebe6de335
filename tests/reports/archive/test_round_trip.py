"""Exporting and restoring an archive gives the same figures and receipts."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from communities.data_lists import get_lists
from communities.models import Community, Membership, Pairing, Role, User
from evaluation.actions.figures import refresh_figures
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.figures import compute
from evaluation.models import Figure
from events.models import Event
from library.models import BoardPost
from reports.archive import tables
from reports.archive.references import RESTORED_FROM, update_details, update_receipt, update_references
from tests.base import COMMITTED, World, make_user, sign_in, within
from tests.matrix.samples import Samples
from tests.reports.archive.archive_comparison import (
    empty_town,
    erase,
    get_archive,
    get_rows,
    put_back,
    with_library_files,
)
from tfc.periods import HalfYear

NOW, BEFORE = HalfYear.parse("2026-H1"), HalfYear.parse("2025-H2")


def computed(town: Community) -> dict[tuple[str, str], Any]:
    with within(town):
        return {
            (str(half_year), code): figure
            for half_year in (NOW, BEFORE)
            for code, figure in compute([town], half_year)[town.pk].items()
        }


def stored(town: Community) -> dict[tuple[str, str], Figure]:
    with within(town):
        return {(figure.half_year, figure.part): figure for figure in Figure.objects.all()}


def with_figures(town: Community) -> None:
    """Frozen figures from the samples, and those of the half-year before as computed."""
    with within(town):
        refresh_figures([town], BEFORE)
        Figure.objects.for_half_year(BEFORE).update(frozen=True)


@pytest.mark.django_db
def test_it_brings_every_table_into_an_empty_community(
    world: World, samples: Samples, tmp_path: Path, client
):
    with_figures(world.hill)
    with_library_files(world.hill)
    path = get_archive(world.hill, tmp_path / "hill.zip")
    before = computed(world.hill)
    by = make_user("vale-coordinator", second_factor=True)
    town = empty_town(world.usa, "vale", by)
    rehearsed = put_back(path, town, by, rehearse=True)
    with within(town, coordinator=True):
        assert not Event.objects.filter(community=town).exists()
    outcome = put_back(path, town, by)
    assert outcome.as_json()["rows"] == rehearsed.as_json()["rows"]
    rows = get_rows(path)
    for name in tables.get_restored_models():
        lost = sum(outcome.left.get(name, {}).values())
        assert outcome.rows.get(name, 0) + lost >= len(rows[name]), name
    # The other community and the paired board exist; nobody of Hill is or was in Vale's team.
    assert set(outcome.left) <= {"library.boardpost"}
    after = computed(town)
    here = get_rows(get_archive(town, tmp_path / "vale.zip"))
    numbers = numbers_between(rows, here)
    for key, figure in before.items():
        details = update_details(dict(figure.measured.details), numbers)
        assert after[key].measured == replace(figure.measured, details=details), key
        assert after[key].receipt == update_receipt(json.loads(json.dumps(figure.receipt)), numbers), key
    assert_frozen_as_they_were(world.hill, town, numbers)
    assert_same_but_for_people(rows, here, numbers)
    response = sign_in(client, by).get("/c/vale/events/")
    assert b"Canary-hill-event-title" in response.content
    assert_same_files(client, (world.hill, world["hill-coordinator"]), (town, by))


@pytest.mark.django_db
def test_it_leaves_out_what_would_say_something_else_and_names_it(world: World, tmp_path: Path):
    """Posts to a paired community do not become posts to the team, and nobody gains access."""
    hill, by = world.hill, world["hill-coordinator"]
    with within(world.usa):
        Pairing.objects.create(
            newcomer=hill, mentor=world.dale, since=date(2026, 1, 1), reason="x", by=world["usa-staff"]
        )
    with within(hill):
        first = BoardPost.objects.create(partner=world.dale, text="To Dale", by=by)
        BoardPost.objects.create(partner=world.dale, parent=first, text="Once more", by=by)
        BoardPost.objects.create(text="To us", by=by)
    path = get_archive(hill, tmp_path / "hill.zip")
    town = empty_town(world.usa, "vale", world["stranger"])
    outcome = put_back(path, town, world["stranger"])
    with within(town):
        assert [board_post.text for board_post in BoardPost.objects.filter(community=town)] == ["To us"]
    assert outcome.left == {"library.boardpost": {"communities.pairing": 2}}
    assert outcome.former == ["hill-coordinator", "hill-leader", "hill-member"]
    former = User.objects.filter(name="hill-coordinator", is_active=False)
    assert not Membership.objects.current().filter(user__in=former).exists()
    assert Membership.objects.filter(user__in=former, community=town).count() == 1


@pytest.mark.thorough
@COMMITTED
def test_it_gives_the_same_numbers_and_hashes_where_the_original_is_gone(
    world: World, samples: Samples, tmp_path: Path
):
    with_figures(world.hill)
    with_library_files(world.hill)
    path = get_archive(world.hill, tmp_path / "hill.zip")
    rows, figures = get_rows(path), stored(world.hill)
    erase(world.hill)
    outcome = put_back(path, world.hill, world["hill-coordinator"])
    assert (outcome.renumbered, outcome.left) == (0, {})
    again = get_rows(get_archive(world.hill, tmp_path / "again.zip"))
    for name in tables.get_restored_models():
        cells = [[cell for cell in row.items() if cell[0] not in NEW_EVERYWHERE] for row in rows[name]]
        assert [
            [cell for cell in row.items() if cell[0] not in NEW_EVERYWHERE] for row in again[name]
        ] == cells, name
    hashes = {key: (figure.receipt, figure.receipt_hash) for key, figure in stored(world.hill).items()}
    assert hashes == {key: (figure.receipt, figure.receipt_hash) for key, figure in figures.items()}
    with within(world.hill):
        event = Event.objects.filter(community=world.hill)[0]
        revision = event.revision
        Event.objects.filter(pk=event.pk).update(title="Edited")
        event.refresh_from_db()
        assert event.revision == revision + 1
    assert Membership.objects.current().filter(community=world.hill, role=Role.COORDINATOR).count() == 1


def assert_frozen_as_they_were(there: Community, here: Community, numbers: Any) -> None:
    for key, figure in stored(there).items():
        again = stored(here)[key]
        assert again.frozen
        receipt = update_receipt(figure.receipt, numbers)
        if receipt != figure.receipt:
            assert again.receipt == receipt | {RESTORED_FROM: figure.receipt_hash}
            assert again.receipt_hash == hash_receipt(again.receipt)
        else:
            assert (again.receipt, again.receipt_hash) == (figure.receipt, figure.receipt_hash)


def assert_same_files(client: Client, *places: tuple[Community, User]) -> None:
    """Exports of the original and the restored community are the same, except ids, URLs and the team."""
    files = [f"exports/{code}.json" for code in get_lists(places[0][0]) if code != "team"]
    for name in [*files, *(f"figures/{half_year}.csv" for half_year in (BEFORE, NOW))]:
        there, here = (exported(client, town, by, name) for town, by in places)
        assert there == here, name


def exported(client: Client, town: Community, by: User, name: str) -> list[dict[str, Any]]:
    text = b"".join(sign_in(client, by).get(f"/c/{town.slug}/{name}")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text))) if name.endswith("csv") else json.loads(text)["rows"]
    return [
        {code: cell for code, cell in row.items() if code not in OF_HERE and not code.endswith("_id")}
        for row in rows
    ]


def numbers_between(olds: Any, news: Any) -> Any:
    """Return ids of one archive → of the other: rows keep their order, after the community's first rows."""
    maps = {}
    for name in tables.get_restored_models():
        pairs = zip(olds[name], news[name][len(news[name]) - len(olds[name]) :], strict=False)
        maps[name] = {int(old["id"]): int(new["id"]) for old, new in pairs}
    return lambda table, pk: maps.get(table, {}).get(pk)


def assert_same_but_for_people(olds: Any, news: Any, numbers: Any) -> None:
    """Every cell that names no person, row or link is the same."""
    for name, model in tables.get_restored_models().items():
        if name in ("library.boardpost", "communities.roleperiod"):
            continue
        plain = [
            column.attname
            for column in tables.columns(model)
            if column.related_model is None and not tables.is_json(column) and column.name not in NEW_HERE
        ]
        same = [{column: row[column] for column in plain} for row in news[name]]
        assert same == [{column: row[column] for column in plain} for row in olds[name]], name
        for column in (column for column in tables.columns(model) if tables.is_json(column)):
            key = f"{name}.{column.name}"
            if name == "evaluation.figure" or key == "stakeholders.organizationmerge.dropped":
                continue
            old = [
                update_references(key, json.loads(row[column.attname] or "null"), numbers)
                for row in olds[name]
            ]
            assert [json.loads(row[column.attname] or "null") for row in news[name]] == old, key


# In exported files: columns that name the row or the place. Receipts are compared above.
OF_HERE = {"id", "community", "community_code", "owner", "target", "receipt", "fingerprint"}
# File keys are random, and a public page must be published again.
NEW_EVERYWHERE = {"file_key", "is_published"}
# Ids, file keys, threads of targets, and what must be confirmed again.
NEW_HERE = {"id", "file_key", "has_preview", "thread", "is_published", "receipt_hash", "content"}
