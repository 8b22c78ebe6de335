"""Task forces, coalitions and sub-grants: the demo's showcase has one of each kind, every third town a coalition."""

from datetime import date

from communities.models import Community, User
from stakeholders.models import Partnership, PartnershipKind, PartnershipRole

SHOWCASE_TOWN = "pasadena"
OF_SHOWCASE = (
    ("task_force", "County Human Trafficking Task Force", "member", "Sheriff's Department", date(2024, 3, 1), None),
    ("coalition", "Faith Leaders for Freedom", "leads", "14 congregations", date(2024, 9, 15), None),
    (
        "sub_grant", "Youth prevention in schools", "receives", "City Community Development", date(2025, 7, 1),
        date(2026, 12, 31),
    ),
    ("coalition", "Safe Hotels Initiative", "advises", "Chamber of Commerce", date(2024, 2, 1), date(2025, 5, 31)),
)  # fmt: skip
OF_OTHERS = (("coalition", "Neighbors against exploitation", "member", "", date(2025, 1, 15), None),)


def store_partnerships(community: Community, by: User) -> None:
    if community.slug != SHOWCASE_TOWN and community.pk % 3:
        return
    Partnership.objects.bulk_create(
        Partnership(
            kind=PartnershipKind(kind),
            name=name,
            role=PartnershipRole(role),
            with_whom=with_whom,
            starts_on=first,
            ends_on=last,
            created_by=by,
        )
        for kind, name, role, with_whom, first, last in (
            OF_SHOWCASE if community.slug == SHOWCASE_TOWN else OF_OTHERS
        )
    )
