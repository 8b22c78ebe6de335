"""Next steps for events that other communities held with this one."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.models import Role
from dashboards.next_steps.facts import Facts, NextStep


def answer_joint_question(facts: Facts) -> NextStep | None:
    """Return the step for the first event that another community names as a joint one."""
    question = next(iter(facts.questions), None)
    if question is None or facts.role < Role.LEADER:
        return None
    title = _("%(name)s says that “%(event)s” on %(day)s is a joint event.")
    day = date_format(question.local_start, "DATE_FORMAT")
    return NextStep(
        title % {"name": question.community.name, "event": question, "day": day},
        "",
        facts.link("events:joint-answer", question.pk),
        pgettext("verb", "Answer"),
    )
