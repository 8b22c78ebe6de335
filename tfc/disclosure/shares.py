"""A share of people, such as "12 of 40 know it": hidden where it tells of few, on either side."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tfc.disclosure.counts import Display, Reader, not_shown


@dataclass(frozen=True)
class ShownShare:
    """What may be written of "part of whole".

    EXACT: ``part`` and ``whole`` may be read, and so may the percentage and its interval. HIDDEN: neither part nor
    percentage; ``whole`` and ``possible`` tell what remains. ``possible`` are the parts that a reader cannot tell
    apart, the true one among them; whatever is the same for all of them (a rating, say) may be shown.
    """

    display: Display
    part: int | None = None
    whole: int | None = None
    possible: range = range(0)

    @property
    def text(self) -> str:
        """ "12 of 40", "fewer than 5 of 40", "more than 35 of 40", "not shown", or nothing when unknown."""
        if self.display is Display.UNKNOWN:
            return ""
        if self.display is Display.EXACT:
            return _("%(part)s of %(whole)s") % {"part": self.part, "whole": self.whole}
        if self.whole is None:
            return not_shown()
        if self.possible.stop == self.whole and self.possible.start > 1:
            return _("more than %(part)s of %(whole)s") % {
                "part": self.possible.start - 1,
                "whole": self.whole,
            }
        if self.possible.start == 1 and self.possible.stop < self.whole:
            return _("fewer than %(part)s of %(whole)s") % {"part": self.possible.stop, "whole": self.whole}
        return _("not shown, of %(whole)s") % {"whole": self.whole}


def shown_share(part: int | None, whole: int | None, reader: Reader) -> ShownShare:
    """``part`` of ``whole`` people as ``reader`` may see it; None for either is unknown.

    Hidden when the part or the rest is small. The side is told only where it leaves as many possibilities as the
    limit: below twice the limit, "few" and "nearly all" meet and would leave but one. A small whole is hidden too.
    ValueError for a part that does not fit into the whole.
    """
    if part is None or whole is None:
        return ShownShare(Display.UNKNOWN)
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is not a share.")
    if reader.hides(whole):
        return ShownShare(Display.HIDDEN)
    if not reader.hides(part) and not reader.hides(whole - part):
        return ShownShare(Display.EXACT, part, whole)
    return ShownShare(Display.HIDDEN, whole=whole, possible=_possible(part, whole, reader.value))


def _possible(part: int, whole: int, limit: int) -> range:
    if whole <= 2 * limit:
        return range(1, whole)
    return range(1, limit + 1) if part <= limit else range(whole - limit, whole)
