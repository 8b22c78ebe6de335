"""What the demo's office and one of its towns want by when: the promises of the office's proposal of 2013, as they were
and carried over to the years of the demo, and how many officers a town has."""

from dataclasses import dataclass
from decimal import Decimal

from communities import actions
from communities.models import Community, Direction, Measure, Office, Owner, Target, User, Workforce
from dashboards.target_baselines import baseline_before
from demo.plan import Plan
from demo.sign_ins import STAFF
from tfc.disclosure import Reader
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

SHOWCASE = "pasadena"


@dataclass(frozen=True)
class TargetPlan:
    """``slug``: of the community that the office set it for. Without ``base`` that of a part is computed."""

    measure: Measure
    goal: int
    first: HalfYear
    last: HalfYear
    code: str = ""
    slug: str = ""
    base: int | None = 0
    note: str = ""
    closed: str = ""  # why it is followed no further


OF_OFFICE = (
    TargetPlan(
        Measure.COMMUNITIES,
        10,
        HalfYear(2013, 1),
        HalfYear(2013, 2),
        note="As the proposal says: “10 new TFCs by the end of 2013”. These records begin later.",
        closed="Carried over to the years of which there are records.",
    ),
    TargetPlan(
        Measure.COMMUNITIES,
        10,
        HalfYear(2025, 1),
        HalfYear(2026, 2),
        note="The promise of “10 new TFCs”, carried over to the years of which there are records.",
    ),
    TargetPlan(
        Measure.EVENTS,
        10,
        HalfYear(2026, 1),
        HalfYear(2026, 2),
        note="“No less than 10 additional community engagement events”, carried over.",
    ),
    TargetPlan(Measure.PEOPLE, 150, HalfYear(2025, 1), HalfYear(2027, 1), code="police"),
    TargetPlan(
        Measure.PART, 75, HalfYear(2026, 1), HalfYear(2027, 2), code="resources_identified", base=None
    ),
    TargetPlan(
        Measure.EVENTS,
        3,
        HalfYear(2026, 1),
        HalfYear(2026, 2),
        code="listening_group",
        slug="boyle-heights",
        note="Agreed at the visit in January.",
    ),
)
OF_SHOWCASE = (
    TargetPlan(Measure.EVENTS, 12, HalfYear(2026, 1), HalfYear(2026, 2), note="One a month."),
    TargetPlan(
        Measure.PART, 50, HalfYear(2026, 1), HalfYear(2027, 1), code="strategies_implemented", base=None
    ),
    TargetPlan(Measure.PART, 60, HalfYear(2025, 1), HalfYear(2026, 2), code="access_known", base=None),
)
WORKFORCE = (
    ("police", 240, "City budget, sworn officers", 2025),
    ("first_responders", 190, "City budget, fire and ambulance", 2025),
)


def store_targets(plan: Plan) -> None:
    """Once: a second loading finds them there. A town that was not loaded gets none."""
    staff = User.objects.get(email=STAFF["usa"])
    office = Office.objects.get(slug="usa")
    towns = {one.place.slug: one for one in plan.towns}
    about = {one.slug: one for one in Community.objects.filter(office=office, slug__in=towns)}
    with office_scope(office.pk):
        if not Target.objects.exists():
            for one in OF_OFFICE:
                if not one.slug or one.slug in about:
                    _store(one, office, about.get(one.slug), Owner.OFFICE, staff)
    if SHOWCASE not in about:
        return
    coordinator = User.objects.get(email=towns[SHOWCASE].people[0].email)
    with community_scope(about[SHOWCASE].pk, office.pk):
        if not Workforce.objects.exists():
            for one in OF_SHOWCASE:
                _store(one, office, about[SHOWCASE], Owner.COMMUNITY, coordinator)
            for profession, people, source, year in WORKFORCE:
                actions.set_workforce(
                    profession=profession, people=people, source=source, year=year, by=coordinator
                )


def _store(one: TargetPlan, office: Office, community: Community | None, owner: Owner, by: User) -> None:
    """Nothing where the baseline is not known, or is no less than what is wanted: then nobody would have set it."""
    target = Target(community=community, measure=one.measure, code=one.code, baseline_on=one.first.first_day)
    base, receipt = Decimal(one.base or 0), {}
    if one.base is None:
        found = baseline_before(target, Reader.COMMUNITY if owner == Owner.COMMUNITY else Reader.NETWORK)
        if found.measured is None or found.measured.value is None or found.measured.value >= one.goal:
            return
        base = Decimal(round(found.measured.value))
        receipt = {**found.receipt, "value": f"{base}%"}
    stored = actions.set_target(
        office=office,
        owner=owner,
        community=community,
        measure=one.measure,
        code=one.code,
        values={
            "direction": Direction.UP,
            "baseline_value": base,
            "baseline_on": one.first.first_day,
            "baseline_receipt": receipt,
            "goal_value": Decimal(one.goal),
            "due_on": one.last.last_day,
            "note": one.note,
        },
        by=by,
    )
    if one.closed:
        actions.close_target(target=stored, reason=one.closed, on=one.last.last_day, by=by)
