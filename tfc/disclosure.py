"""The one guard for counts of people that leave a community: small ones are hidden, the stored figure never changes."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Reader(Enum):
    """Who will read a count; the value is the highest count that is hidden from them."""

    COMMUNITY = 0
    NETWORK = 4
    PUBLIC = 10


class Display(Enum):
    EXACT = "exact"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Shown:
    """What may be written of a count. ``count`` is there only where it may be read; ``most`` only where it may not."""

    display: Display
    count: int | None = None
    most: int | None = None

    @property
    def text(self) -> str:
        """In the language that is active: "12 people", "10 or fewer people", or nothing when nobody counted."""
        if self.display is Display.HIDDEN:
            return _("%(count)s or fewer people") % {"count": self.most}
        if self.count is None:
            return ""
        return ngettext("%(count)s person", "%(count)s people", self.count) % {"count": self.count}


def shown(count: int | None, reader: Reader) -> Shown:
    """``count`` people as ``reader`` may see it. None is unknown and stays so; 0 hides nobody and stays 0."""
    if count is None:
        return Shown(Display.UNKNOWN)
    if 1 <= count <= reader.value:
        return Shown(Display.HIDDEN, most=reader.value)
    return Shown(Display.EXACT, count=count)
