"""The register as a page shows it: a keyset page of organisations, grouped by sector."""

from dataclasses import dataclass
from itertools import groupby

from stakeholders.models import Organization, OrganizationQuerySet, Sector

PAGE_SIZE = 50


@dataclass(frozen=True)
class RegisterPage:
    """Up to PAGE_SIZE rows in register order, and the ids from which the pages around begin, if there are any."""

    rows: list[Organization]
    before: int | None
    after: int | None

    @property
    def sectors(self) -> list[tuple[Sector, list[Organization]]]:
        grouped = groupby(self.rows, key=lambda row: row.sector)
        return [(Sector(code), list(rows)) for code, rows in grouped]


def register_page(
    found: OrganizationQuerySet, *, after: str = "", before: str = "", size: int = PAGE_SIZE
) -> RegisterPage:
    """The page that follows, or comes ahead of, the organisation with the id; an id that is none is left out."""
    ordered = found.in_register_order()
    if (mark := _mark(before)) and (rows := list(ordered.before(mark).reverse()[: size + 1])):
        return _page(rows[:size][::-1], more_before=len(rows) > size, more_after=True)
    if (mark := _mark(after)) and (rows := list(ordered.after(mark)[: size + 1])):
        return _page(rows[:size], more_before=True, more_after=len(rows) > size)
    rows = list(ordered[: size + 1])
    return _page(rows[:size], more_before=False, more_after=len(rows) > size)


def _page(rows: list[Organization], *, more_before: bool, more_after: bool) -> RegisterPage:
    return RegisterPage(
        rows=rows,
        before=rows[0].pk if rows and more_before else None,
        after=rows[-1].pk if rows and more_after else None,
    )


def _mark(text: str) -> Organization | None:
    """The row that a page begins beside; it may be in the bin by now, and still marks the place."""
    if not (text.isascii() and text.isdigit()):
        return None
    return Organization.objects.in_register_order().filter(pk=int(text)).first()


def unknown_sectors(counts: dict[str, int]) -> list[Sector]:
    """Those of the eight in which the team knows nobody yet."""
    return [Sector(code) for code, known in counts.items() if not known]
