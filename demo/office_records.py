"""What the demo's office added to the catalogue, how it weighs, and what it thinks of evidence shown to it."""

from communities.models import Office, User
from stakeholders.models import (
    CheckVerdict,
    InfluenceWeight,
    OwnVulnerability,
    Sector,
    SharedEvidence,
    SpotCheck,
    VulnerabilityGroup,
)

REASON = "In our state the licensing office decides, and the towns asked us to say so."


# How much each sector can do about big sports events. All eight, since what has no weight does not count.
OWN_WEIGHTS = {
    Sector.LOCAL_BUSINESS: 3,
    Sector.MEDIA: 2,
    Sector.LAW_ENFORCEMENT: 3,
    Sector.LOCAL_LEGISLATURES: 1,
    Sector.SCHOOLS: 1,
    Sector.FAITH_NGOS: 1,
    Sector.CONSUMERS: 2,
    Sector.FIRST_RESPONDERS: 0,
}


def store_catalogue(office: Office, staff: User) -> None:
    """One vulnerability of its own with its weights, and one shipped weight that it sees differently."""
    own, made = OwnVulnerability.objects.get_or_create(
        title_en="Big sports events bring buyers to town",
        defaults={
            "group": VulnerabilityGroup.DEMAND,
            "title_es": "Los grandes eventos deportivos traen compradores a la ciudad",
            "title_zh": "大型体育赛事带来买家",
            "added_by": staff,
        },
    )
    if not made:
        return
    weights = {
        **{(own.code, sector): weight for sector, weight in OWN_WEIGHTS.items()},
        ("untrained_hotels", Sector.LOCAL_LEGISLATURES): 3,
    }
    for (vulnerability, sector), weight in weights.items():
        InfluenceWeight.objects.create(
            vulnerability=vulnerability, sector=sector, weight=weight, reason=REASON, set_by=staff
        )


def store_spot_check(office: Office, staff: User) -> None:
    """Of what the communities showed, the first is looked at and the others wait."""
    first = SharedEvidence.objects.filter(office=office).order_by("community_id", "id").first()
    if first and not SpotCheck.objects.filter(shared=first).exists():
        SpotCheck.objects.create(
            community_id=first.community_id,
            office=office,
            shared=first,
            verdict=CheckVerdict.CONFIRMED,
            note="We called and asked: it hangs there, in two languages.",
            by=staff,
        )
