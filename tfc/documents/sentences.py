"""Messages about a file that is not accepted, and about what was removed from an accepted one."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tfc.documents.findings import Finding
from tfc.text.punctuation import join_bracketed, listed

MOST_NAMED = 3
# Possible contents of a file, as part of a sentence.
ACTION = _("an action that starts a program or opens a website")
EMBEDDED = _("an embedded object or file")
CONNECTION = _("a connection to another file or website")
LOADING = _("a field, form or formula that loads or starts something")
CONTENTS = {
    "script": _("a script or macro"),
    **dict.fromkeys(("program", "web-action"), ACTION),
    **dict.fromkeys(("control", "object", "inserted", "addin", "embedded-file"), EMBEDDED),
    **dict.fromkeys(("connection", "remote", "other-file"), CONNECTION),
    **dict.fromkeys(("field", "formula", "form-address", "form-program"), LOADING),
    "link": _("a link that is not a web or email address"),
    "unknown-part": _("a part of an unknown kind"),
    "media": _("sound, video or 3D"),
}
UNSAFE = _(
    "This file is damaged, unsafe or not what its name says. Open it, save it again, and choose the new file."
)
BAD_PDF = _("This PDF is damaged, locked or encrypted. Print it to a new PDF, and choose that file.")
REFUSALS = {
    "wrong-kind": UNSAFE,
    "unsafe-package": UNSAFE,
    "broken-part": UNSAFE,
    "broken-pdf": BAD_PDF,
    "broken-picture": _("This picture is damaged. Choose another file."),
    "locked": _("This file is locked with a password. Save it without one, and choose that file."),
    "locked-pdf": BAD_PDF,
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
    contents = listed(dict.fromkeys(str(CONTENTS[code]) for code in removed))
    return gettext("Removed from the PDF for safety: %(found)s.") % {"found": contents} if contents else ""


def _describe(finding: Finding) -> str:
    content = str(CONTENTS[finding.code])
    return join_bracketed(content, finding.detail)
