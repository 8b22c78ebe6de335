"""What a step of a research still needs before it counts, in words for the pages and for item 2."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.models import Step
from stakeholders.research_steps import COUNT_NEEDED, Progress


def get_missing_text(step: Step, progress: Progress, months: int) -> str:
    """Return the text for a step with a day that does not count."""
    if step in progress.impossible:
        return _("Its date is before an earlier step or in the future, so it does not count.")
    if step == Step.DESIGN:
        return _("Write down the places and the people you want to hear. Then this step counts.")
    if step == Step.FIELDWORK:
        return _(
            "%(count)s people heard or places observed so far. From %(needed)s on, this step counts."
        ) % {"count": progress.count, "needed": COUNT_NEEDED}
    if step == Step.COMMUNITY_CHECK:
        return _("Mark a finding as checked with the community, with its date. Then this step counts.")
    return ngettext(
        "This step needs a finding of the last %(months)s month with a confidence of 2 or more.",
        "This step needs a finding of the last %(months)s months with a confidence of 2 or more.",
        months,
    ) % {"months": months}
