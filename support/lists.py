"""Lists of the directory and of readiness to refer (`communities.data_lists`)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Role
from support import directory
from support.confirming import Freshness
from support.forms.services import ServiceFilterForm
from support.models import Need, Pathway, PathwayCheck, Service
from support.models.approval import CONFIDENTIAL
from support.needs import get_needs
from tfc.lists import ID, Field, Kind, ListExport, ListRequest, as_code, code_fields

TITLE = _("Local services")
POSITION = 4


def _services(list_request: ListRequest) -> QuerySet[Service]:
    """Return the services; a data link gets only those on the public pages."""
    services = Service.objects.public() if list_request.by_link else Service.objects.not_deleted()
    if SERVICES.is_narrowed(list_request):
        form = ServiceFilterForm(list_request.query)
        if not form.is_valid():
            return Service.objects.none()
        services = directory.filter_services(services, form.cleaned_data, list_request.today)
    return services.with_doubts().order_by("name", "pk")


def _as_shown(rows: Sequence[Service], list_request: ListRequest) -> Iterable[Any]:
    return [directory.DirectoryRow(service, list_request.today) for service in rows]


def _needs(row: directory.DirectoryRow) -> list[str]:
    met = get_needs(row.service.kinds)
    return [need.value for need in Need if need in met]


def _address(service: Service) -> str | None:
    if _is_by_link(service):
        return service.public_address
    return service.address if service.address_is_public else None


def _is_by_link(service: Service) -> bool:
    """Return True for a data link, which reads no address except the public one."""
    return "address" in service.get_deferred_fields()


def _detail(service: Service, name: str) -> str:
    """Return the detail; for a data link, as approved for the public pages."""
    value: str = getattr(service, f"public_{name}" if _is_by_link(service) else name)
    return value


SERVICES = ListExport(
    code="services",
    title=_("Services"),
    about=_("No file has confidential addresses. A link has only what the public pages show."),
    may_be_linked=True,
    filters=("text", "need", "language", "confirmed"),
    kept_back=CONFIDENTIAL,
    get_rows=_services,
    shape=_as_shown,
    fields=(
        replace(ID, tag="#service+id", value="service.pk"),
        Field("name", "#service+name", _("Name"), Kind.TEXT, "service.name"),
        Field("provider", "#org+provider+name", _("Provider"), Kind.TEXT, "service.provider"),
        Field("kinds", "#service+type+code", as_code(_("Kinds of help")), Kind.CODE, "service.kinds"),
        Field("kinds_name", "#service+type+name", _("Kinds of help"), Kind.TEXT, "kinds"),
        Field("needs", "#need+code", _("Needs"), Kind.CODE, _needs),
        Field("languages", "#service+language+code", _("Languages"), Kind.CODE, "service.languages"),
        Field("description", "#description+service", _("Description"), Kind.TEXT, "service.description"),
        Field("eligibility", "#description+eligibility", _("Who it is for"), Kind.TEXT, "service.eligibility"),
        Field("ineligibility", "#description+ineligibility", _("Who it is not for"), Kind.TEXT,
              "service.ineligibility"),
        Field("intake", "#description+intake", _("How to get help there"), Kind.TEXT, "service.intake"),
        Field("coverage", "#loc+coverage+name", _("Area it serves"), Kind.TEXT, "service.coverage"),
        Field("phone", "#service+phone", _("Phone"), Kind.TEXT, lambda row: _detail(row.service, "phone")),
        Field("website", "#service+url", _("Website"), Kind.URL, lambda row: _detail(row.service, "website")),
        Field("address", "#loc+address", _("Address"), Kind.TEXT, lambda row: _address(row.service),
              _("Only if the provider says it is public")),
        Field("always_open", "#service+always", _("Open 24 hours"), Kind.YES_NO, "service.always_open"),
        Field("public", "#meta+public", _("On our public page"), Kind.YES_NO,
              lambda row: row.service.is_public and row.service.approved_at is not None),
        Field("confirmed_on", "#date+confirmed", _("Last confirmed"), Kind.DATE, "service.confirmed_on"),
        *code_fields("freshness", "#status+freshness", pgettext_lazy("service", "Confirmed"), Freshness.choices,
               "freshness.value"),
    ),
)  # fmt: skip

# Columns that identify the service of a row.
OF_SERVICE = (
    Field("service_id", "#service+id", _("Service number"), Kind.COUNT),
    Field("service", "#service+name", _("Service"), Kind.TEXT, "service.name"),
)


def _pathways(list_request: ListRequest) -> QuerySet[Pathway]:
    pathways = Pathway.objects.filter(deleted_at=None, service__deleted_at=None)
    return pathways.select_related("service").order_by("service__name", "pk")


PATHWAYS = ListExport(
    code="pathways",
    title=_("Referral pathways"),
    about=_("Your team's steps to each service. Data links are not available."),
    least=Role.LEADER,
    get_rows=_pathways,
    fields=(
        *OF_SERVICE,
        Field("written", "#status+written", _("Written"), Kind.YES_NO, "is_written"),
        Field("steps", "#description+steps", _("Steps"), Kind.TEXT),
        Field("who_calls", "#description+who", _("Who calls whom"), Kind.TEXT),
        Field("has_contact", "#status+contact", _("Has a contact"), Kind.YES_NO,
              lambda row: row.contact_id is not None),
        Field("trained_on", "#date+trained", _("Trained on"), Kind.DATE, "contact_trained_on"),
    ),
)  # fmt: skip


def _checks(list_request: ListRequest) -> QuerySet[PathwayCheck]:
    checks = PathwayCheck.objects.not_deleted().filter(service__deleted_at=None)
    return checks.select_related("service").newest_first()


CHECKS = ListExport(
    code="checks",
    title=_("Referral checks"),
    about=_("Calls that checked pathways. Data links are not available."),
    least=Role.LEADER,
    get_rows=_checks,
    fields=(
        *OF_SERVICE,
        Field("on", "#date+checked", _("Date of the call"), Kind.DATE),
        Field("answered", "#status+answered", _("Answered"), Kind.YES_NO),
        Field("accepts", "#need+accepted+code", _("Accepts"), Kind.CODE,
              lambda row: [f"{need}:{language}" for need, language in row.accepts],
              _("Needs and languages the provider accepts")),
        Field("recorded_on", "#date+recorded", _("Recorded on"), Kind.DATE, "created_at"),
    ),
)  # fmt: skip

COMMUNITY_LISTS = (SERVICES, PATHWAYS, CHECKS)
