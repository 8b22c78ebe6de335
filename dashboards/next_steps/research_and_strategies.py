"""Next steps for research, focus and strategies."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from communities.models import Role
from communities.models.communities import TAKES_PART
from dashboards.next_steps.facts import Facts, NextStep
from stakeholders.models import FocusStakeholder
from stakeholders.research_progress import PAGES
from stakeholders.strategies import strategies_to_confirm


def look_at_plan(facts: Facts) -> NextStep | None:
    """Return the step for the focus whose plan has been overdue the longest."""
    if facts.role < Role.COORDINATOR or not facts.waiting.has_plan_due:
        return None
    chosen = FocusStakeholder.objects.current(facts.today).filter(plan_due__lt=facts.today)
    focus = chosen.select_related("organization").order_by("plan_due", "pk").first()
    if focus is None or focus.plan_due is None:
        return None
    return NextStep(
        _("Your plan for “%(focus)s” was due on %(day)s")
        % {"focus": focus, "day": date_format(focus.plan_due, "DATE_FORMAT")},
        facts.link(PAGES["focus"]),
        pgettext("verb", "Open"),
    )


def confirm_strategies(facts: Facts) -> NextStep | None:
    if facts.role < Role.LEADER or not facts.waiting.has_claims:
        return None
    waiting = strategies_to_confirm(facts.today, facts.waiting.evidence_months)
    if not waiting:
        return None
    first = waiting[0].strategy
    alone = len(waiting) == 1
    return NextStep(
        ngettext(
            "One strategy needs fresh evidence",
            "%(count)s strategies need fresh evidence",
            len(waiting),
        )
        % {"count": len(waiting)},
        facts.link("stakeholders:strategy-detail", first.pk) if alone else facts.link(PAGES["strategies"]),
        pgettext("verb", "Open"),
    )


def begin_research(facts: Facts) -> NextStep | None:
    """Return the step for a team without research and without a declaration of none in this half-year."""
    if facts.role < Role.COORDINATOR or facts.community.stage not in TAKES_PART:
        return None
    if facts.waiting.has_research or facts.waiting.has_declared_no_research:
        return None
    return NextStep(
        _("Find out where people in your town are vulnerable"),
        facts.link(PAGES["research"]),
        _("Start"),
    )


def add_strategy(facts: Facts) -> NextStep | None:
    """Return the step for a team that knows organizations and has never agreed on a strategy with any."""
    if facts.role < Role.LEADER or facts.community.stage not in TAKES_PART:
        return None
    if facts.waiting.has_strategies or not facts.waiting.has_organizations:
        return None
    return NextStep(
        _("No strategy yet"),
        facts.link("stakeholders:strategy-choose"),
        _("Add a strategy"),
        _("Agree with an organization on one thing to do differently."),
    )
