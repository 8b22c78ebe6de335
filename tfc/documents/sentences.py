"""Messages about a file that is not accepted, and about what was removed from an accepted one."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tfc.documents.findings import Finding
from tfc.text.punctuation import listed

MOST_NAMED = 3
# Possible contents of a file, as part of a sentence.
CONTENTS = {
    "script": _("a script or macro"),
    "program": _("an action that starts a program"),
    "control": _("an ActiveX control"),
    "object": _("an embedded object"),
    "inserted": _("an inserted document"),
    "connection": _("a connection to other data"),
    "field": _("a field that loads or starts something"),
    "formula": _("a formula that loads or starts something"),
    "remote": _("a part that is loaded from elsewhere"),
    "link": _("a link that is not a web or email address"),
    "addin": _("an Office add-in"),
    "unknown-part": _("a part of an unknown kind"),
    # Parts of a PDF that are removed; the rest is accepted.
    "embedded-file": _("embedded files"),
    "media": _("sound, video or 3D"),
    "form-address": _("a form's send button"),
    "form-program": _("an XFA form"),
    "other-file": _("links to other files"),
    "web-action": _("a web page that opens by itself"),
}
REFUSALS = {
    "wrong-kind": _("This file is not what its name says. Open it, save it again, and choose the new file."),
    "unsafe-package": _("This file is damaged or unsafe. Open it, save it again, and choose the new file."),
    "broken-part": _("This file is damaged or unsafe. Open it, save it again, and choose the new file."),
    "broken-pdf": _("This PDF is damaged. Print it to a new PDF, and choose that file."),
    "broken-picture": _("This picture is damaged. Choose another file."),
    "locked": _("This file is locked with a password. Save it without one, and choose that file."),
    "locked-pdf": _("This PDF is locked or encrypted. Print it to a new PDF, and choose that file."),
    "too-many-pixels": _("This picture has too many pixels. Make it smaller, and choose it again."),
    "too-much": _("This file takes too long or too much memory to check. Make it smaller or simpler."),
    "not-text": _("This file is not plain text in UTF-8. Save it as UTF-8, and choose that file."),
}


def explain_refusal(findings: Iterable[Finding], suffix: str) -> str:
    findings = list(findings)
    for finding in findings:
        if finding.code in REFUSALS:
            return str(REFUSALS[finding.code])
    contents = listed(dict.fromkeys(_describe(finding) for finding in findings[:MOST_NAMED]))
    if suffix in (".xlsx", ".xls", ".ods", ".csv"):
        advice = gettext("Remove it, or save the sheet as CSV with values only.")
    else:
        advice = gettext("Remove it, or save the document as a PDF and choose the PDF.")
    return gettext("This file contains %(found)s. %(advice)s") % {"found": contents, "advice": advice}


def explain_removal(removed: Iterable[str]) -> str:
    """Return the message about what was removed; empty if nothing was removed."""
    contents = listed(CONTENTS[code] for code in removed)
    return gettext("Removed from the PDF for safety: %(found)s.") % {"found": contents} if contents else ""


def _describe(finding: Finding) -> str:
    content = str(CONTENTS[finding.code])
    if not finding.detail:
        return content
    return gettext("%(content)s (%(detail)s)") % {"content": content, "detail": finding.detail}
