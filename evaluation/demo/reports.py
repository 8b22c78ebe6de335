"""Reports of the demo: of Pasadena and of the US office one that is published, with texts, and one that is a draft.

They are built by the worker's own steps, so that they are what anybody would get.
"""

import uuid
from collections.abc import Mapping

from communities.models import Community, Membership, Office, Role, User
from evaluation.actions.report_drafts import ask_to_publish, save_text
from evaluation.actions.reports import Wanted, request_report
from evaluation.models import Job, Report, Round, Scope
from evaluation.reports.work import scope_of, work_on
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


def _store(office: Office, community: Community | None, texts: Mapping[str, str], by: User) -> None:
    with community_scope(community.pk, office.pk) if community else office_scope(office.pk):
        rounds = list(Round.objects.opened().newest_first())
        is_stored = Report.objects.filter(community=community).exists()
    closed = [one for one in rounds if one.closed_at]
    if is_stored or len(closed) < 2:
        return
    _publish(_build(office, community, closed[0], texts, closed[1].half_year, by), by)
    if rounds[0].is_open:
        _build(office, community, rounds[0], DRAFT, "", by)


def _build(
    office: Office,
    community: Community | None,
    round_: Round,
    texts: Mapping[str, str],
    before: str,
    by: User,
) -> Job:
    scope = Scope.COMMUNITY if community else Scope.OFFICE
    wanted = Wanted(scope, round_.half_year, round_, "en")
    with community_scope(community.pk, office.pk) if community else office_scope(office.pk):
        report = request_report(
            office=office, community=community, wanted=wanted, client_id=uuid.uuid4(), by=by
        )
        for section, body in texts.items():
            save_text(
                report=report, section=section, body=body.replace("{before}", before), revision=0, by=by
            )
    job = Job.objects.select_related("community", "office").get(report_id=report.pk)
    work_on(job.pk)
    return job


def _publish(job: Job, by: User) -> None:
    with scope_of(job):
        ask_to_publish(report=Report.objects.of_job(job).get(), by=by)
    work_on(job.pk)
