"""Targets of the demo's office and of one of its towns: the promises of the office's proposal of 2013, as they were and
carried over to the years of the demo; and how many officers the town has."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from communities import actions
from communities.models import Community, Direction, Measure, Office, Owner, Target, User, Workforce
from dashboards.target_baselines import baseline_before
from demo.plan import Plan
from demo.sign_ins import STAFF
from demo.sources import read_json
from tfc.disclosure import Reader
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope

SHOWCASE = "pasadena"


WORKFORCE = (
    ("police", 240, "City budget, sworn officers", 2025),
    ("first_responders", 190, "City budget, fire and ambulance", 2025),
)


def store_targets(plan: Plan) -> None:
    """Once: a second loading finds them there. A town that was not loaded gets none."""
    staff = User.objects.get(email=STAFF["usa"])
    office = Office.objects.get(slug="usa")
    texts = read_json("targets.json")
    towns = {town.place.slug: town for town in plan.towns}
    communities = {
        community.slug: community for community in Community.objects.filter(office=office, slug__in=towns)
    }
    with office_scope(office.pk):
        if not Target.objects.exists():
            for text in texts["office"]:
                if not text["slug"] or text["slug"] in communities:
                    _store_target(text, office, communities.get(text["slug"]), Owner.OFFICE, staff)
    if SHOWCASE not in communities:
        return
    coordinator = User.objects.get(email=towns[SHOWCASE].people[0].email)
    with community_scope(communities[SHOWCASE].pk, office.pk):
        if not Workforce.objects.exists():
            for text in texts["showcase"]:
                _store_target(text, office, communities[SHOWCASE], Owner.COMMUNITY, coordinator)
            for profession, people, source, year in WORKFORCE:
                actions.set_workforce(
                    profession=profession, people=people, source=source, year=year, by=coordinator
                )


def _store_target(
    text: Mapping[str, Any], office: Office, community: Community | None, owner: Owner, by: User
) -> None:
    """Without a ``base`` that of a part is computed. Nothing where it is unknown or not below the goal: such a
    target makes no sense."""
    begins, ends = HalfYear.parse(text["first"]).first_day, HalfYear.parse(text["last"]).last_day
    measure = Measure(text["measure"])
    target = Target(community=community, measure=measure, code=text["code"], baseline_on=begins)
    base, receipt = Decimal(text["base"] or 0), {}
    if text["base"] is None:
        baseline = baseline_before(target, Reader.COMMUNITY if owner == Owner.COMMUNITY else Reader.NETWORK)
        measured = baseline.measured
        if measured is None or measured.value is None or measured.value >= text["goal"]:
            return
        base = Decimal(round(measured.value))
        receipt = {**baseline.receipt, "value": f"{base}%"}
    stored = actions.set_target(
        office=office,
        owner=owner,
        community=community,
        measure=measure,
        code=text["code"],
        values={
            "direction": Direction.UP,
            "baseline_value": base,
            "baseline_on": begins,
            "baseline_receipt": receipt,
            "goal_value": Decimal(text["goal"]),
            "due_on": ends,
            "note": text["note"],
        },
        by=by,
    )
    if text["closed"]:
        actions.close_target(target=stored, reason=text["closed"], on=ends, by=by)
