"""Leaders and professionals: items 10 and 11."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.explanations.words import Details
from evaluation.measures import UNRECORDED, Measurement, Range, get_group_range
from tfc.number_text import number_text
from tfc.text.punctuation import end_sentence, join_title


def leaders_in_development(measured: Measurement, details: Details) -> Iterable[str]:
    yield _("%(part)s of %(whole)s leaders were at a leadership training.") % {
        "part": number_text(measured.numerator or 0),
        "whole": number_text(measured.denominator or 0),
    }
    if new := details.get("too_new"):
        yield ngettext(
            "%(count)s leader is too new in the role to count.",
            "%(count)s leaders are too new in the role to count.",
            new,
        ) % {"count": new}
    if maybe := details.get("unresolved"):
        yield ngettext(
            "Attendance of %(count)s leader is not recorded.",
            "Attendance of %(count)s leaders is not recorded.",
            maybe,
        ) % {"count": maybe}


def professionals_trained(measured: Measurement, details: Details) -> Iterable[str]:
    names = {
        "police": _("Police"),
        "prosecutors": _("Prosecutors"),
        "judges": _("Judges"),
        "first_responders": _("Other first responders"),
    }
    yield ngettext(
        "Counted at %(count)s training.", "Counted at %(count)s trainings.", details["trainings"]
    ) % {"count": details["trainings"]}
    for group, name in names.items():
        people = get_group_range(details, group)
        if people and (people.lower or people.upper):
            yield end_sentence(join_title(name, _people(people)))
    unrecorded = get_group_range(details, UNRECORDED)
    if unrecorded and (unrecorded.lower or unrecorded.upper):
        yield end_sentence(join_title(_("Profession not recorded"), _people(unrecorded)))
    # Figures stored earlier do not have `has_no_most`.
    has_no_most = details.get("has_no_most", details.get("uncounted"))
    if has_no_most:
        yield ngettext(
            "%(count)s training has no headcount, so the figure may be higher.",
            "%(count)s trainings have no headcount, so the figure may be higher.",
            has_no_most,
        ) % {"count": has_no_most}


def _people(people: Range) -> str:
    low = number_format(people.lower)
    if people.upper is None:
        return _("at least %(low)s") % {"low": low}
    high = number_format(people.upper)
    if not people.lower:
        return _("unknown, 0 to %(high)s") % {"high": high}
    return low if low == high else _("%(low)s to %(high)s people") % {"low": low, "high": high}
