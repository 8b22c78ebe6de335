"""A query compiled once gives what its queryset gives."""

from operator import attrgetter
from typing import Any

import pytest
from django.db.models import Count, Model
from django.db.models.signals import post_init

from communities.models import Community, Membership, Role
from communities.models.people import memberships_of
from tests.base import World
from tfc.filled import filled
from tfc.prepared import Prepared, given

pytestmark = pytest.mark.django_db
in_office = Prepared(lambda: Community.objects.filter(office=given(0), slug__lt=given(1)).order_by("slug"))


def test_it_gives_the_rows_for_the_values_of_each_question(world: World):
    for office in (world.usa, world.uk):
        for before in ("a", "hill", "z"):
            asked = Community.objects.filter(office=office, slug__lt=before).order_by("slug")
            assert in_office(office.pk, before) == list(asked)


def test_it_brings_what_the_queryset_selects_along(world: World, django_assert_num_queries):
    person = world["hill-member"]
    Membership.objects.create(community=world.moor, user=person, role=Role.LEADER)
    with django_assert_num_queries(1):
        found = memberships_of(person.pk)
        shown = [(one.community.name, one.community.office.name, one.user, one.is_staff) for one in found]
    assert shown == [
        ("Hill", world.hill.office.name, person, False),
        ("Moor", world.moor.office.name, person, False),
    ]


def test_it_counts(world: World):
    towns = Prepared(
        lambda: (
            Community.objects.values("office")
            .filter(office=given(0))
            .annotate(number=Count("pk"))
            .values_list("number", flat=True)
        )
    )
    assert towns(world.usa.pk) == [Community.objects.filter(office=world.usa).count()]
    assert towns(0) == []


def test_it_keeps_one_question_out_of_the_next(world: World):
    """Text that is SQL stays text."""
    assert in_office(world.usa.pk, "z' OR true --") == in_office(world.usa.pk, "z")
    assert in_office(0, "z") == []


def test_it_takes_a_list_of_any_length(world: World):
    among = Prepared(lambda: Membership.objects.filter(community__among=given(0)).order_by("pk"))
    for towns in ([], [world.hill.pk], [world.hill.pk, world.dale.pk]):
        assert among(towns) == list(Membership.objects.filter(community__in=towns).order_by("pk"))
    named = Prepared(lambda: Community.objects.filter(pk__among=given(0)).order_by("pk"))
    assert named([world.dale.pk, 0]) == [world.dale]


def test_its_objects_are_those_that_django_makes(world: World):
    """Filled all at once (tfc/filled.py), in every column and what is selected along; a column that was left out is
    read when somebody asks for it."""
    asked = Membership.objects.filter(user=world["hill-member"]).select_related("community__office")
    kept = Prepared(lambda: Membership.objects.filter(user=given(0)).select_related("community__office"))
    for ours, theirs in zip(kept(world["hill-member"].pk), asked, strict=True):
        for path in ("", "community", "community.office"):
            one, other = (attrgetter(path)(each) if path else each for each in (ours, theirs))
            assert columns_of(one) == columns_of(other)
            assert (one._state.adding, one._state.db) == (False, other._state.db)
    named = Prepared(lambda: Community.objects.filter(pk=given(0)).only("name"))
    [town] = named(world.hill.pk)
    assert (
        town.get_deferred_fields()
        == Community.objects.only("name").get(pk=world.hill.pk).get_deferred_fields()
    )
    assert town.slug == world.hill.slug


def test_a_model_with_a_way_of_its_own_is_made_by_it():
    def told(**_kwargs: Any) -> None:
        """Whoever listens hears of each object."""

    assert filled(Community) is not Community
    post_init.connect(told, sender=Community)
    try:
        assert filled(Community) is Community
    finally:
        post_init.disconnect(told, sender=Community)
    assert filled(Community) is not Community


def test_it_reads_what_values_are_asked_for(world: World):
    pairs = Prepared(
        lambda: Community.objects.filter(office=given(0)).order_by("slug").values_list("slug", "pk")
    )
    assert pairs(world.usa.pk) == list(
        Community.objects.filter(office=world.usa).order_by("slug").values_list("slug", "pk")
    )
    # Sorted by what is not asked for, DISTINCT selects it along.
    kinds = Prepared(
        lambda: (
            Community.objects.filter(office=given(0))
            .order_by("slug")
            .values_list("stage", flat=True)
            .distinct()
        )
    )
    stages = (
        Community.objects.filter(office=world.usa).order_by("slug").values_list("stage", flat=True).distinct()
    )
    assert kinds(world.usa.pk) == list(stages)


def columns_of(one: Model) -> dict[str, Any]:
    return {name: value for name, value in one.__dict__.items() if name != "_state"}
