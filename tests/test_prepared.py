"""A query compiled once gives what its queryset gives."""

import pytest
from django.db.models import Count

from communities.models import Community, Membership, Role
from communities.models.people import memberships_of
from tests.base import World
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
