"""What the demo's office itself did: its events, its task force, and a grant with deliverables and sub-grants."""

from datetime import date
from decimal import Decimal
from typing import Any

from communities.models import Community, Office, User
from demo.sign_ins import STAFF
from demo.sources import read_json
from evaluation.deliverables import link_deliverable
from events.actions.office_events import add_office_event
from events.counts import OutputLine
from events.models import OfficeEvent
from stakeholders.actions import grants, partnerships
from tfc.tenancy import office_scope


def store_office_work(today: date) -> None:
    """Once: a second loading finds it there. What lies after ``today`` is left out."""
    office, staff = Office.objects.get(slug="usa"), User.objects.get(email=STAFF["usa"])
    plan = read_json("office_work.json")
    with office_scope(office.pk):
        if OfficeEvent.objects.exists():
            return
        for event in plan["events"]:
            outputs = [OutputLine(**line) for line in event.pop("outputs")]
            if (on := date.fromisoformat(event.pop("on"))) <= today:
                add_office_event(by=staff, outputs=outputs, on=on, **event)
        for partnership in plan["partnerships"]:
            partnerships.add_office_partnership(by=staff, **_with_days(partnership))
        _store_grant(plan["grant"], office, staff)


def _store_grant(plan: dict[str, Any], office: Office, by: User) -> None:
    deliverables, sub_grants = plan.pop("deliverables"), plan.pop("sub_grants")
    grant = grants.add_grant(by=by, **_with_days(plan))
    for deliverable in deliverables:
        follow = {name: deliverable.pop(name) for name in ("measure", "code")}
        stored = grants.add_deliverable(grant=grant, by=by, **_with_days(deliverable))
        link_deliverable(deliverable=stored, by=by, **follow)
    towns = {town.slug: town for town in Community.objects.filter(office=office)}
    for sub_grant in sub_grants:
        if town := towns.get(sub_grant.pop("town")):
            values = _with_days(sub_grant) | {"currency": grant.currency, "recipient": town}
            grants.add_sub_grant(grant=grant, by=by, **values)


def _with_days(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with days and amounts in place of their texts."""
    days = {
        name: date.fromisoformat(row[name])
        for name in ("on", "starts_on", "ends_on", "due_on")
        if name in row
    }
    return row | days | ({"amount": Decimal(row["amount"])} if "amount" in row else {})
