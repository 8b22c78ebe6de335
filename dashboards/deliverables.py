"""Deliverables of a grant with what was reached of them, for the grant's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation.deliverables import follow_deliverables
from evaluation.targets import TargetProgress
from reports.target_texts import describe_measure, describe_progress, get_target_title
from stakeholders.grant_words import describe_deliverable
from stakeholders.models import Deliverable, Grant


@dataclass(frozen=True)
class DeliverableRow:
    """``counted``: by what it is followed. ``progress``: text such as "12 of 60, behind plan by 8"."""

    title: str
    planned: str
    url: str
    counted: str
    progress: str = ""


def build_deliverable_rows(grant: Grant, deliverables: Sequence[Deliverable]) -> list[DeliverableRow]:
    followed = follow_deliverables(grant, deliverables)
    return [_build_row(grant, deliverable, followed.get(deliverable.pk)) for deliverable in deliverables]


def _build_row(grant: Grant, deliverable: Deliverable, followed: TargetProgress | None) -> DeliverableRow:
    url = reverse("dashboards:deliverable-edit", args=[grant.office.slug, grant.pk, deliverable.pk])
    title, planned = deliverable.title, describe_deliverable(deliverable)
    if followed is None:
        return DeliverableRow(title, planned, url, _("Not followed: choose a target or a count."))
    target = followed.target
    own_plan = target.pk is not None and target.pk < 0
    counted = describe_measure(target.measure, target.code) if own_plan else get_target_title(target)
    return DeliverableRow(title, planned, url, counted, describe_progress(followed))
