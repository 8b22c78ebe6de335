"""Next steps for the directory of services and for joint events."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from communities.models import Role
from dashboards.next_steps.facts import Facts, NextStep
from support import directory
from support.actions.approvals import get_approvable, may_approve_alone
from support.models import Service


def settle_replies(facts: Facts) -> NextStep | None:
    """Urgent: the public pages and figures exclude services that a provider reported as changed or ended."""
    if facts.role < Role.LEADER or not facts.waiting.has_replies:
        return None
    waiting = directory.list_unsettled_replies()
    if not waiting:
        return None
    first, alone = waiting[0], len(waiting) == 1
    return NextStep(
        ngettext("A provider answered you", "%(count)s providers answered you", len(waiting))
        % {"count": len(waiting)},
        facts.link("support:confirmation-settle", first.service_id, first.pk)
        if alone
        else facts.link("support:service-list"),
        _("Read the answer"),
    )


def approve_services(facts: Facts) -> NextStep | None:
    """Services waiting for approval are not public yet. Only those that this user can approve are a next step."""
    if facts.role < Role.LEADER or not facts.waiting.has_approvals:
        return None
    alone = may_approve_alone(facts.community.pk, facts.user)
    waiting = Service.objects.waiting_for_approval().order_by("id")
    count = sum(bool(get_approvable(service, facts.user, alone=alone)) for service in waiting)
    if not count:
        return None
    return NextStep(
        ngettext("A service needs your approval", "%(count)s services need your approval", count)
        % {"count": count},
        facts.link("support:approval-list"),
        pgettext("verb", "Review"),
    )


def ask_providers(facts: Facts) -> NextStep | None:
    """Return the step for confirmations that lapse soon; lapsed or missing ones are listed in the directory only."""
    if facts.role < Role.LEADER or not facts.waiting.has_lapsing:
        return None
    lapsing = directory.get_lapsing(facts.today)
    if not lapsing:
        return None
    first, alone = lapsing[0], len(lapsing) == 1
    return NextStep(
        ngettext(
            "Ask one provider to confirm a service",
            "Ask %(count)s providers to confirm their services",
            len(lapsing),
        )
        % {"count": len(lapsing)},
        facts.link("support:service-detail", first.pk) if alone else facts.link("support:service-list"),
        pgettext("verb", "Open"),
    )


def answer_joint_question(facts: Facts) -> NextStep | None:
    """Return the step for the first event that another community names as a joint one."""
    question = next(iter(facts.questions), None)
    if question is None or facts.role < Role.LEADER:
        return None
    return NextStep(
        _("Joint event with %(name)s?") % {"name": question.community.name},
        facts.link("events:joint-answer", question.pk),
        pgettext("verb", "Answer"),
    )
