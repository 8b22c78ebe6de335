"""The number on a certificate: not stored, but a signature over the attendance.

It reveals nothing. Its 60 bits cannot be guessed, and it is short enough to type from paper.
"""

import base64
import hmac

from django.utils.crypto import salted_hmac

from events.models import EventStatus, TrainingAttendance
from tfc.query_params import row_number

LETTERS = 12


def build_certificate_code(attendance: TrainingAttendance) -> str:
    """Return a code such as 17-ABCD-EFGH-IJKL."""
    signed_text = f"{attendance.community_id}:{attendance.pk}"
    digest = salted_hmac("evaluation.certificate", signed_text, algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode()[:LETTERS]
    return "-".join([str(attendance.pk), *(letters[at : at + 4] for at in range(0, LETTERS, 4))])


def find_attendance(code: str) -> TrainingAttendance | None:
    """Return the attendance of a valid code that still holds, in the community's scope, or None."""
    number = row_number(code.partition("-")[0])
    if number is None:
        return None
    held = TrainingAttendance.objects.there().filter(sign_up__training__status=EventStatus.HELD)
    attendance = held.select_related("sign_up__training").filter(pk=number).first()
    if attendance is None or not hmac.compare_digest(
        build_certificate_code(attendance).encode(), code.upper().encode()
    ):
        return None
    return attendance
