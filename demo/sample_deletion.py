"""Deleting all that a sample community left, table by table, found by looking at the models as an archive does."""

from collections.abc import Callable, Iterator
from functools import cache
from graphlib import TopologicalSorter

from django.apps import apps
from django.db import models, transaction

from communities.models import Community, ImportJob, Invitation, Membership, Office, User
from evaluation.models import StaleMark
from reports.archive.tables import has_community, label
from reports.models import Job
from tfc.tenancy import GLOBAL_TABLES, community_scope, office_scope

# The addresses of the people made up for a sample; no mail goes there.
FICTIONAL = "sample.invalid"
FIGURES = "figures"
Model = type[models.Model]

# What the serving login may not delete. The marks a worker takes; the others are never written in a sample: targets
# and the board are refused there, and an office without staff publishes and decides nothing.
EXCLUDED_MODELS = frozenset(
    {
        "communities.candidatemove",
        "communities.formationdecision",
        "communities.target",
        "dashboards.attentionrule",
        "evaluation.publictable",
        "evaluation.stalemark",
        "library.boardpost",
    }
)


def is_office_model(model: Model) -> bool:
    """Whether its rows, or some of them, are an office's."""
    if model._meta.db_table in GLOBAL_TABLES:
        return False
    return any(field.name == "office" and field.related_model is Office for field in model._meta.local_fields)


def delete_records(community: Community) -> None:
    """All that its people recorded, and then what is its office's; in two scopes, since neither sees the other's."""
    with community_scope(community.pk, community.office_id, coordinator=True):
        for model in _delete_models(has_community):
            model._base_manager.filter(community=community)._raw_delete("default")
    with office_scope(community.office_id):
        for model in _delete_models(is_office_model):
            model._base_manager.filter(office=community.office_id)._raw_delete("default")


def delete_marks(community: Community) -> None:
    """What triggers noted for the worker, also of the deleting itself."""
    StaleMark.objects.using(FIGURES).filter(community=community).delete()


@transaction.atomic
def delete_place(community: Community) -> None:
    """The town and its office; IntegrityError where something still counts on it."""
    for rows in (
        Job.objects.filter(office=community.office_id),
        ImportJob.objects.filter(community=community),
        Invitation.objects.filter(community=community),
        Membership.objects.filter(community=community),
        Community.objects.filter(pk=community.pk),
        Office.objects.filter(pk=community.office_id, is_sample=True),
    ):
        rows._raw_delete("default")


def delete_people() -> None:
    """Those made up for a town that is gone; by the login of workers, which alone deletes any."""
    left = User.objects.filter(email__endswith=f"@{FICTIONAL}", memberships=None)
    people = list(left.values_list("pk", flat=True))
    User.objects.using(FIGURES).filter(pk__in=people)._raw_delete(FIGURES)


def _delete_models(wanted: Callable[[Model], bool]) -> Iterator[Model]:
    return (model for model in _in_order() if wanted(model) and label(model) not in EXCLUDED_MODELS)


@cache
def _in_order() -> tuple[Model, ...]:
    """Each before those that it points at."""
    order: TopologicalSorter[Model] = TopologicalSorter()
    for model in apps.get_models():
        fields = model._meta.local_concrete_fields
        pointed_at = {target for field in fields if (target := field.related_model) and target is not model}
        order.add(model, *pointed_at)
    return tuple(reversed(tuple(order.static_order())))
