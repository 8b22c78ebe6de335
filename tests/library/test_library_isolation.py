"""Row-level security of the library: who reads, writes and references which row."""

from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from library.actions.items import share_item
from library.models import Adoption, Comment, Material, MaterialUse, MaterialVersion, SharingStep
from tests.base import World, within
from tests.library.base import make_material, make_story, make_version
from tfc.sharing import Audience


@pytest.fixture
def hidden(world: World) -> Material:
    return make_material(world.moor, world["moor-leader"], audience=Audience.OFFICE)


def points_at(model: type[Any], world: World, target: int, audience: str):
    by = world["hill-leader"]
    results: dict[type[Any], dict[str, Any]] = {
        Comment: {"material_id": target, "text": "x", "by": by},
        MaterialUse: {"material_id": target, "on": "2026-03-03", "created_by": by},
        MaterialVersion: {"material_id": target, "number": 9, "by": by},
        SharingStep: {"material_id": target, "was": "own", "became": "own", "by": by},
    }
    return model(audience=audience, **results[model])


@pytest.mark.parametrize("model", [Comment, MaterialUse, MaterialVersion, SharingStep])
@pytest.mark.parametrize("audience", Audience.values)
def test_it_points_at_nothing_that_is_hidden_and_learns_nothing_by_trying(
    world: World, hidden: Material, model: type, audience: str
):
    """Existing and missing rows are refused alike."""
    for target in (hidden.pk, 10**9):
        with (
            within(world.hill),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            points_at(model, world, target, audience).save()


def test_it_is_adapted_from_nothing_that_is_hidden(world: World, hidden: Material):
    for target in (hidden.pk, 10**9):
        with (
            within(world.hill),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Material.objects.create(kind="campaign", title="x", language="en", adapted_from_id=target)


@pytest.mark.parametrize("model", [MaterialVersion, SharingStep])
def test_it_adds_nothing_to_what_is_another_s(world: World, model: type):
    shared = make_material(world.dale, world["dale-leader"], audience=Audience.OFFICE)
    with (
        within(world.hill),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        points_at(model, world, shared.pk, "office").save()


def test_it_has_the_audience_of_what_it_is_under(world: World):
    shared = make_material(world.dale, world["dale-leader"], audience=Audience.OFFICE)
    wrong = points_at(Comment, world, shared.pk, "everyone")
    with (
        within(world.hill),
        pytest.raises(IntegrityError, match="library_comment_material"),
        transaction.atomic(),
    ):
        save_for_good(wrong)


def save_for_good(row: models.Model) -> None:
    row.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_hangs_on_it_follows_its_audience(world: World, files):
    material = make_material(world.hill, world["hill-leader"], audience=Audience.EVERYONE)
    make_version(world.hill, material, world["hill-leader"])
    story = make_story(world.hill, world["hill-leader"], audience=Audience.EVERYONE)
    with within(world.moor):
        points_at(Comment, world, material.pk, "everyone").save()
        Adoption.objects.create(
            story=story,
            audience="everyone",
            since="2026-03-03",
            status="trying",
            created_by=world["moor-leader"],
        )
    for audience, count in ((Audience.OFFICE, 0), (Audience.EVERYONE, 1)):
        with within(world.hill):
            for item in (material, story):
                share_item(item=item, audience=audience, by=world["hill-coordinator"])
        with within(world.moor):
            assert MaterialVersion.objects.count() == count
            # Its own rows stay its own.
            assert set(Comment.objects.values_list("audience", flat=True)) == {audience}
        with within(world.hill):
            # A stranger's row in the stranger's office is not visible to Hill.
            assert Adoption.objects.count() == Comment.objects.count() == count


@pytest.mark.parametrize("audience", [Audience.OFFICE, Audience.EVERYONE])
def test_it_is_changed_by_its_owner_alone(world: World, audience: str):
    material = make_material(world.hill, world["hill-leader"], audience=audience)
    for place in (world.dale, world.usa):
        with within(place):
            assert Material.objects.filter(pk=material.pk).update(title="Taken") == 0
            assert Material.objects.filter(pk=material.pk).delete()[0] == 0


def test_nobody_makes_a_row_for_another(world: World):
    for own in ({"community_id": world.dale.pk}, {"office_id": world.uk.pk}, {"community_id": None}):
        with (
            within(world.hill),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Material.objects.create(kind="campaign", title="x", language="en", **own)


def test_without_a_scope_nothing_is_read(world: World):
    make_material(world.hill, world["hill-leader"], audience=Audience.EVERYONE)
    assert Material.objects.count() == 0
