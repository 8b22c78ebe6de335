"""Which need each kind of service meets. Pure."""

from collections.abc import Iterable

from support.models import Need, ServiceKind

NEED_OF: dict[ServiceKind, Need] = {
    ServiceKind.HOUSING: Need.PHYSICAL,
    ServiceKind.FOOD: Need.PHYSICAL,
    ServiceKind.MEDICAL: Need.PHYSICAL,
    ServiceKind.SAFETY: Need.PHYSICAL,
    ServiceKind.COUNSELING: Need.PSYCHOLOGICAL,
    ServiceKind.CRISIS: Need.PSYCHOLOGICAL,
    ServiceKind.ADDICTION: Need.PSYCHOLOGICAL,
    ServiceKind.SPIRITUAL_CARE: Need.SPIRITUAL,
    ServiceKind.FAITH_COMMUNITY: Need.SPIRITUAL,
    ServiceKind.LEGAL: Need.SOCIAL,
    ServiceKind.IMMIGRATION: Need.SOCIAL,
    ServiceKind.LANGUAGE: Need.SOCIAL,
    ServiceKind.WORK: Need.SOCIAL,
    ServiceKind.CASE_MANAGEMENT: Need.SOCIAL,
    ServiceKind.COMPANY: Need.SOCIAL,
}
NEEDS_BY_CODE: dict[str, Need] = {kind.value: need for kind, need in NEED_OF.items()}

# Listed under its need, and not enough to meet it: items 8 and 12 count no food or clothing.
FILLS_NO_CELL = frozenset({ServiceKind.FOOD})

# A town that lacks one of these in a language cannot call itself resourced in it.
INDISPENSABLE = (ServiceKind.HOUSING, ServiceKind.COUNSELING)


def needs_of(kinds: Iterable[str]) -> frozenset[Need]:
    """The needs that a service of these kinds meets; a code that is no kind meets none."""
    return frozenset(NEEDS_BY_CODE[kind] for kind in kinds if kind in NEEDS_BY_CODE)


def get_filled_needs(kinds: Iterable[str]) -> frozenset[Need]:
    """The needs whose cells in items 8 and 12 a service of these kinds can fill."""
    return needs_of(set(kinds) - FILLS_NO_CELL)


def kinds_of(need: str) -> list[ServiceKind]:
    """The kinds that meet a need, in their order."""
    return [kind for kind, met in NEED_OF.items() if met == need]


def kinds_by_need() -> list[tuple[Need, list[ServiceKind]]]:
    return [(need, kinds_of(need)) for need in Need]
