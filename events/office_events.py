"""An office's own events in words."""

from django.utils.translation import gettext as _

from events.counts import OutputLine
from events.models import OfficeEvent
from events.output_units import get_unit_label
from tfc.number_text import count_text
from tfc.text.punctuation import join_bracketed, join_title


def describe_office_event(event: OfficeEvent) -> str:
    """Return “Held by Oasis · Education · Pasadena · People present: at least 60”."""
    parts = (
        event.get_role_display(),
        event.get_kind_display(),
        event.place,
        format_people(event),
    )
    return " · ".join(str(part) for part in parts if part)


def format_people(event: OfficeEvent) -> str:
    """Return “People present: at least 60”; empty if nobody counted."""
    if event.people is None:
        return ""
    return join_title(_("People present"), count_text(event.people, at_least=event.at_least))


def describe_output_line(line: OutputLine) -> str:
    number = count_text(line.quantity, at_least=line.at_least)
    return join_bracketed(join_title(get_unit_label(line.unit), number), line.what)
