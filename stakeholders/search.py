"""Full-text search of organizations, contacts, findings and strategies (tfc/search)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Role
from stakeholders.focus import get_vulnerability_title as vulnerability_title
from stakeholders.grant_words import describe_deliverable, describe_grant, describe_sub_grant
from stakeholders.models import (
    Briefing,
    Contact,
    Contribution,
    ContributionKind,
    Deliverable,
    Finding,
    Grant,
    KnownRoute,
    OfficePartnership,
    Organization,
    Partnership,
    PartnershipKind,
    Sector,
    SubGrant,
)
from stakeholders.partnership_words import describe_partnership
from stakeholders.vulnerabilities import Vulnerability, catalogue
from tfc.registry import reverse_page
from tfc.search import Findable, Hit, Seeker, build_label_case
from tfc.tenancy import cached_in_scope

# In the order of the results.
POSITION = 4


def _organization(row: Organization, seeker: Seeker) -> Hit:
    return Hit(
        title=row.name,
        url=reverse("stakeholders:organization-detail", args=[seeker.slug, row.pk]),
        meta=str(row.get_sector_display()),
        texts=[row.note, row.website],
    )


def _contacts(seeker: Seeker) -> QuerySet[Contact]:
    """Return the contacts that the user may see: members those who agreed to be listed, leaders all."""
    contacts = (
        Contact.objects.not_deleted().filter(organization__deleted_at=None).select_related("organization")
    )
    contacts = contacts if seeker.role >= Role.LEADER else contacts.listed()
    return contacts.order_by("name", "pk")


def _contact(row: Contact, seeker: Seeker) -> Hit:
    where = reverse("stakeholders:organization-detail", args=[seeker.slug, row.organization_id])
    meta = f"{row.role} · {row.organization}" if row.role else str(row.organization)
    return Hit(title=row.name, url=where, meta=meta)


def _get_vulnerabilities() -> dict[str, Vulnerability]:
    return cached_in_scope("vulnerabilities that are found", catalogue)


def _finding_columns(seeker: Seeker) -> Sequence[Any]:
    """Return the searched columns; the location is in another table and is never searched."""
    names = [(code, vulnerability.title) for code, vulnerability in _get_vulnerabilities().items()]
    return [build_label_case("vulnerability", names), "summary"]


def _finding(row: Finding, seeker: Seeker) -> Hit:
    return Hit(
        title=str(vulnerability_title(row.vulnerability, _get_vulnerabilities())),
        url=reverse("stakeholders:finding-detail", args=[seeker.slug, row.pk]),
        meta=date_format(row.observed_on, "DATE_FORMAT"),
        texts=[row.summary],
    )


def _partnership(row: Partnership, seeker: Seeker) -> Hit:
    """Return the hit; users who may record get a link to the form, others to the list."""
    if isinstance(seeker.place, Community):
        where = _to_change("partnership", row.pk, seeker)
    else:
        where = reverse_page("office-community", seeker.slug, row.community.slug)
    return Hit(
        title=row.name,
        url=where,
        meta=describe_partnership(row, of_office=not isinstance(seeker.place, Community)),
    )


def _contribution(row: Contribution, seeker: Seeker) -> Hit:
    parts = (row.get_kind_display(), row.organization, date_format(row.received_on))
    return Hit(
        title=row.what,
        url=_to_change("contribution", row.pk, seeker),
        meta=" · ".join(str(part) for part in parts if part),
    )


def _to_change(kind: str, number: int, seeker: Seeker) -> str:
    if seeker.role >= Role.LEADER:
        return reverse(f"stakeholders:{kind}-edit", args=[seeker.slug, number])
    return reverse(f"stakeholders:{kind}-list", args=[seeker.slug])


def _briefing(row: Briefing, seeker: Seeker) -> Hit:
    return Hit(
        title=row.title,
        url=reverse("stakeholders:briefing-detail", args=[seeker.slug, row.pk]),
        meta=str(row.get_audience_display()),
        texts=[row.opening, row.asks],
    )


def _received_sub_grant(row: SubGrant, seeker: Seeker) -> Hit:
    return Hit(
        title=row.purpose or str(_("Sub-grant")),
        url=reverse("stakeholders:partnership-list", args=[seeker.slug]),
        meta=describe_sub_grant(row),
    )


PARTNERSHIPS = Findable(
    code="partnerships",
    title=_("Partnerships"),
    icon="office",
    rows=lambda seeker: Partnership.objects.not_deleted().select_related("community").in_order(),
    columns=lambda seeker: ["name", "partner_name", build_label_case("kind", PartnershipKind.choices)],
    tell=_partnership,
)
COMMUNITY_KINDS = (
    Findable(
        code="organizations",
        title=_("Organizations"),
        icon="network",
        rows=lambda seeker: Organization.objects.not_deleted().order_by("name", "pk"),
        columns=lambda seeker: ["name", "note", "website", build_label_case("sector", Sector.choices)],
        tell=_organization,
        page="stakeholders:organization-detail",
        number="organization_id",
    ),
    Findable(
        code="contacts",
        title=_("Contacts"),
        icon="people",
        rows=_contacts,
        columns=lambda seeker: ["name", "role"],
        tell=_contact,
    ),
    Findable(
        code="findings",
        title=_("Findings"),
        icon="eye",
        rows=lambda seeker: Finding.objects.not_deleted().order_by("-observed_on", "-pk"),
        columns=_finding_columns,
        tell=_finding,
        page="stakeholders:finding-detail",
        number="finding_id",
    ),
    PARTNERSHIPS,
    Findable(
        code="sub-grants",
        title=_("Sub-grants from Oasis"),
        icon="receipt",
        rows=lambda seeker: SubGrant.objects.not_deleted().filter(recipient=seeker.place).newest_first(),
        columns=lambda seeker: ["purpose"],
        tell=_received_sub_grant,
    ),
    Findable(
        code="contributions",
        title=_("Contributions"),
        icon="network",
        rows=lambda seeker: Contribution.objects.not_deleted().select_related("organization").newest_first(),
        columns=lambda seeker: [
            "what",
            "organization__name",
            build_label_case("kind", ContributionKind.choices),
        ],
        tell=_contribution,
    ),
    Findable(
        code="briefings",
        title=_("Briefings"),
        icon="file",
        rows=lambda seeker: Briefing.objects.not_deleted().order_by("-pk"),
        columns=lambda seeker: ["title", "opening", "asks"],
        tell=_briefing,
        page="stakeholders:briefing-detail",
        number="briefing_id",
    ),
)


def _own_partnership(row: OfficePartnership, seeker: Seeker) -> Hit:
    page = reverse("stakeholders:office-partnership-list", args=[seeker.slug])
    return Hit(title=row.name, url=page, meta=describe_partnership(row))


def _grant(row: Grant, seeker: Seeker) -> Hit:
    return Hit(
        title=row.title,
        url=reverse("stakeholders:grant-detail", args=[seeker.slug, row.pk]),
        meta=describe_grant(row),
        texts=[row.note],
    )


def _deliverable(row: Deliverable, seeker: Seeker) -> Hit:
    return Hit(
        title=row.title,
        url=reverse("stakeholders:grant-detail", args=[seeker.slug, row.grant_id]),
        meta=describe_deliverable(row),
    )


def _sub_grant(row: SubGrant, seeker: Seeker) -> Hit:
    return Hit(
        title=str(row.recipient),
        url=reverse("stakeholders:grant-detail", args=[seeker.slug, row.grant_id]),
        meta=describe_sub_grant(row),
    )


OFFICE_KINDS = (
    PARTNERSHIPS,
    Findable(
        code="office-partnerships",
        title=_("Our own partnerships"),
        icon="link",
        rows=lambda seeker: OfficePartnership.objects.filter(office=seeker.place).not_deleted().in_order(),
        columns=lambda seeker: ["name", "partner_name", build_label_case("kind", PartnershipKind.choices)],
        tell=_own_partnership,
    ),
    Findable(
        code="grants",
        title=_("Grants"),
        icon="receipt",
        rows=lambda seeker: Grant.objects.filter(office=seeker.place).not_deleted().in_order(),
        columns=lambda seeker: ["title", "funder", "number", "note"],
        tell=_grant,
        page="stakeholders:grant-detail",
        number="grant_id",
    ),
    Findable(
        code="deliverables",
        title=_("Deliverables"),
        icon="check",
        rows=lambda seeker: (
            Deliverable.objects.filter(office=seeker.place, grant__deleted_at=None)
            .not_deleted()
            .soonest_first()
        ),
        columns=lambda seeker: ["title", "unit"],
        tell=_deliverable,
    ),
    Findable(
        code="sub-grants",
        title=_("Sub-grants"),
        icon="receipt",
        rows=lambda seeker: (
            SubGrant.objects.filter(office=seeker.place, grant__deleted_at=None)
            .not_deleted()
            .select_related("recipient")
            .newest_first()
        ),
        columns=lambda seeker: ["purpose", "recipient__name", "grant__title"],
        tell=_sub_grant,
    ),
    Findable(
        code="routes",
        title=_("Known routes"),
        icon="globe",
        rows=lambda seeker: KnownRoute.objects.filter(office=seeker.place).not_deleted().by_name(),
        columns=lambda seeker: ["name", "source", "places"],
        tell=lambda row, seeker: Hit(
            title=row.name, url=reverse("stakeholders:route-list", args=[seeker.slug]), meta=row.source
        ),
    ),
)
