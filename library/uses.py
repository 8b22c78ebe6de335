"""Uses of a material as a reader may see them, with a total per unit and none across units."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from communities.place_views import PlaceAccess
from events.models import OutputUnit
from library.models import Material, MaterialUse
from tfc.disclosure import Reader
from tfc.number_text import count_text


@dataclass(frozen=True)
class UseRow:
    """A use. ``date`` and ``event`` are visible only to its own community.

    ``quantity`` is None if unknown or hidden.
    """

    use: Any
    name: str
    is_own: bool
    quantity: int | None
    is_hidden: bool

    @property
    def reach(self) -> str:
        """Return "at least 40", "not shown", or an empty text if nothing was counted."""
        if self.is_hidden:
            return _("not shown: a small number of people")
        return count_text(self.quantity, at_least=self.use.at_least) if self.quantity is not None else ""


@dataclass(frozen=True)
class Total:
    """Total of one unit, over the uses whose number the reader can see."""

    unit: str
    quantity: int
    uses: int
    at_least: bool

    @property
    def quantity_text(self) -> str:
        return count_text(self.quantity, at_least=self.at_least)

    @property
    def label(self) -> str:
        return str(OutputUnit(self.unit).label)


def get_use_rows(material: Material, desk: PlaceAccess) -> list[UseRow]:
    """Return the uses, newest first; row-level security limits those of other communities to shared ones."""
    uses = MaterialUse.objects.not_deleted().filter(material=material).select_related("community", "event")
    return [build_use_row(use, is_own=desk.owns(use)) for use in uses.order_by("-on", "-id")]


def build_use_row(use: MaterialUse, *, is_own: bool) -> UseRow:
    reader = Reader.COMMUNITY if is_own else Reader.NETWORK
    hidden = use.quantity is not None and use.unit == OutputUnit.CONTACTS and reader.hides(use.quantity)
    name = use.community.name if use.community else use.office.name
    return UseRow(use, name, is_own, None if hidden else use.quantity, hidden)


def get_totals(rows: Iterable[UseRow]) -> list[Total]:
    """Return one total per unit, in fixed order.

    If a number is hidden or a lower bound, the total is a lower bound.
    """
    unit_totals = []
    rows = list(rows)
    for unit in OutputUnit.values:
        mine = [row for row in rows if row.use.unit == unit]
        counted_rows = [row for row in mine if row.quantity is not None]
        if counted_rows:
            bound = len(counted_rows) < len(mine) or any(row.use.at_least for row in counted_rows)
            unit_totals.append(
                Total(unit, sum(row.quantity or 0 for row in counted_rows), len(counted_rows), bound)
            )
    return unit_totals
