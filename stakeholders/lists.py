"""Exported lists of organizations, their strategies and contributions, and research findings
(`communities.data_lists`).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Role
from stakeholders.date_range import SpanForm, get_half_years, get_spans
from stakeholders.findings import display_finding
from stakeholders.forms.register import SearchForm
from stakeholders.horizon import horizon
from stakeholders.models import (
    Contact,
    Contribution,
    ContributionKind,
    Finding,
    FindingStatus,
    Method,
    Organization,
    Partnership,
    PartnershipKind,
    PartnershipRole,
    Purpose,
    Sector,
    Strategy,
    StrategyLevel,
    TieKind,
)
from stakeholders.strategies import get_strategy_progress
from stakeholders.strategy_status import EffectiveLevel
from stakeholders.vulnerabilities import catalogue
from tfc.lists import ID, Field, Kind, ListExport, ListRequest, as_code, coded, joined

TITLE = _("Network and research")
POSITION = 3

# Fields of the row's organization that data links leave out.
NOT_FOR_LINKS = ("organization__note", "organization__phone")
NOTE = Field("note", "#description+note", _("Note"), Kind.TEXT, lambda row: row.note, leaves=False)
# The columns that identify the organization of a row.
OF_ORGANIZATION = (
    Field("organization_id", "#org+id", _("Number of the organization"), Kind.COUNT, lambda row: row.organization_id),
    Field(
        "organization", "#org+name", _("Organization"), Kind.TEXT,
        lambda row: row.organization.name if row.organization else None,
    ),
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
    about=_("The register: who is out there in the town, by sector."),
    may_be_linked=True,
    filters=("text", "sector"),
    kept_back=("note", "phone"),
    get_rows=_organizations,
    fields=(
        ID,
        Field("name", "#org+name", _("Name"), Kind.TEXT, lambda row: row.name),
        *coded("sector", "#sector", _("Sector"), Sector.choices, lambda row: row.sector),
        *coded("tie", "#status+tie", _("Tie"), TieKind.choices, lambda row: row.tie),
        Field("known_since", "#date+start", _("Known since"), Kind.DATE, lambda row: row.met_on),
        Field(
            "languages", "#org+language+code", _("Languages"), Kind.CODE, lambda row: joined(row.languages)
        ),
        Field("website", "#org+url", _("Website"), Kind.URL, lambda row: row.website),
        Field("phone", "#org+phone", _("Phone"), Kind.TEXT, lambda row: row.phone, leaves=False),
        NOTE,
        Field(
            "recorded_on",
            "#date+recorded",
            _("Recorded on"),
            Kind.DATE,
            lambda row: timezone.localdate(row.created_at),
        ),
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
    about=_("The people at work in the organizations. Only for the coordinators; no link can be made to it."),
    has_personal_details=True,
    least=Role.COORDINATOR,
    get_rows=_contacts,
    fields=(
        ID,
        *OF_ORGANIZATION,
        Field("name", "#contact+name", _("Name"), Kind.TEXT, lambda row: row.name),
        Field("role", "#contact+role", _("Role in the organization"), Kind.TEXT, lambda row: row.role),
        Field("email", "#contact+email", _("Work e-mail"), Kind.TEXT, lambda row: row.email),
        Field("phone", "#contact+phone", _("Work phone"), Kind.TEXT, lambda row: row.phone),
        Field(
            "listed",
            "#meta+consent",
            _("Agreed to be listed"),
            Kind.YES_NO,
            lambda row: row.may_be_listed,
        ),
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
        "What the research found, without any note of where. Only for the coordinators; no link can be made to it."
    ),
    least=Role.COORDINATOR,
    get_rows=_findings,
    shape=_with_titles,
    fields=(
        Field("id", "#meta+id", _("Number"), Kind.COUNT, lambda row: row.finding.pk, ID.meaning),
        Field(
            "vulnerability",
            "#cause+code",
            as_code(_("Vulnerability")),
            Kind.CODE,
            lambda row: row.finding.vulnerability,
        ),
        Field("vulnerability_name", "#cause+name", _("Vulnerability"), Kind.TEXT, lambda row: str(row.title)),
        Field("group_name", "#cause+group+name", _("Group"), Kind.TEXT, lambda row: str(row.group)),
        Field(
            "summary", "#description+finding", _("What you found"), Kind.TEXT, lambda row: row.finding.summary
        ),
        Field(
            "severity", "#severity+num", _("Severity"), Kind.COUNT, lambda row: row.finding.severity, _("1 to 5")
        ),
        Field(
            "confidence", "#indicator+confidence+num", _("Confidence"), Kind.COUNT,
            lambda row: row.finding.confidence, _("1 to 5"),
        ),
        Field(
            "weight", "#indicator+weight+num", _("Weight"), Kind.COUNT, lambda row: row.score,
            _("Severity times confidence"),
        ),
        Field(
            "affected", "#group+affected+code", _("Who is affected"), Kind.CODE,
            lambda row: joined(row.finding.affected_groups),
        ),
        *coded("method", "#meta+method", _("Method"), Method.choices, lambda row: row.finding.method),
        Field(
            "people_heard", "#reached+heard+num", _("People who told of it"), Kind.PEOPLE,
            lambda row: row.finding.people_heard,
        ),
        Field("observed_on", "#date+observed", _("Date"), Kind.DATE, lambda row: row.finding.observed_on),
        Field(
            "checked_on", "#date+checked", _("Checked with the community on"), Kind.DATE,
            lambda row: row.finding.checked_on,
        ),
        *coded("status", "#status+finding", _("Status"), FindingStatus.choices, lambda row: row.finding.status),
        Field(
            "research", "#activity+name", _("Research"), Kind.TEXT,
            lambda row: str(row.finding.research or ""),
        ),
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
    about=_("What organizations change in what they do, how far they are, and what shows it."),
    may_be_linked=True,
    kept_back=("note", "end_reason", *NOT_FOR_LINKS),
    get_rows=_strategies,
    shape=_with_standing,
    fields=(
        Field("id", "#meta+id", _("Number"), Kind.COUNT, lambda row: row.strategy.pk, ID.meaning),
        Field(
            "organization_id", "#org+id", _("Number of the organization"), Kind.COUNT,
            lambda row: row.strategy.organization_id,
        ),
        Field("organization", "#org+name", _("Organization"), Kind.TEXT, lambda row: row.strategy.organization.name),
        *coded("sector", "#sector", _("Sector"), Sector.choices, lambda row: row.strategy.organization.sector),
        Field("strategy", "#activity+code", as_code(_("Strategy")), Kind.CODE, lambda row: row.strategy.code),
        Field("strategy_name", "#activity+name", _("Strategy"), Kind.TEXT, lambda row: row.title),
        *coded("purpose", "#activity+purpose", _("Purpose"), Purpose.choices, lambda row: row.strategy.purpose),
        *coded("rung", "#status+rung", _("Rung"), StrategyLevel.choices, lambda row: row.rung.value),
        *coded("standing", "#status+standing", _("How far"), EffectiveLevel.choices, lambda row: row.standing.value),
        Field("since", "#date+start", _("On this rung since"), Kind.DATE, lambda row: row.strategy.rung_since),
        Field("evidence_on", "#date+evidence", _("Newest evidence"), Kind.DATE, lambda row: row.strategy.evidence_on),
        Field(
            "unconfirmed_on", "#date+lapse", _("Unconfirmed from"), Kind.DATE,
            lambda row: row.lapses_on if row.claims else None, _("Unless fresher evidence comes"),
        ),
        Field("ended_on", "#date+end", _("Ended on"), Kind.DATE, lambda row: row.strategy.ended_on),
        Field(
            "note", "#description+note", _("Note"), Kind.TEXT, lambda row: row.strategy.note, leaves=False
        ),
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
    about=_("Money, goods and hours that organizations and people gave."),
    may_be_linked=True,
    filters=("period",),
    kept_back=NOT_FOR_LINKS,
    get_rows=_contributions,
    fields=(
        ID,
        *coded("kind", "#modality", _("Kind"), ContributionKind.choices, lambda row: row.kind),
        *coded("sector", "#sector", _("Sector"), Sector.choices, lambda row: row.sector),
        *OF_ORGANIZATION,
        Field(
            "amount", "#value+num", _("How much"), Kind.MONEY, lambda row: row.amount,
            _("Money in the currency beside it, hours, or pieces of goods; empty where nobody counted"),
        ),
        Field("currency", "#currency+code", _("Currency"), Kind.CODE, lambda row: row.currency),
        Field("what", "#description+what", _("What it was"), Kind.TEXT, lambda row: row.what),
        Field("received_on", "#date+received", _("Received on"), Kind.DATE, lambda row: row.received_on),
    ),
)  # fmt: skip


def _partnerships(list_request: ListRequest) -> QuerySet[Partnership]:
    return Partnership.objects.not_deleted().in_order()


PARTNERSHIPS = ListExport(
    code="partnerships",
    title=_("Partnerships"),
    about=_("Task forces, coalitions and sub-grants that the community takes part in."),
    may_be_linked=True,
    get_rows=_partnerships,
    fields=(
        ID,
        *coded("kind", "#activity+type", _("Kind"), PartnershipKind.choices, lambda row: row.kind),
        Field("name", "#activity+name", _("Name"), Kind.TEXT, lambda row: row.name),
        *coded("role", "#status+role", _("Role"), PartnershipRole.choices, lambda row: row.role),
        Field("with_whom", "#org+partner+name", _("With whom"), Kind.TEXT, lambda row: row.with_whom),
        Field("starts_on", "#date+start", _("From"), Kind.DATE, lambda row: row.starts_on),
        Field("ends_on", "#date+end", _("Until"), Kind.DATE, lambda row: row.ends_on),
    ),
)

COMMUNITY_LISTS = (ORGANIZATIONS, CONTACTS, STRATEGIES, CONTRIBUTIONS, PARTNERSHIPS, FINDINGS)
