"""A reminder when the evidence of a strategy grows old: once for each newest day of evidence."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.mail import post_on_commit
from communities.models import Community, Membership, Role
from stakeholders.models import StrategyReminder
from stakeholders.strategies import strategies_to_confirm


@transaction.atomic
def remind_team(*, community: Community, day: dt.date) -> int:
    """In the community's scope: note which strategies are due, and write to its leaders once for all that are new.

    Returns how many were new. Of two that run at once, the second waits for the first one's rows and finds them.
    """
    new = 0
    for one in strategies_to_confirm(day):
        if one.strategy.evidence_on is None:
            continue
        _row, made = StrategyReminder.objects.get_or_create(
            strategy=one.strategy, evidence_on=one.strategy.evidence_on
        )
        new += made
    if new:
        _write_to_leaders(community)
    return new


def _write_to_leaders(community: Community) -> None:
    """A link, and neither what nor whose: others may read a mailbox."""
    leaders = Membership.objects.current().filter(
        community=community, role__gte=Role.LEADER, user__is_active=True
    )
    users = [one.user for one in leaders.select_related("user").order_by("id")]

    def write() -> tuple[str, str]:
        names = {"community": community.name}
        return (
            _("Do they still do it? Strategies in %(community)s need fresh evidence") % names,
            _(
                "The newest evidence of one or more strategies in %(community)s is about to lapse. Please look:"
            )
            % names,
        )

    post_on_commit(
        users, community.office.language, reverse("events:strategy-list", args=[community.slug]), write
    )
