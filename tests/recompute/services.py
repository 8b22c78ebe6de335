"""Items 8 and 12: could a survivor be referred today, and which services are there?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tests.recompute.half_years import CommunityHalfYear
from tests.recompute.ratings import UNKNOWN, RecomputedFigure, make_value
from tests.recompute.raw_rows import Row

# "Kinds of services that fill a cell. Food and clothes are listed and fill no cell."
KINDS = {
    "physical": {"housing", "medical", "safety"},
    "psychological": {"counseling", "crisis", "addiction"},
    "spiritual": {"spiritual_care", "faith_community"},
    # "Mentoring" has the code "company".
    "social": {"legal", "immigration", "language", "work", "case_management", "company"},
}
NEEDED_IN_EACH_LANGUAGE = ("housing", "counseling")


def get_required_languages(at: CommunityHalfYear) -> set[str]:
    """“Those declared by the community, and, where its profile has a language dimension, groups of ≥ 5 %”."""
    declared = {row.language for row in at.get_rows("required_languages")}
    speakers = {
        row.group: row.people for row in at.get_rows("population_profile") if row.dimension == "language"
    }
    everyone = sum(speakers.values())
    return declared | {
        language
        for language, people in speakers.items()
        if people and 100 * people >= at.thresholds["group_share"] * everyone
    }


def _get_cells(at: CommunityHalfYear) -> list[tuple[str, str]]:
    """“Cell = need × required language”."""
    return [(need, language) for language in sorted(get_required_languages(at)) for need in KINDS]


def compute_ready_to_refer(at: CommunityHalfYear) -> RecomputedFigure:
    """8: “working cells / required cells (%)”; unknown with “no required language”, and without any pathway: “nothing
    recorded and nothing declared is unknown”. “Untested cells count in the denominator and widen the bounds”.
    """
    cells = _get_cells(at)
    pathways = [
        row for service in _get_services(at) for row in at.get_rows("pathways", service_id=service.id)
    ]
    if at.is_declared_none("ready_to_refer"):
        return _get_declared_zero(cells, contradicted=bool(pathways))
    if not cells or not pathways:
        return UNKNOWN
    working = [cell for cell in cells if _is_working(at, cell)]
    untested = [cell for cell in cells if cell not in working and _is_untested(at, cell)]
    return make_value(len(working), len(working) + len(untested), len(cells))


def _get_declared_zero(cells: list[tuple[str, str]], *, contradicted: bool) -> RecomputedFigure:
    """“A declaration contradicted by a record is an error shown to the coordinator, not a value”."""
    return make_value(0, 0, len(cells), state="declared_zero") if cells and not contradicted else UNKNOWN


def _is_working(at: CommunityHalfYear, cell: tuple[str, str]) -> bool:
    """“Working = written pathway, trained contact, and the latest call to that provider within 184 days succeeded,
    for a kind of service that meets the need”.
    """
    for service in _get_ready_services(at, cell[0]):
        call = _get_latest_call(at, service)
        if (
            call is not None
            and call.answered
            and is_fresh(at, call.on)
            and list(cell) in call.accepts
            and not _is_doubted(at, service)
        ):
            return True
    return False


def _is_untested(at: CommunityHalfYear, cell: tuple[str, str]) -> bool:
    """All is ready but for the call, in a language of the service or for what its latest call took, however old; or
    what that call took is in doubt. Without a pathway or a trained contact nothing is left open.
    """
    for service in _get_ready_services(at, cell[0]):
        call = _get_latest_call(at, service)
        took = [] if call is None else call.accepts
        if call is None or not is_fresh(at, call.on):
            if cell[1] in service.languages or list(cell) in took:
                return True
        elif list(cell) in took:
            return True
    return False


def _get_ready_services(at: CommunityHalfYear, need: str) -> list[Row]:
    """For the need, with a written pathway and a contact who was trained by the as-of date."""
    return [
        service
        for service in _get_services(at)
        if KINDS[need] & set(service.kinds)
        and any(
            pathway.steps and pathway.who_calls and _is_trained_contact(at, pathway)
            for pathway in at.get_rows("pathways", service_id=service.id)
        )
    ]


def _is_trained_contact(at: CommunityHalfYear, pathway: Row) -> bool:
    """Trained by the as-of date, and of the team on that day."""
    is_in_team = any(
        period.started_on <= at.as_of and (period.ended_on is None or period.ended_on > at.as_of)
        for period in at.get_rows("role_periods", membership_id=pathway.contact_id)
    )
    return is_in_team and pathway.contact_trained_on is not None and pathway.contact_trained_on <= at.as_of


def _get_services(at: CommunityHalfYear) -> list[Row]:
    """Those that were recorded by the as-of date: entered by then, or with a call or an answer of such a day.
    “Nothing recorded and nothing declared is unknown”.
    """
    return [
        service
        for service in at.get_rows("services")
        if at.get_day(service.created_at) <= at.as_of
        or _get_latest_call(at, service) is not None
        or (service.confirmed_on is not None and service.confirmed_on <= at.as_of)
        or any(
            row.reply and row.replied_on <= at.as_of
            for row in at.get_rows("confirmations", service_id=service.id)
        )
    ]


def _get_latest_call(at: CommunityHalfYear, service: Row) -> Row | None:
    calls = [call for call in at.get_rows("calls", service_id=service.id) if call.on <= at.as_of]
    return max(calls, key=lambda call: (call.on, call.id), default=None)


def is_fresh(at: CommunityHalfYear, day: date | None) -> bool:
    """“Within 184, so that a whole half-year fits”, back from the as-of date."""
    return day is not None and at.as_of - timedelta(days=at.thresholds["confirmed_days"]) <= day <= at.as_of


def compute_resources_identified(at: CommunityHalfYear) -> RecomputedFigure:
    """12: “covered cells / (4 needs × required languages) (%)”; unknown with “no required language”, and where no
    service is recorded. What no provider confirmed in that time is unresolved, and widens the bounds. “Without
    housing (physical) and counseling (psychological) in a language, at most partly”.
    """
    services, languages = _get_services(at), get_required_languages(at)
    if at.is_declared_none("resources_identified"):
        figure = _get_declared_zero(_get_cells(at), contradicted=bool(services))
        return replace(figure, capped=figure.is_known, upper_is_capped=figure.is_known)
    if not languages or not services:
        return UNKNOWN
    confirmed = _get_kinds(languages, [service for service in services if _is_confirmed(at, service)])
    perhaps = _get_kinds(languages, services)
    lower, upper = (
        sum(bool(KINDS[need] & kinds[language]) for need, language in _get_cells(at))
        for kinds in (confirmed, perhaps)
    )
    figure = make_value(lower, upper, len(_get_cells(at)))
    return replace(figure, capped=_is_capped(confirmed), upper_is_capped=_is_capped(perhaps))


def _get_kinds(languages: set[str], services: list[Row]) -> dict[str, set[str]]:
    """What is offered, by language."""
    return {
        language: {kind for service in services if language in service.languages for kind in service.kinds}
        for language in languages
    }


def _is_capped(kinds: dict[str, set[str]]) -> bool:
    return any(kind not in offered for offered in kinds.values() for kind in NEEDED_IN_EACH_LANGUAGE)


def _is_confirmed(at: CommunityHalfYear, service: Row) -> bool:
    """“Covered = a service confirmed within 184 days offers the need in the language”."""
    days = _get_days_of_confirmation(at, service)
    return not _is_doubted(at, service) and any(is_fresh(at, day) for day in days)


def _is_doubted(at: CommunityHalfYear, service: Row) -> bool:
    """The provider has said that something changed or ended, and the team has not settled it: what it said before is
    unresolved.
    """
    return any(
        row.reply in ("changed", "closed")
        and row.replied_on <= at.as_of
        and (row.settled_at is None or at.get_day(row.settled_at) > at.as_of)
        for row in at.get_rows("confirmations", service_id=service.id)
    )


def _get_days_of_confirmation(at: CommunityHalfYear, service: Row) -> Iterator[date | None]:
    yield service.confirmed_on
    replies = at.get_rows("confirmations", service_id=service.id)
    yield from (row.replied_on for row in replies if row.reply == "right")
