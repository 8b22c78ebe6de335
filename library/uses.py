"""Who used a material, as one reader may see it, with a total for each unit and never one over units."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from events.models import OutputUnit
from library.models import Material, MaterialUse
from library.place_views import PlaceAccess
from tfc.disclosure import Reader

PEOPLE = (OutputUnit.PERSONS, OutputUnit.CONTACTS)


@dataclass(frozen=True)
class UseRow:
    """``date`` and ``event`` are for its own community alone. ``quantity`` is None where it is unknown or hidden."""

    use: Any
    name: str
    is_own: bool
    quantity: int | None
    is_hidden: bool

    @property
    def reach(self) -> str:
        """ "at least 40", "not shown", or nothing where nobody counted."""
        if self.is_hidden:
            return _("not shown: a small number of people")
        return format_quantity(self.quantity, at_least=self.use.at_least) if self.quantity is not None else ""


@dataclass(frozen=True)
class Total:
    """Of one unit, over the uses that the reader sees a number of."""

    unit: str
    quantity: int
    uses: int
    at_least: bool

    @property
    def quantity_text(self) -> str:
        return format_quantity(self.quantity, at_least=self.at_least)

    @property
    def label(self) -> str:
        return str(OutputUnit(self.unit).label)


def format_quantity(quantity: int, *, at_least: bool) -> str:
    number = number_format(quantity, force_grouping=True)
    return _("at least %(number)s") % {"number": number} if at_least else number


def get_use_rows(material: Material, desk: PlaceAccess) -> list[UseRow]:
    """The newest first; of others only what they chose to show (the wall holds it)."""
    uses = MaterialUse.objects.not_deleted().filter(material=material).select_related("community", "event")
    return [build_use_row(use, is_own=desk.owns(use)) for use in uses.order_by("-on", "-id")]


def build_use_row(use: MaterialUse, *, is_own: bool) -> UseRow:
    reader = Reader.COMMUNITY if is_own else Reader.NETWORK
    hidden = use.quantity is not None and use.unit in PEOPLE and reader.hides(use.quantity)
    name = use.community.name if use.community else use.office.name
    return UseRow(use, name, is_own, None if hidden else use.quantity, hidden)


def get_totals(rows: Iterable[UseRow]) -> list[Total]:
    """One for each unit in its fixed order. With a number that is only a lower bound, or hidden, so is the total."""
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
