"""Items 8 and 12: help for survivors, and the unrated figures shown next to them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from communities.languages import get_required_languages
from evaluation import measures
from evaluation.figure_queries import receipts
from evaluation.figure_queries.receipts import PartComputation
from evaluation.figure_queries.research_rows import Entry
from evaluation.figure_queries.rows import CommunityRows
from evaluation.figure_queries.service_rows import ServiceRow
from stakeholders.contribution_sums import count_new_partners, sum_contributions
from support.coverage import Call, Cell, Offer
from tfc.dates import is_within_days

# A service without need or language is still a record, but belongs to no cell.
NOWHERE: Cell = ("", "")


def ready_to_refer(rows: CommunityRows) -> PartComputation:
    """Compute 8. A pathway covers each need of its service, in its languages and in those accepted
    in the latest call.
    """
    languages = _languages(rows)
    with_pathway = [service for service in rows.services if service.pathway]
    measured = measures.ready_to_refer(
        languages,
        [pathway for service in with_pathway for pathway in _pathways(service)],
        rows.as_of,
        declared_none=rows.declared("ready_to_refer"),
        thresholds=rows.thresholds,
    )
    working = {(row["need"], row["language"]) for row in measured.details.get("cells", ()) if row["working"]}
    counted = [service for service in with_pathway if _works(service, working, rows)]
    others = [service for service in with_pathway if service not in counted]
    considered = _readiness(others)
    earlier = [entry for service in with_pathway for entry in service.earlier_calls]
    return PartComputation(
        replace(
            measured,
            details={**measured.details, "calls": _explain_uncounted_calls(counted, others, languages, rows)},
        ),
        filters={"languages": languages},
        records={**_languages_read(rows), **_readiness(counted)},
        considered={
            **considered,
            receipts.CHECKS: [*considered[receipts.CHECKS], *earlier],
            receipts.CONFIRMATIONS: [service.doubt for service in others if service.doubt],
        },
    )


def _explain_uncounted_calls(
    counted: Iterable[ServiceRow], others: Iterable[ServiceRow], languages: list[str], rows: CommunityRows
) -> dict[str, str]:
    """Return why calls do not count, by call id, as codes of evaluation.explanations.support.WHY_NOT."""
    earlier = (entry for service in (*counted, *others) for entry in service.earlier_calls)
    return {str(identity): "not_latest" for identity, _revision in earlier} | {
        str(service.call[0]): _explain_latest_call(service.offer, service.offer.call, languages, rows)
        for service in others
        if service.call and service.offer.call
    }


def _explain_latest_call(offer: Offer, call: Call, languages: list[str], rows: CommunityRows) -> str:
    if not is_within_days(call.on, rows.as_of, rows.thresholds.confirmed_days):
        return "too_old"
    if not call.answered:
        return "not_answered"
    if not any(call.accepts_cell(cell) for cell in offer.referral_cells if cell[1] in languages):
        return "not_taken"
    return "doubted" if offer.doubted and offer.written and offer.contact_trained else "not_prepared"


def _pathways(row: ServiceRow) -> Iterable[measures.Pathway]:
    offer, call = row.offer, row.offer.call
    for cell in sorted(offer.referral_cells) or [NOWHERE]:
        yield measures.Pathway(
            *cell,
            written=offer.written,
            contact_trained=offer.contact_trained,
            latest_call_on=call.on if call else None,
            latest_call_succeeded=call is not None and call.accepts_cell(cell),
            doubted=offer.doubted,
        )


def _works(row: ServiceRow, working: set[Cell], rows: CommunityRows) -> bool:
    days = rows.thresholds.confirmed_days
    return any(
        (pathway.need, pathway.language) in working and pathway.state(rows.as_of, days) == "working"
        for pathway in _pathways(row)
    )


def _readiness(services: Iterable[ServiceRow]) -> dict[str, list[Entry]]:
    service_list = list(services)
    return {
        receipts.SERVICES: [service.entry for service in service_list],
        receipts.PATHWAYS: [service.pathway for service in service_list if service.pathway],
        receipts.CHECKS: [service.call for service in service_list if service.call],
    }


def resources_identified(rows: CommunityRows) -> PartComputation:
    """Compute 12, with contributions and new partners in the details."""
    languages = _languages(rows)
    measured = measures.resources_identified(
        languages,
        [_service(service) for service in rows.services],
        rows.as_of,
        declared_none=rows.declared("resources_identified"),
        thresholds=rows.thresholds,
    )
    counted = [service for service in rows.services if _covers(service, languages, rows)]
    considered = {
        receipts.SERVICES: [service.entry for service in rows.services if service not in counted],
        receipts.CONFIRMATIONS: [service.doubt for service in rows.services if service.doubt],
        receipts.CONTRIBUTIONS: [entry for entry, _gift in rows.gifts],
        receipts.ORGANIZATIONS: [entry for entry, _partner in rows.new_partners],
    }
    return PartComputation(
        replace(measured, details={**measured.details, "supplementary": _get_supplement(rows)}),
        filters={"languages": languages},
        records={
            **_languages_read(rows),
            receipts.SERVICES: [service.entry for service in counted],
            receipts.CONFIRMATIONS: [service.confirmation for service in counted if service.confirmation],
        },
        considered=considered,
    )


def _service(row: ServiceRow) -> measures.Service:
    offer = row.offer
    return measures.Service(
        offer.needs, offer.languages, offer.confirmed_on, offer.kinds, doubted=offer.doubted
    )


def _covers(row: ServiceRow, languages: list[str], rows: CommunityRows) -> bool:
    confirmed = row.offer.is_confirmed(rows.as_of, rows.thresholds.confirmed_days)
    return confirmed and any(language in languages for _need, language in row.offer.cells)


def _languages(rows: CommunityRows) -> list[str]:
    spoken: Mapping[str, int] = rows.profile.get("language", {})
    return get_required_languages(rows.required_languages.values(), spoken, share=rows.thresholds.group_share)


def _languages_read(rows: CommunityRows) -> dict[str, list[Entry]]:
    return {receipts.LANGUAGES: [(identity, 1) for identity in rows.required_languages]}


def _get_supplement(rows: CommunityRows) -> dict[str, Any]:
    """Return the half-year's contributions and new partners by sector. Shown and never rated."""
    first, last = rows.half_year.first_day, rows.as_of
    partners = count_new_partners((partner for _entry, partner in rows.new_partners), first, last)
    giving = sum_contributions((gift for _entry, gift in rows.gifts), first, last)
    return {"giving": giving.as_json(), "new_partners": partners}
