"""Events of several towns: the first one tells the others, as its leaders would, and each says so too."""

from communities.models import Community, User
from demo.events import JOINTS
from demo.plan import Plan
from events.actions.joint import accept_share, share_event
from events.models import Event, JointShare
from tfc.tenancy import community_scope

# The newcomer tells its mentor of a meeting to which that one comes, and nobody has answered yet.
ASKS, ASKED = "boyle-heights", "pasadena"


def store_joint(plan: Plan) -> None:
    towns = {one.slug: one for one in Community.objects.select_related("office")}
    people = {one.place.slug: one.people[0].email for one in plan.towns}
    leaders = {slug: User.objects.get(email=email) for slug, email in people.items()}
    for joint in JOINTS:
        there = [slug for slug in joint.towns if slug in leaders]
        if len(there) < 2:
            continue
        host, *others = there
        with community_scope(towns[host].pk, towns[host].office_id):
            event = Event.objects.held().filter(joint_key=joint.key).first()
            shares = _tell(towns, host, others, event, leaders[host])
        for slug, share in shares.items():
            with community_scope(towns[slug].pk, towns[slug].office_id):
                ours = Event.objects.held().filter(joint_key=joint.key).first()
                if ours is not None:
                    accept_share(community=towns[slug], share=share, event=ours, by=leaders[slug])
    if {ASKS, ASKED} <= leaders.keys():
        with community_scope(towns[ASKS].pk, towns[ASKS].office_id):
            coming = Event.objects.coming().soonest_first().first()
            _tell(towns, ASKS, [ASKED], coming, leaders[ASKS])


def _tell(
    towns: dict[str, Community], host: str, others: list[str], event: Event | None, by: User
) -> dict[str, JointShare]:
    """Nothing where the event is not there: each town's records end with the day on which the demo is loaded."""
    if event is None:
        return {}
    return {
        slug: share_event(community=towns[host], event=event, other=towns[slug], by=by) for slug in others
    }
