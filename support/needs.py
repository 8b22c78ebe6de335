"""Which need each kind of service meets. Pure functions."""

from collections.abc import Iterable

from support.models import Need, ServiceKind

NEED_BY_KIND: dict[ServiceKind, Need] = {
    ServiceKind.HOUSING: Need.PHYSICAL,
    ServiceKind.FOOD: Need.PHYSICAL,
    ServiceKind.MEDICAL: Need.PHYSICAL,
    ServiceKind.SAFETY: Need.PHYSICAL,
    ServiceKind.COUNSELING: Need.PSYCHOLOGICAL,
    ServiceKind.CRISIS: Need.PSYCHOLOGICAL,
    ServiceKind.HOTLINE: Need.PSYCHOLOGICAL,
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
NEEDS_BY_CODE: dict[str, Need] = {kind.value: need for kind, need in NEED_BY_KIND.items()}

# Listed under its need but not enough to meet it: items 8 and 12 do not count food, clothing or a call.
FILLS_NO_CELL = frozenset({ServiceKind.FOOD, ServiceKind.HOTLINE})

# A community without one of these in a language is not resourced in that language.
INDISPENSABLE = (ServiceKind.HOUSING, ServiceKind.COUNSELING)


def get_needs(kinds: Iterable[str]) -> frozenset[Need]:
    """Return the needs that a service of these kinds meets; unknown codes meet none."""
    return frozenset(NEEDS_BY_CODE[kind] for kind in kinds if kind in NEEDS_BY_CODE)


def get_filled_needs(kinds: Iterable[str]) -> frozenset[Need]:
    """Return the needs whose cells in items 8 and 12 a service of these kinds can fill."""
    return get_needs(set(kinds) - FILLS_NO_CELL)


def get_kinds(need: str) -> list[ServiceKind]:
    """Return the kinds that meet a need, in their order."""
    return [kind for kind, met in NEED_BY_KIND.items() if met == need]


def kinds_by_need() -> list[tuple[Need, list[ServiceKind]]]:
    return [(need, get_kinds(need)) for need in Need]
