"""Single counts: who reads them, and what is written of one that is small."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Reader(Enum):
    """Who will read a count; the value is the highest count that is hidden from them."""

    COMMUNITY = 0
    NETWORK = 4
    PUBLIC = 10

    def hides(self, count: int) -> bool:
        """A zero tells of nobody, so it may be read."""
        return 1 <= count <= self.value


class Display(Enum):
    EXACT = "exact"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DisplayedCount:
    """What may be written of a count.

    ``count`` is there only where it may be read, ``most`` only where it is hidden for being small. In tables a small
    one and one that protects it look alike, so ``most`` is None there.
    """

    display: Display
    count: int | None = None
    most: int | None = None

    @property
    def text(self) -> str:
        """In the language that is active: "12 people", "10 or fewer people", or nothing when nobody counted."""
        if self.display is Display.HIDDEN:
            return not_shown() if self.most is None else _("%(count)s or fewer people") % {"count": self.most}
        if self.count is None:
            return ""
        return ngettext("%(count)s person", "%(count)s people", self.count) % {"count": self.count}


def shown(count: int | None, reader: Reader) -> DisplayedCount:
    """``count`` people as ``reader`` may see it. None is unknown and stays so; 0 hides nobody and stays 0.

    For a count that stands alone. Where others stand beside it that add up with it, use `guarded_table`.
    """
    if count is None:
        return DisplayedCount(Display.UNKNOWN)
    if reader.hides(count):
        return DisplayedCount(Display.HIDDEN, most=reader.value)
    return DisplayedCount(Display.EXACT, count=count)


def not_shown() -> str:
    """The words in the place of a number that is hidden, in the language that is active."""
    return _("not shown")
