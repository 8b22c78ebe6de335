"""Tasks that email views of figures, and count setup progress and joint events of pairs."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from communities.actions import count_joint_events, record_setup
from communities.models import Community, Office, Pairing
from communities.models.setup import EARLY
from dashboards.actions.attention import refresh_attention
from dashboards.figures.sending import send_all
from dashboards.pairings import get_shared_keys
from dashboards.setup import get_completed_steps, get_facts, joint_days

logger = logging.getLogger(__name__)


@shared_task
def send_views() -> int:
    """Send due views; runs every hour, so that each place gets them in its own time zone. Return
    how many were sent.
    """
    sent = send_all(now=timezone.now())
    logger.info("views of figures: %s sent", sent)
    return sent


FIGURES = "figures"


@shared_task
def refresh_reasons() -> int:
    """Find again which communities need attention; return the number of communities looked at."""
    looked_at = refresh_attention(Office.objects.of_countries().using(FIGURES).order_by("pk"), using=FIGURES)
    logger.info("attention: %s communities", looked_at)
    return looked_at


@shared_task
def refresh_setups() -> int:
    """Update the setup progress with the figures' database login; return the number of communities. Safe to run twice,
    or to be killed.
    """
    with transaction.atomic(using=FIGURES):
        communities = list(Community.objects.using(FIGURES).filter(stage__in=EARLY).order_by("pk"))
        facts = get_facts(communities, using=FIGURES)
        for community in communities:
            record_setup(community=community, done=get_completed_steps(facts[community.pk]), using=FIGURES)
        _count_pairs()
    logger.info("set-up counted: %s communities", len(communities))
    return len(communities)


def _count_pairs() -> None:
    """Include ended pairings: a past event may be recorded late."""
    pairings = list(Pairing.objects.using(FIGURES).order_by("pk"))
    days = joint_days(
        {pk for pairing in pairings for pk in (pairing.newcomer_id, pairing.mentor_id)}, using=FIGURES
    )
    for pairing in pairings:
        keys = get_shared_keys(pairing, days.get(pairing.newcomer_id, {}), days.get(pairing.mentor_id, {}))
        count_joint_events(pairing=pairing, keys=keys, using=FIGURES)
