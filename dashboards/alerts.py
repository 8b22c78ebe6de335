"""When an alert applies to a community, and its words. Pure functions."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.attention.reasons import Facts, is_worse
from dashboards.models import Alert, AlertCondition
from evaluation.instrument import Unit, part
from evaluation.measures import Measurement, Rating
from evaluation.wording import in_unit


def applies(alert: Alert, facts: Facts, measured: Measurement | None) -> bool:
    """Return whether the condition holds. ``measured``: the figure as an office may see it, None without one.

    What is unknown or hidden never fulfills a condition. A count is compared once the half-year is over, since it still
    grows; a range is below a number when its upper end is.
    """
    if alert.condition == AlertCondition.SILENT:
        return (facts.today - (facts.last_meeting or facts.began)).days >= (alert.limit or 0)
    item = part(alert.part)
    if alert.condition == AlertCondition.NOT_MET:
        return facts.get_rating(item) == Rating.NOT_MET
    if alert.condition == AlertCondition.WORSE:
        return is_worse(facts.get_rating(item), facts.earlier.get(item.code))
    if measured is None or (facts.is_running and item.unit != Unit.PERCENT):
        return False
    highest = measured.upper_value
    return measured.has_value and highest is not None and highest < (alert.limit or 0)


def describe_alert(alert: Alert) -> str:
    """Return "1a Meets consistently is below 60%"; without the communities."""
    if alert.condition == AlertCondition.SILENT:
        days = alert.limit or 0
        return ngettext("No team meeting for %(days)s day", "No team meeting for %(days)s days", days) % {
            "days": days
        }
    item = part(alert.part)
    names = {"item": f"{item.label} {item.title}", "limit": in_unit(alert.limit or 0, item.unit)}
    if alert.condition == AlertCondition.NOT_MET:
        return _("%(item)s is rated “not met”") % names
    if alert.condition == AlertCondition.WORSE:
        return _("%(item)s is rated worse than the half-year before") % names
    return _("%(item)s is below %(limit)s") % names
