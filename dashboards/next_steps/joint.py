"""Next steps for events that other communities held with this one."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.models import Role
from dashboards.next_steps.facts import Facts, NextStep
from events.list_queries import joint_questions


def answer_joint_question(facts: Facts) -> NextStep | None:
    """Return the step for the first event that another community names as a joint one."""
    if facts.role < Role.LEADER or not facts.waiting.has_joint_question:
        return None
    question = next(iter(joint_questions(facts.community.pk)), None)
    if question is None:
        return None
    title = _("%(name)s says that “%(event)s” on %(day)s is a joint event.")
    day = date_format(question.local_start, "DATE_FORMAT")
    return NextStep(
        title % {"name": question.community.name, "event": question, "day": day},
        "",
        facts.link("events:joint-answer", question.pk),
        pgettext("verb", "Answer"),
    )
