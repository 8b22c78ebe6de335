"""The register as a page shows it: a keyset page of organisations, grouped by sector."""

from dataclasses import dataclass
from itertools import groupby

from stakeholders.models import Organization, OrganizationQuerySet, Sector, Strategy
from tfc import keyset

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
    if (mark := _mark(before)) and (ahead := keyset.before(ordered.before(mark).reverse(), size)).rows:
        return _page(ahead)
    if (mark := _mark(after)) and (following := keyset.after(ordered.after(mark), size)).rows:
        return _page(following)
    return _page(keyset.from_start(ordered, size))


def _page(found: keyset.Slice[Organization]) -> RegisterPage:
    return RegisterPage(
        rows=found.rows,
        before=found.rows[0].pk if found.has_previous else None,
        after=found.rows[-1].pk if found.has_next else None,
    )


def _mark(text: str) -> Organization | None:
    """The row that a page begins beside; it may be in the bin by now, and still marks the place."""
    if not (text.isascii() and text.isdigit()):
        return None
    return Organization.objects.in_register_order().filter(pk=int(text)).first()


def with_strategies(rows: list[Organization]) -> set[int]:
    """The ids of those that have a running strategy; one query."""
    return set(
        Strategy.objects.running().filter(organization__in=rows).values_list("organization", flat=True)
    )


def unknown_sectors(counts: dict[str, int]) -> list[Sector]:
    """Those of the eight in which the team knows nobody yet."""
    return [Sector(code) for code, known in counts.items() if not known]
