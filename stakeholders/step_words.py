"""What a step of a research still needs before it counts, in words for the pages and for item 2."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stakeholders.models import Step
from stakeholders.research_steps import COUNT_NEEDED, Progress


def get_missing_text(step: Step, progress: Progress, months: int) -> str:
    """Return the text for a step with a day that does not count."""
    if step in progress.impossible:
        return _("It does not count: its date is in the future or before an earlier step.")
    if step == Step.DESIGN:
        return _("It counts once you enter places and people to hear.")
    if step == Step.FIELDWORK:
        return _("%(count)s people heard or places observed. It counts from %(needed)s on.") % {
            "count": progress.count,
            "needed": COUNT_NEEDED,
        }
    if step == Step.COMMUNITY_CHECK:
        return _(
            "It counts once a finding was checked with the community on the day of the ranking or later."
        )
    return ngettext(
        "It needs a finding of the last %(months)s month with confidence 2 or more.",
        "It needs a finding of the last %(months)s months with confidence 2 or more.",
        months,
    ) % {"months": months}
