"""Reports of the demo: of Pasadena and of the US office one that is published, with texts, and one that is a draft; and
one of three towns, two half-years, a story and a picture that the office chose.

They are built by the worker's own steps, so that they are what anybody would get.
"""

import uuid
from collections.abc import Mapping, Sequence

from communities.models import Community, Membership, Office, Role, User
from demo.library import MURAL, STORIES
from evaluation.instrument import PARTS
from evaluation.models import Round
from reports.actions.drafts import save_text
from reports.actions.reports import Wanted, request_report
from reports.choice import Choice, Option, Options
from reports.models import Job, Report, Scope
from reports.report_job import work_on
from tfc.tenancy import community_scope, office_scope

TOWN = "pasadena"
OF_TOWN = {
    "opening": (
        "[[name]] is a town where people of many sectors work against trafficking together. From [[period]] we know "
        "[[known]] of the figures that are asked of us.\n\nThis report says what we did, and what we do not know yet."
    ),
    "stakeholder_engagement": (
        "We brought different sectors to one table [[4a]] times, and held [[5]] events with the community. Half a "
        "year before it was [[4a@{before}]] and [[5@{before}]]."
    ),
    "awareness_and_prevention": "Of the residents we asked, [[6]] knew where to find help.",
    "learned": (
        "What we would tell another town:\n\n- Ask each sector for one thing that it alone can do.\n- Write down who "
        "came on the same evening.\n- A figure that is not known is a reason to ask, and not a zero."
    ),
    "closing": (
        "We thank everybody who gave an evening, a room or a phone call. Next we want to call every provider again "
        "before the summer."
    ),
}
OF_OFFICE = {
    "opening": (
        "[[communities]] communities recorded their work from [[period]]. Together they held [[4a]] meetings of "
        "different sectors and [[5]] events; Pasadena alone held [[5:pasadena]]."
    ),
    "learned": (
        "- Communities that meet in a fixed rhythm ([[1a]]) also know more of their figures.\n- Where nobody called "
        "the providers, readiness to refer is not known: [[8]]."
    ),
    "closing": "We thank the teams of all communities, and those who give so that they can go on.",
}
CHOSEN_TITLE = "Three towns for the foundation"
CHOSEN_TOWNS = ("boyle-heights", "pasadena", "san-diego")
OF_CHOSEN = {
    "opening": (
        "[[communities]] of our communities work with your grant. Together they held [[5:short]] events with the "
        "community, after [[5@{before}:short]] in the half-year before; Pasadena alone held [[5:pasadena:short]]."
    ),
    "closing": "We thank the foundation, and the night clerks of San Diego, whose mural is in this report.",
}
DRAFT = {"opening": "The half-year is not over. So far we held [[5]] events."}


def store_reports(staff: User) -> None:
    """Once: a place that has a report keeps what it has."""
    community = Community.objects.select_related("office").filter(slug=TOWN).first()
    if community is None:
        return
    coordinators = Membership.objects.current().filter(community=community, role=Role.COORDINATOR)
    coordinator = User.objects.get(pk=coordinators.order_by("pk").values("user")[:1])
    _store(community.office, community, OF_TOWN, coordinator)
    _store(community.office, None, OF_OFFICE, staff)
    _store_chosen(community.office, staff)


def _store_chosen(office: Office, by: User) -> None:
    with office_scope(office.pk):
        closed = [one for one in Round.objects.opened().newest_first() if one.closed_at]
        towns = Community.objects.filter(slug__in=CHOSEN_TOWNS).order_by("slug")
        options = Options.of(office)
        if len(closed) < 2 or Report.objects.filter(title=CHOSEN_TITLE).exists():
            return
        choice = Choice(
            communities=tuple(towns.values_list("pk", flat=True)),
            rounds=(closed[1].half_year, closed[0].half_year),
            parts=tuple(part.code for part in PARTS),
            stories=_offered(options.stories, STORIES[0].title),
            pictures=_offered(options.pictures, MURAL),
        )
    wanted = Wanted(Scope.CUSTOM, closed[0].half_year, closed[0], "en", CHOSEN_TITLE, choice.as_json())
    _build(office, None, wanted, OF_CHOSEN, by, before=closed[1].half_year)


def _offered(options: Sequence[Option], title: str) -> tuple[int, ...]:
    """The one with this title; none where the demo is loaded without the library."""
    return tuple(int(one.value) for one in options if one.label.startswith(title))


def _store(office: Office, community: Community | None, texts: Mapping[str, str], by: User) -> None:
    with community_scope(community.pk, office.pk) if community else office_scope(office.pk):
        rounds = list(Round.objects.opened().newest_first())
        is_stored = Report.objects.filter(community=community).exists()
    closed = [one for one in rounds if one.closed_at]
    if is_stored or len(closed) < 2:
        return
    scope = Scope.COMMUNITY if community else Scope.OFFICE
    last, before, *_earlier = closed
    wanted = Wanted(scope, last.half_year, last, "en")
    _build(office, community, wanted, texts, by, before=before.half_year)
    if rounds[0].is_open:
        wanted = Wanted(scope, rounds[0].half_year, rounds[0], "en")
        _build(office, community, wanted, DRAFT, by)


def _build(
    office: Office,
    community: Community | None,
    wanted: Wanted,
    texts: Mapping[str, str],
    by: User,
    *,
    before: str = "",
) -> None:
    """``before``: an earlier half-year, with which the report is published. Its draft is not built for itself: that
    would count and draw everything twice."""
    with community_scope(community.pk, office.pk) if community else office_scope(office.pk):
        report = request_report(
            office=office, community=community, wanted=wanted, client_id=uuid.uuid4(), by=by
        )
        for section, body in texts.items():
            save_text(
                report=report, section=section, body=body.replace("{before}", before), revision=0, by=by
            )
        if before:
            Report.objects.filter(pk=report.pk).update(publish_asked_by=by)
    work_on(Job.objects.get(report_id=report.pk).pk)
