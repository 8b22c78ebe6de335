"""The words of a briefing that nobody types, in the language that is active."""

from django.utils.translation import gettext as _


def headings() -> dict[str, str]:
    return {
        "briefing": _("Briefing"),
        "for_whom": _("For"),
        "opening": _("Why we write to you"),
        "findings": _("What we found"),
        "severity": _("How severe"),
        "confidence": _("How sure we are"),
        "affected": _("Who is affected"),
        "learned": _("How we learned of it"),
        "people": _("Who told us"),
        "strategies": _("What you could do about it"),
        "asks": _("What we ask of you"),
        "contact": _("Who we are"),
        "team": _("A team of neighbors who work to end human trafficking in our town, together with"),
        "hotline": _("Help and advice at any hour"),
        "page": _("Page"),
    }
