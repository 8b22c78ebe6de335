"""Search providers of team members, communities and candidates (tfc/search)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Candidate, CandidateStage, Community, Membership, Role, Stage
from tfc.registry import reverse_page
from tfc.search import Findable, Hit, Seeker, build_label_case

# In the order of the results.
POSITION = 2


def _member(row: Membership, seeker: Seeker) -> Hit:
    where = reverse("communities:team", args=[seeker.slug])
    return Hit(title=str(row.user), url=where, meta=str(Role(row.role).label))


def _community(row: Community, seeker: Seeker) -> Hit:
    place = ", ".join(part for part in (row.city, row.region) if part)
    return Hit(
        title=row.name,
        url=reverse_page("office-community", seeker.slug, row.slug),
        meta=" · ".join(part for part in (str(row.get_stage_display()), place) if part),
    )


def _candidate(row: Candidate, seeker: Seeker) -> Hit:
    place = ", ".join(part for part in (row.region, row.country) if part)
    return Hit(
        title=row.name,
        url=reverse("communities:candidate-detail", args=[seeker.slug, row.pk]),
        meta=" · ".join(part for part in (str(row.get_stage_display()), place) if part),
        texts=[row.notes, row.routes],
    )


COMMUNITY_KINDS = (
    Findable(
        code="members",
        title=_("Team"),
        icon="people",
        rows=lambda seeker: (
            Membership.objects.current()
            .filter(community=seeker.place)
            .select_related("user")
            .order_by("user__name", "pk")
        ),
        columns=lambda seeker: ["user__name"],
        tell=_member,
    ),
)
OFFICE_KINDS = (
    Findable(
        code="communities",
        title=_("Communities"),
        icon="community",
        rows=lambda seeker: Community.objects.filter(office=seeker.place).by_name(),
        columns=lambda seeker: ["name", "city", "region", build_label_case("stage", Stage.choices)],
        tell=_community,
    ),
    Findable(
        code="candidates",
        title=_("Candidates"),
        icon="seed",
        rows=lambda seeker: Candidate.objects.filter(office=seeker.place).order_by("name", "pk"),
        columns=lambda seeker: [
            "name", "region", "country", "notes", "routes", build_label_case("stage", CandidateStage.choices),
        ],
        tell=_candidate,
        page="communities:candidate-detail",
        number="candidate_id",
    ),
)  # fmt: skip
