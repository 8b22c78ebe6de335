"""Data retention of residents' single answers (tfc/retention.py)."""

import datetime as dt

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from residents.actions.totals import delete_old_answers
from residents.models import AwarenessWave
from tfc.retention import Outcome, Retention, Rule, RuleScope


def _answers(community: Community, now: dt.datetime) -> Outcome:
    """Delete by the community's own calendar.

    Reports the start of the oldest survey: the days of single answers are never disclosed.
    """
    gone = delete_old_answers(today=now.astimezone(community.zone).date())
    with_answers = AwarenessWave.objects.filter(answers__isnull=False)
    return Outcome(gone, with_answers.aggregate(oldest=Min("starts_on"))["oldest"])


RETENTION = Retention(
    rules=[
        Rule(
            "answers",
            _("Residents' individual responses"),
            _("12 months after their survey; totals are kept"),
            RuleScope.COMMUNITY,
            _answers,
        )
    ]
)
