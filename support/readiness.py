"""Reads services with their pathways and calls, for pages and figures about readiness to refer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from communities.access import CommunityRequest
from communities.hotlines import is_emergency_line
from communities.languages import get_required_languages, language_name
from communities.models import PopulationProfile, RequiredLanguage, Role, RolePeriod
from support.confirming import CONFIRMED_DAYS, ProviderDoubt, is_doubted
from support.coverage import Call, Cell, Offer, latest_call
from support.models import Need, Pathway, PathwayCheck, Service, ServiceConfirmation
from support.needs import get_needs
from tfc.batched_queries import evaluate_together
from tfc.dates import is_within_days
from tfc.periods import HalfYear
from tfc.text.normalize import get_sort_key
from tfc.text.punctuation import join_title, listed

# In percent. An office may require languages of groups below five percent; a call can ask about all of these.
SPOKEN_SHARE = 1
CHECKS_SHOWN = 6


def build_offer(
    service: Service,
    pathway: Pathway | None,
    checks: Iterable[PathwayCheck],
    members: Collection[int],
    day: dt.date,
    doubts: Iterable[ProviderDoubt] = (),
) -> Offer:
    """Build the service as of a day.

    ``members``: membership ids of that day; ``checks``: not deleted, oldest first.
    """
    return Offer(
        id=service.pk,
        name=service.name,
        kinds=frozenset(service.kinds),
        languages=frozenset(service.languages),
        confirmed_on=service.confirmed_on,
        begun=pathway is not None,
        written=pathway is not None and pathway.is_written,
        contact_trained=pathway is not None and is_ready(pathway, members, day),
        call=latest_call((build_call(check) for check in checks), day),
        doubted=is_doubted(doubts, day),
    )


def is_ready(pathway: Pathway, members: Collection[int], day: dt.date) -> bool:
    """Return True if the contact was trained by the day and is still in the team."""
    trained = pathway.contact_trained_on
    return trained is not None and trained <= day and pathway.contact_id in members


def build_call(check: PathwayCheck) -> Call:
    return Call(check.on, check.answered, frozenset((need, language) for need, language in check.accepts))


def build_doubt(confirmation: ServiceConfirmation) -> ProviderDoubt:
    """Build the doubt, with days in the community's time zone."""
    settled_on = timezone.localdate(confirmation.settled_at) if confirmation.settled_at else None
    return ProviderDoubt(confirmation.replied_on or dt.date.min, settled_on)


def offers_on(day: dt.date) -> list[Offer]:
    """Return the services that are not deleted, by name, in a community's scope. In two queries."""
    roles = RolePeriod.objects.on(day).values_list("membership_id", flat=True)
    begun, calls = Pathway.objects.all(), PathwayCheck.objects.not_deleted().order_by("on", "id")
    answers = ServiceConfirmation.objects.doubts()
    evaluate_together(roles, begun, calls, answers)
    members, pathways = set(roles), {pathway.service_id: pathway for pathway in begun}
    checks = defaultdict(list)
    for check in calls:
        checks[check.service_id].append(check)
    doubts = defaultdict(list)
    for confirmation in answers:
        doubts[confirmation.service_id].append(build_doubt(confirmation))
    return [
        build_offer(service, pathways.get(service.pk), checks[service.pk], members, day, doubts[service.pk])
        for service in Service.objects.not_deleted().order_by("name", "id")
    ]


def spoken_languages() -> dict[str, int]:
    """Return speakers by language from the community's profile; empty if unknown."""
    groups = PopulationProfile.objects.filter(dimension="language")
    return dict(groups.order_by("-people", "group").values_list("group", "people"))


def get_cells_to_ask(service: Service, previous_cells: Iterable[Cell] = ()) -> list[tuple[Need, list[str]]]:
    """Return the needs and languages a call may ask about.

    The service's own needs and languages, required languages, and ``previous_cells``.
    """
    declared = RequiredLanguage.objects.values_list("language", flat=True)
    needed = get_required_languages(declared, spoken_languages(), share=SPOKEN_SHARE)
    languages = {*service.languages, *needed, *(language for _need, language in previous_cells)}
    needs = {*get_needs(service.kinds), *(need for need, _language in previous_cells)}
    ordered = sorted(languages, key=lambda language: get_sort_key(language_name(language)))
    return [(need, ordered) for need in Need if need in needs]


def get_calls_in(half_year: HalfYear, service: Service) -> list[PathwayCheck]:
    """Return the calls of a half-year to this provider, at any of its services; newest first."""
    checks = PathwayCheck.objects.not_deleted().filter(on__range=(half_year.first_day, half_year.last_day))
    if service.organization_id:
        checks = checks.filter(service__organization_id=service.organization_id)
    else:
        checks = checks.filter(service__provider__iexact=service.provider)
    return list(checks.select_related("service").newest_first())


def format_accepts(accepts: Iterable[Sequence[str]]) -> list[str]:
    """Format "Physical: English, Spanish", one line per need."""
    languages = defaultdict(list)
    for need, language in accepts:
        languages[need].append(language_name(language))
    return [
        join_title(need.label, listed(sorted(languages[need], key=get_sort_key)))
        for need in Need
        if need in languages
    ]


@dataclass(frozen=True)
class CheckRow:
    check: PathwayCheck
    is_fresh: bool

    @property
    def accepts(self) -> list[str]:
        return format_accepts(self.check.accepts)


def readiness_context(request: CommunityRequest, service: Service) -> dict[str, Any]:
    """Return the context of templates/support/parts/readiness.html for a service, in three queries."""
    today = timezone.localdate()
    pathway = Pathway.objects.filter(service=service).select_related("contact__user").first()
    members = set(RolePeriod.objects.on(today).values_list("membership_id", flat=True)) if pathway else set()
    checks = PathwayCheck.objects.not_deleted().filter(service=service).select_related("called_by__user")
    return {
        "readiness": {
            "pathway": pathway,
            "contact_left": bool(pathway and pathway.contact_id and pathway.contact_id not in members),
            "is_trained": bool(pathway and is_ready(pathway, members, today)),
            "checks": [
                CheckRow(check, is_within_days(check.on, today, CONFIRMED_DAYS))
                for check in checks.newest_first()[:CHECKS_SHOWN]
            ],
            "is_emergency_line": is_emergency_line(service.phone, request.community.office),
            "may_record": request.role >= Role.LEADER,
        }
    }
