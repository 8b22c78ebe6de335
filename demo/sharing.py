"""What offices and teams of the demo share: joint events, announcements, and discussions of a team and of a pair."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from communities.models import Community, Office, Pairing, Role, User
from demo.events import JOINTS
from demo.plan import Plan
from demo.sign_ins import STAFF, get_demo_email
from demo.sources import read_json
from events.actions.joint import accept_share, share_event
from events.models import Event, JointShare
from library.actions.announcements import announce
from library.actions.boards import post_words
from library.models import Announcement, BoardPost
from tfc.sharing import Audience
from tfc.tenancy import community_scope, office_scope

TEAM = "pasadena"
NEWCOMER, MENTOR = "boyle-heights", "pasadena"


def store_boards(towns: Mapping[str, Community], offices: Mapping[str, Office], now: datetime) -> None:
    """Outside a scope, after the towns were paired. What is there stays as it is."""
    texts = read_json("boards.json")
    news = texts["announcements"]
    _announce_by_office(offices["oasis"], Audience.EVERYONE, news["all_offices"], now)
    _announce_by_office(offices["usa"], Audience.OFFICE, news["all_towns"], now)
    if TEAM in towns:
        team = towns[TEAM]
        by = User.objects.get(email=get_demo_email(Role.LEADER, TEAM))
        with community_scope(team.pk, team.office_id):
            _announce(by, Audience.OWN, news["team"], now)
        _store_posts(towns, texts["team_board"], now)
    if NEWCOMER in towns and MENTOR in towns and _are_paired(towns[NEWCOMER]):
        _store_posts(towns, texts["pair_board"], now, paired=True)


def _announce_by_office(office: Office, audience: Audience, news: Mapping[str, Any], now: datetime) -> None:
    by = User.objects.get(email=STAFF[office.slug])
    with office_scope(office.pk):
        _announce(by, audience, news, now)


def _announce(by: User, audience: Audience, news: Mapping[str, Any], now: datetime) -> None:
    if Announcement.objects.filter(title=news["title"], created_by=by).exists():
        return
    at = now - timedelta(days=news["days"])
    fields = {name: news[name] for name in ("title", "text", "pinned")}
    made = announce(by=by, audience=audience, from_on=at.date(), **fields)
    Announcement.objects.filter(pk=made.pk).update(created_at=at)


def _are_paired(newcomer: Community) -> bool:
    with community_scope(newcomer.pk, newcomer.office_id):
        return Pairing.objects.running().for_community(newcomer).exists()


def _store_posts(
    towns: Mapping[str, Community], posts: Iterable[Mapping[str, Any]], now: datetime, *, paired: bool = False
) -> None:
    """In the scope of the team that writes, which reads what it answers: the first post before it that is no answer."""
    first: BoardPost | None = None
    for post in posts:
        town = towns[post["slug"]]
        other = towns[MENTOR if post["slug"] == NEWCOMER else NEWCOMER] if paired else None
        with community_scope(town.pk, town.office_id):
            if BoardPost.objects.filter(text=post["text"]).exists():
                first = first if post["answers"] else BoardPost.objects.get(text=post["text"])
                continue
            made = post_words(
                text=post["text"],
                by=User.objects.get(email=get_demo_email(Role[post["role"].upper()], post["slug"])),
                partner=other,
                parent=first if post["answers"] else None,
                at=now - timedelta(days=post["days"], hours=post["hours"]),
            )
        first = first if post["answers"] else made


def store_joint(plan: Plan, towns: Mapping[str, Community]) -> None:
    """Events of several towns: the first town shares the event, and the others accept it, as their leaders would."""
    leaders = {town.place.slug: User.objects.get(email=town.people[0].email) for town in plan.towns}
    for joint in JOINTS:
        host, *others = [slug for slug in joint.towns if slug in leaders] or [""]
        if not others:
            continue
        with community_scope(towns[host].pk, towns[host].office_id):
            event = Event.objects.held().filter(joint_key=joint.key).first()
            shares = _share(towns, host, others, event, leaders[host])
        for slug, share in shares.items():
            with community_scope(towns[slug].pk, towns[slug].office_id):
                ours = Event.objects.held().filter(joint_key=joint.key).first()
                if ours is not None:
                    accept_share(community=towns[slug], share=share, event=ours, by=leaders[slug])
    # The newcomer shares a meeting that its mentor joins, and waits for an answer.
    if {NEWCOMER, MENTOR} <= leaders.keys():
        with community_scope(towns[NEWCOMER].pk, towns[NEWCOMER].office_id):
            coming = Event.objects.coming().soonest_first().first()
            _share(towns, NEWCOMER, [MENTOR], coming, leaders[NEWCOMER])


def _share(
    towns: Mapping[str, Community], host: str, others: list[str], event: Event | None, by: User
) -> dict[str, JointShare]:
    """Nothing where there is no event: a town's records end with the day on which the demo is loaded."""
    if event is None:
        return {}
    return {
        slug: share_event(community=towns[host], event=event, other=towns[slug], by=by) for slug in others
    }
