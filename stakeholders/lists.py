"""Exported lists of organizations, their strategies and contributions, and research findings
(`communities.data_lists`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Role
from stakeholders.date_range import SpanForm, get_half_years, get_spans
from stakeholders.findings import display_finding
from stakeholders.forms.register import SearchForm
from stakeholders.horizon import horizon
from stakeholders.models import (
    Audience,
    BriefingStatus,
    Contact,
    Contribution,
    ContributionKind,
    Deliverable,
    Finding,
    FindingStatus,
    Grant,
    KnownRoute,
    Method,
    OfficePartnership,
    Organization,
    Partnership,
    PartnershipKind,
    PartnershipRole,
    Purpose,
    Sector,
    Strategy,
    StrategyLevel,
    SubGrant,
    TieKind,
)
from stakeholders.strategies import get_strategy_progress
from stakeholders.strategy_status import EffectiveLevel
from stakeholders.vulnerabilities import catalogue
from tfc.lists import ID, Field, Kind, ListExport, ListRequest, as_code, code_fields

TITLE = _("Network and research")
POSITION = 3

# Fields of the row's organization that data links leave out.
NOT_FOR_LINKS = ("organization__note", "organization__phone")
# The columns that identify the organization of a row.
OF_ORGANIZATION = (
    Field("organization_id", "#org+id", _("Number of the organization"), Kind.COUNT),
    Field("organization", "#org+name", _("Organization"), Kind.TEXT, "organization.name"),
)  # fmt: skip


def _organizations(list_request: ListRequest) -> QuerySet[Organization]:
    form = SearchForm(list_request.query)
    if not form.is_valid():
        return Organization.objects.none()
    text, sector = form.cleaned_data["text"], form.cleaned_data["sector"]
    contacts = Contact.objects.not_deleted()
    contacts = contacts if list_request.role >= Role.LEADER else contacts.listed()
    organizations = Organization.objects.not_deleted().matching(text, contacts)
    return (organizations.filter(sector=sector) if sector else organizations).in_register_order()


ORGANIZATIONS = ListExport(
    code="organizations",
    title=_("Organizations"),
    about=_("All organizations, by sector."),
    may_be_linked=True,
    filters=("text", "sector"),
    kept_back=("note", "phone"),
    get_rows=_organizations,
    fields=(
        ID,
        Field("name", "#org+name", _("Name"), Kind.TEXT),
        *code_fields("sector", "#sector", _("Sector"), Sector.choices),
        *code_fields("tie", "#status+tie", _("Relationship"), TieKind.choices),
        Field("known_since", "#date+start", _("Known since"), Kind.DATE, "met_on"),
        Field("languages", "#org+language+code", _("Languages"), Kind.CODE),
        Field("website", "#org+url", _("Website"), Kind.URL),
        Field("phone", "#org+phone", _("Phone"), Kind.TEXT, leaves=False),
        Field("note", "#description+note", _("Note"), Kind.TEXT, leaves=False),
        Field("recorded_on", "#date+recorded", _("Recorded on"), Kind.DATE, "created_at"),
    ),
)


def _contacts(list_request: ListRequest) -> QuerySet[Contact]:
    return (
        Contact.objects.not_deleted()
        .filter(organization__deleted_at=None)
        .select_related("organization")
        .order_by("organization__name", "name", "pk")
    )


CONTACTS = ListExport(
    code="contacts",
    title=_("Contacts"),
    about=_("Only for coordinators, without data links."),
    has_personal_details=True,
    least=Role.COORDINATOR,
    get_rows=_contacts,
    fields=(
        ID,
        *OF_ORGANIZATION,
        Field("name", "#contact+name", _("Name"), Kind.TEXT),
        Field("role", "#contact+role", _("Role in the organization"), Kind.TEXT),
        Field("email", "#contact+email", _("Work email"), Kind.TEXT),
        Field("phone", "#contact+phone", _("Work phone"), Kind.TEXT),
        Field("listed", "#meta+consent", _("Agreed to be listed"), Kind.YES_NO, "may_be_listed"),
    ),
)


def _findings(list_request: ListRequest) -> QuerySet[Finding]:
    return Finding.objects.not_deleted().select_related("research").ranked()


def _with_titles(rows: Sequence[Finding], list_request: ListRequest) -> Iterable[Any]:
    vulnerabilities, months = catalogue(), horizon(list_request.today).finding_months
    return [display_finding(finding, vulnerabilities, list_request.today, months) for finding in rows]


FINDINGS = ListExport(
    code="findings",
    title=_("Findings"),
    about=_(
        "Without location notes. Only for coordinators, without data links."
    ),
    least=Role.COORDINATOR,
    get_rows=_findings,
    shape=_with_titles,
    fields=(
        replace(ID, value="finding.pk"),
        Field("vulnerability", "#cause+code", as_code(_("Vulnerability")), Kind.CODE, "finding.vulnerability"),
        Field("vulnerability_name", "#cause+name", _("Vulnerability"), Kind.TEXT, "title"),
        Field("group_name", "#cause+group+name", _("Group"), Kind.TEXT, "group"),
        Field("summary", "#description+finding", _("What you found"), Kind.TEXT, "finding.summary"),
        Field("severity", "#severity+num", _("Severity"), Kind.COUNT, "finding.severity", _("1 to 5")),
        Field("confidence", "#indicator+confidence+num", _("Confidence"), Kind.COUNT, "finding.confidence",
              _("1 to 5")),
        Field("weight", "#indicator+weight+num", _("Weight"), Kind.COUNT, "score", _("Severity × confidence")),
        Field("affected", "#group+affected+code", _("Who is affected"), Kind.CODE, "finding.affected_groups"),
        *code_fields("method", "#meta+method", _("Method"), Method.choices, "finding.method"),
        Field("people_heard", "#reached+heard+num", _("People who told you"), Kind.PEOPLE, "finding.people_heard"),
        Field("observed_on", "#date+observed", _("Date"), Kind.DATE, "finding.observed_on"),
        Field("checked_on", "#date+checked", _("Checked with the community on"), Kind.DATE, "finding.checked_on"),
        *code_fields("status", "#status+finding", _("Status"), FindingStatus.choices, "finding.status"),
        Field("research", "#activity+name", _("Research"), Kind.TEXT, "finding.research"),
    ),
)  # fmt: skip


def _strategies(list_request: ListRequest) -> QuerySet[Strategy]:
    strategies = (
        Strategy.objects.not_deleted().filter(organization__deleted_at=None).with_progress(list_request.today)
    )
    return strategies.select_related("organization").order_by("organization__name", "pk")


def _with_standing(rows: Sequence[Strategy], list_request: ListRequest) -> Iterable[Any]:
    return get_strategy_progress(list_request.today, rows)


STRATEGIES = ListExport(
    code="strategies",
    title=_("Strategies"),
    about=_("Strategies, how far they are, and their evidence."),
    may_be_linked=True,
    kept_back=("note", "end_reason", *NOT_FOR_LINKS),
    get_rows=_strategies,
    shape=_with_standing,
    fields=(
        replace(ID, value="strategy.pk"),
        Field("organization_id", "#org+id", _("Number of the organization"), Kind.COUNT, "strategy.organization_id"),
        Field("organization", "#org+name", _("Organization"), Kind.TEXT, "strategy.organization.name"),
        *code_fields("sector", "#sector", _("Sector"), Sector.choices, "strategy.organization.sector"),
        Field("strategy", "#activity+code", as_code(_("Strategy")), Kind.CODE, "strategy.code"),
        Field("strategy_name", "#activity+name", _("Strategy"), Kind.TEXT, "title"),
        *code_fields("purpose", "#activity+purpose", _("Purpose"), Purpose.choices, "strategy.purpose"),
        *code_fields("rung", "#status+rung", _("Level"), StrategyLevel.choices, "rung.value"),
        *code_fields("standing", "#status+standing", _("Level"), EffectiveLevel.choices, "standing.value"),
        Field("since", "#date+start", _("At this level since"), Kind.DATE, "strategy.rung_since"),
        Field("evidence_on", "#date+evidence", _("Newest evidence"), Kind.DATE, "strategy.evidence_on"),
        Field("unconfirmed_on", "#date+lapse", _("Unconfirmed from"), Kind.DATE,
              lambda row: row.lapses_on if row.claims else None, _("Without newer evidence")),
        Field("ended_on", "#date+end", _("Ended on"), Kind.DATE, "strategy.ended_on"),
        Field("note", "#description+note", _("Note"), Kind.TEXT, "strategy.note", leaves=False),
    ),
)  # fmt: skip


def _contributions(list_request: ListRequest) -> QuerySet[Contribution]:
    """Return the contributions of the chosen period, else all."""
    contributions = Contribution.objects.not_deleted().select_related("organization").newest_first()
    if not list_request.query.get("period"):
        return contributions
    half_years = get_half_years(Contribution.objects.not_deleted(), "received_on")
    span = SpanForm(list_request.query, spans=get_spans(half_years, list_request.today)).span()
    return contributions.between(span.first, span.last)


CONTRIBUTIONS = ListExport(
    code="contributions",
    title=_("Contributions"),
    about=_("Money, goods and hours given."),
    may_be_linked=True,
    filters=("period",),
    kept_back=NOT_FOR_LINKS,
    get_rows=_contributions,
    fields=(
        ID,
        *code_fields("kind", "#modality", _("Kind"), ContributionKind.choices),
        *code_fields("sector", "#sector", _("Sector"), Sector.choices),
        *OF_ORGANIZATION,
        Field("amount", "#value+num", _("Amount"), Kind.MONEY,
              meaning=_("Money in the currency given, hours or pieces; empty if nobody counted")),
        Field("currency", "#currency+code", _("Currency"), Kind.CODE),
        Field("what", "#description+what", _("Description"), Kind.TEXT),
        Field("received_on", "#date+received", _("Received on"), Kind.DATE),
    ),
)  # fmt: skip


def _partnerships(list_request: ListRequest) -> QuerySet[Partnership]:
    return Partnership.objects.not_deleted().in_order()


PARTNERSHIPS = ListExport(
    code="partnerships",
    title=_("Partnerships"),
    about=_("Task forces, coalitions and sub-grants."),
    may_be_linked=True,
    get_rows=_partnerships,
    fields=(
        ID,
        *code_fields("kind", "#activity+type", _("Kind"), PartnershipKind.choices),
        Field("name", "#activity+name", _("Name"), Kind.TEXT),
        *code_fields("role", "#status+role", _("Role"), PartnershipRole.choices),
        Field("partner_name", "#org+partner+name", _("Partner"), Kind.TEXT),
        Field("starts_on", "#date+start", _("From"), Kind.DATE),
        Field("ends_on", "#date+end", _("Until"), Kind.DATE),
    ),
)

OFFICE_PARTNERSHIPS = ListExport(
    code="office-partnerships",
    title=_("Our own partnerships"),
    about=_("Task forces and coalitions in which Oasis itself takes part."),
    get_rows=lambda list_request: (
        OfficePartnership.objects.filter(office=list_request.place).not_deleted().in_order()
    ),
    fields=PARTNERSHIPS.fields,
)


def _of_grants(rows: Any, list_request: ListRequest) -> Any:
    return (
        rows.filter(office=list_request.place, grant__deleted_at=None).not_deleted().select_related("grant")
    )


OF_GRANT = (
    Field("grant_id", "#activity+grant+id", _("Number of the record of the grant"), Kind.COUNT),
    Field("grant", "#activity+grant+name", _("Grant"), Kind.TEXT, "grant.title"),
)
GRANTS = ListExport(
    code="grants",
    title=_("Grants"),
    about=_("Grants to Oasis, with funder, period, amount and currency."),
    get_rows=lambda list_request: Grant.objects.filter(office=list_request.place).not_deleted().in_order(),
    fields=(
        replace(ID, tag="#activity+grant+id"),
        Field("title", "#activity+grant+name", _("Title"), Kind.TEXT),
        Field("funder", "#org+funder+name", _("Funder"), Kind.TEXT),
        Field("number", "#activity+grant+code", _("Number of the grant"), Kind.TEXT),
        Field("starts_on", "#date+start", _("From"), Kind.DATE),
        Field("ends_on", "#date+end", _("Until"), Kind.DATE),
        Field("amount", "#value+grant", _("Amount"), Kind.NUMBER),
        Field("currency", "#currency", _("Currency"), Kind.CODE),
        Field("note", "#description+note", _("Note"), Kind.TEXT),
        Field("public", "#meta+public", _("Amounts may be published"), Kind.YES_NO, "amounts_are_public"),
    ),
)
DELIVERABLES = ListExport(
    code="deliverables",
    title=_("Deliverables"),
    about=_("What was promised for grants to Oasis, and by when."),
    get_rows=lambda list_request: _of_grants(Deliverable.objects.soonest_first(), list_request),
    fields=(
        *OF_GRANT,
        Field("title", "#activity+name", _("Title"), Kind.TEXT),
        Field("quantity", "#targeted+num", _("How many"), Kind.COUNT),
        Field("unit", "#output+unit+name", _("Unit"), Kind.TEXT),
        Field("due_on", "#date+due", _("Due on"), Kind.DATE),
    ),
)
SUB_GRANTS = ListExport(
    code="sub-grants",
    title=_("Sub-grants"),
    about=_("Parts of grants that communities received."),
    get_rows=lambda list_request: _of_grants(SubGrant.objects.newest_first(), list_request).select_related(
        "grant", "recipient"
    ),
    fields=(
        *OF_GRANT,
        Field("community", "#adm+community+name", _("Community"), Kind.TEXT, "recipient.name"),
        Field("day", "#date+occurred", _("Date"), Kind.DATE, "on"),
        Field("amount", "#value+sub_grant", _("Amount"), Kind.NUMBER),
        Field("currency", "#currency", _("Currency"), Kind.CODE),
        Field("purpose", "#description+purpose", _("Purpose"), Kind.TEXT),
    ),
)

BRIEFINGS = ListExport(
    code="office-briefings",
    title=_("Briefings"),
    about=_("When communities briefed officials, and what followed, without findings."),
    get_rows=lambda list_request: (
        BriefingStatus.objects.filter(office=list_request.place).select_related("community").newest_first()
    ),
    fields=(
        Field("community", "#adm+community+name", _("Community"), Kind.TEXT, "community.name"),
        *code_fields("audience", "#meta+audience", _("Kind of official"), Audience.choices),
        Field("given_on", "#date+given", _("Given on"), Kind.DATE, "shared_on"),
        Field("answered_on", "#date+answered", _("Answered on"), Kind.DATE),
        Field("followed_on", "#date+followed", _("Follow-up date"), Kind.DATE),
    ),
)
ROUTES = ListExport(
    code="routes",
    title=_("Known routes"),
    about=_("Routes that public sources describe, with the places along them."),
    get_rows=lambda list_request: (
        KnownRoute.objects.filter(office=list_request.place).not_deleted().by_name()
    ),
    fields=(
        replace(ID, tag="#meta+route+id"),
        Field("name", "#meta+route+name", _("Name of the route"), Kind.TEXT),
        Field("source", "#meta+source", _("Source"), Kind.TEXT),
        Field("places", "#loc+route", _("Places along it"), Kind.TEXT),
    ),
)
OFFICE_LISTS = (BRIEFINGS, OFFICE_PARTNERSHIPS, GRANTS, DELIVERABLES, SUB_GRANTS, ROUTES)
COMMUNITY_LISTS = (ORGANIZATIONS, CONTACTS, STRATEGIES, CONTRIBUTIONS, PARTNERSHIPS, FINDINGS)
