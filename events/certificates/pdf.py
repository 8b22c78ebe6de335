"""The PDF of a certificate, in the language of the request; made on request, in about 0.1 s."""

import io
from pathlib import Path
from typing import Any

import segno
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.models import Community
from events.certificates.codes import build_certificate_code
from events.models import TrainingAttendance
from tfc.typesetting import drawable, typeset

TEMPLATE = Path(__file__).parent / "certificate.typ"


def certificate_pdf(attendance: TrainingAttendance, address: str) -> bytes:
    """Return a tagged PDF/UA-1 of one page. ``address``: the page that confirms it."""
    membership = attendance.sign_up.membership
    content = drawable(
        _content(attendance, membership.user.name or membership.user.email, membership.community)
    )
    code = io.BytesIO()
    segno.make(address, error="m", micro=False).save(code, kind="svg", border=1, light="#fff", dark="#000")
    content |= {"address": address, "code_svg": code.getvalue().decode()}
    made_at = timezone.now().replace(microsecond=0).isoformat()
    return typeset(TEMPLATE, {"certificate": content}, made_at, country=membership.community.office.country)


def _content(attendance: TrainingAttendance, name: str, community: Community) -> dict[str, Any]:
    training = attendance.sign_up.training
    return {
        "language": get_language() or "en",
        "title": _("Certificate"),
        "intro": _("This is to confirm that"),
        "name": name,
        "took_part": _("took part in the training"),
        "training": training.title,
        "facts": [
            [_("Topic"), str(training.get_topic_display())],
            [_("Date"), date_format(training.local_day, "DATE_FORMAT")],
            [_("Place"), training.place or _("Online")],
            [_("Community"), community.name],
            [_("Held by"), community.office.name],
        ],
        "number_label": _("Number"),
        "number": build_certificate_code(attendance),
        "check": _("Check that it is valid:"),
        "code_alt": _("QR code of this address"),
    }
