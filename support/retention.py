"""Data retention of support numbers and volunteer inquiries."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from support.actions.public import purge_interest
from support.actions.tallies import purge_tallies
from support.models import Interest, SupportTally
from tfc.periods import HalfYear
from tfc.retention import Outcome, Retention, Rule, RuleScope


def _tallies(community: Community, now: dt.datetime) -> Outcome:
    """Purge by the community's own calendar."""
    gone = purge_tallies(day=now.astimezone(community.zone).date())
    oldest = SupportTally.objects.order_by("year", "half").values_list("year", "half").first()
    return Outcome(gone, HalfYear(*oldest).first_day if oldest else None)


def _interest(community: Community, now: dt.datetime) -> Outcome:
    gone = purge_interest(today=now.astimezone(community.zone).date())
    return Outcome(gone, Interest.objects.aggregate(oldest=Min("on"))["oldest"])


def _interest_again(pks: Collection[int]) -> int:
    return Interest.objects.filter(pk__in=pks).delete()[0]


RULES = [
    Rule(
        "tallies",
        _("Support counts"),
        _("24 months after the half-year"),
        RuleScope.COMMUNITY,
        _tallies,
    ),
    Rule("interest", _("Volunteer inquiries"), _("30 days"), RuleScope.COMMUNITY, _interest),
]
RETENTION = Retention(rules=RULES, again={"support.interest": _interest_again})
