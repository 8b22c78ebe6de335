"""Single counts: their readers, and what is shown of a small count."""

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Reader(Enum):
    """The reader of a count; the value is the highest count that is hidden from them."""

    COMMUNITY = 0
    NETWORK = 4
    PUBLIC = 10

    def hides(self, count: int) -> bool:
        """Return True if the count is hidden from this reader. A zero is shown: it reveals nothing about a person."""
        return 1 <= count <= self.value


class Display(Enum):
    EXACT = "exact"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DisplayedCount:
    """The parts of a count that may be shown.

    ``count`` is set only if it may be read, ``most`` only if it is hidden for being small. In tables a small count and
    one that protects it must look alike, so ``most`` is None there.
    """

    display: Display
    count: int | None = None
    most: int | None = None

    @property
    def text(self) -> str:
        """Return the count in the active language: "12 people", "10 or fewer people", or "" if unknown."""
        if self.display is Display.HIDDEN:
            return (
                get_hidden_text()
                if self.most is None
                else _("%(count)s or fewer people") % {"count": self.most}
            )
        if self.count is None:
            return ""
        return ngettext("%(count)s person", "%(count)s people", self.count) % {"count": self.count}


def show_count(count: int | None, reader: Reader) -> DisplayedCount:
    """Return ``count`` people as ``reader`` may see it. None stays unknown, and 0 stays 0.

    Use it for a single count, and `guard_table` for counts that are shown with their total.
    """
    if count is None:
        return DisplayedCount(Display.UNKNOWN)
    if reader.hides(count):
        return DisplayedCount(Display.HIDDEN, most=reader.value)
    return DisplayedCount(Display.EXACT, count=count)


def get_hidden_text() -> str:
    """Return the text in place of a hidden number, in the active language."""
    return _("not shown")
