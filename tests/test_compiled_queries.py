"""A compiled query returns the same as its queryset."""

from operator import attrgetter
from typing import Any

import pytest
from django.db.models import Model

from communities.models import Community, Membership, Role
from communities.models.people import get_memberships
from tests.base import World
from tfc.compiled_queries import CompiledQuery, parameter

pytestmark = pytest.mark.django_db
in_office = CompiledQuery(
    lambda: Community.objects.filter(office=parameter(0), slug__lt=parameter(1)).order_by("slug")
)


def test_it_gives_the_rows_for_the_values_of_each_call(world: World):
    for office in (world.usa, world.uk):
        for before in ("a", "hill", "z"):
            expected = Community.objects.filter(office=office, slug__lt=before).order_by("slug")
            assert in_office(office.pk, before) == list(expected)


def test_it_loads_select_related_rows(world: World, django_assert_num_queries):
    person = world["hill-member"]
    Membership.objects.create(community=world.moor, user=person, role=Role.LEADER)
    with django_assert_num_queries(1):
        memberships = get_memberships(person.pk)
        shown_items = [
            (
                membership.community.name,
                membership.community.office.name,
                membership.user,
                membership.is_staff,
            )
            for membership in memberships
        ]
    assert shown_items == [
        ("Hill", world.hill.office.name, person, False),
        ("Moor", world.moor.office.name, person, False),
    ]


def test_text_that_is_sql_stays_text(world: World):
    assert in_office(world.usa.pk, "z' OR true --") == in_office(world.usa.pk, "z")
    assert in_office(0, "z") == []


def test_its_instances_are_those_that_django_makes(world: World):
    """In all columns and annotations; a deferred column is read when used."""
    plain = Membership.objects.filter(user=world["hill-member"]).select_related("community__office")
    compiled = CompiledQuery(
        lambda: Membership.objects.filter(user=parameter(0)).select_related("community__office")
    )
    for ours, theirs in zip(compiled(world["hill-member"].pk), plain, strict=True):
        for path in ("", "community", "community.office"):
            value, other = (attrgetter(path)(row) if path else row for row in (ours, theirs))
            assert columns(value) == columns(other)
            assert (value._state.adding, value._state.db) == (False, other._state.db)
    deferred = CompiledQuery(lambda: Community.objects.filter(pk=parameter(0)).only("name"))
    [town] = deferred(world.hill.pk)
    expected = Community.objects.only("name").get(pk=world.hill.pk)
    assert town.get_deferred_fields() == expected.get_deferred_fields()
    assert town.slug == world.hill.slug


def columns(instance: Model) -> dict[str, Any]:
    return {name: value for name, value in instance.__dict__.items() if name != "_state"}
