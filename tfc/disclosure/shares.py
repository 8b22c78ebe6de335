"""A share of people, such as "12 of 40 know it": hidden if either part is small."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tfc.disclosure.counts import Display, Reader, get_hidden_text


@dataclass(frozen=True)
class ShownShare:
    """The parts of "part of whole" that may be shown.

    EXACT: ``part``, ``whole``, the percentage and its interval may be shown. HIDDEN: neither part nor percentage; only
    ``whole`` and ``possible`` remain. ``possible`` are the parts that a reader cannot distinguish, including the true
    one; anything that is the same for all of them (such as a rating) may be shown.
    """

    display: Display
    part: int | None = None
    whole: int | None = None
    possible: range = range(0)

    @property
    def text(self) -> str:
        """Return "12 of 40", "fewer than 5 of 40", "more than 35 of 40", "not shown", or "" if unknown."""
        if self.display is Display.UNKNOWN:
            return ""
        if self.display is Display.EXACT:
            return _("%(part)s of %(whole)s") % {"part": self.part, "whole": self.whole}
        if self.whole is None:
            return get_hidden_text()
        if self.possible.stop == self.whole and self.possible.start > 1:
            return _("more than %(part)s of %(whole)s") % {
                "part": self.possible.start - 1,
                "whole": self.whole,
            }
        if self.possible.start == 1 and self.possible.stop < self.whole:
            return _("fewer than %(part)s of %(whole)s") % {"part": self.possible.stop, "whole": self.whole}
        return _("not shown, of %(whole)s") % {"whole": self.whole}


def show_share(part: int | None, whole: int | None, reader: Reader, unclear: int = 0) -> ShownShare:
    """Return ``part`` of ``whole`` people as ``reader`` may see it; unknown if either is None. ``unclear``: how many
    more may belong to the part.

    The share is hidden if the part or the rest is small, with or without the unclear ones. The side is shown only if it
    leaves as many possibilities as the limit: for a whole of at most twice the limit, "few" and "nearly all" overlap
    and would leave only one; where some are unclear, neither is known. A small whole is hidden too. Raise ValueError
    for a part that does not fit into the whole.
    """
    if part is None or whole is None:
        return ShownShare(Display.UNKNOWN)
    if not 0 <= part <= part + unclear <= whole:
        raise ValueError(f"{part} of {whole} is not a share.")
    if reader.hides(whole):
        return ShownShare(Display.HIDDEN)
    if not any(map(reader.hides, (part, whole - part, whole - part - unclear))):
        return ShownShare(Display.EXACT, part, whole)
    possible = range(whole + 1) if unclear else _possible(part, whole, reader.value)
    return ShownShare(Display.HIDDEN, whole=whole, possible=possible)


def _possible(part: int, whole: int, limit: int) -> range:
    if whole <= 2 * limit:
        return range(1, whole)
    return range(1, limit + 1) if part <= limit else range(whole - limit, whole)
