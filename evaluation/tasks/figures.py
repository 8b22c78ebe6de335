"""The sweep that keeps the figures of open rounds up to date with the records."""

import logging

from celery import shared_task
from django.db import transaction

from communities.models import Community
from evaluation.actions.comparisons import refresh_comparisons
from evaluation.actions.figures import refresh_figures
from evaluation.models import Round

logger = logging.getLogger(__name__)
FIGURES = "figures"


@shared_task
def refresh_open_rounds() -> int:
    """Every community of every office with an open round; returns how many figures changed.

    Safe to run twice at once, and to be killed: an office's figures change together or not at all. An office whose
    settings cannot be computed with does not keep the others from theirs.
    """
    rounds: dict[int, list[Round]] = {}
    for each in Round.objects.using(FIGURES).open().order_by("office_id", "half_year"):
        rounds.setdefault(each.office_id, []).append(each)
    changed = 0
    for office_id, open_rounds in rounds.items():
        try:
            changed += _refresh_office(office_id, open_rounds)
        except Exception:
            logger.exception("figures of office %s could not be computed", office_id)
    logger.info("figures refreshed: %s offices with open rounds, %s figures changed", len(rounds), changed)
    return changed


def _refresh_office(office_id: int, rounds: list[Round]) -> int:
    communities = list(Community.objects.using(FIGURES).filter(office_id=office_id).order_by("id"))
    with transaction.atomic(using=FIGURES):
        changed = sum(refresh_figures(communities, each.period, using=FIGURES) for each in rounds)
        for each in rounds:
            refresh_comparisons(office_id=office_id, half_year=each.period, using=FIGURES)
    return changed
