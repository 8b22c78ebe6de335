"""The setup progress of a new community, computed from its records; it needs no manual ticking and blocks nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import (
    Cadence,
    Community,
    Invitation,
    PopulationProfile,
    RequiredLanguage,
    Role,
    RolePeriod,
    SetupStep,
)
from communities.models.setup import EARLY
from evaluation.target_points import MEMBERS
from events.models import Event, EventKind, EventStatus
from stakeholders.models import Organization, Research
from support.models import PublicProfile
from tfc.text.punctuation import sentences

# A coordinator and the other members with whom a community counts as started.
TEAM = MEMBERS + 1
SECTORS = 4


@dataclass
class Facts:
    """Facts of one community. ``people``: those with a role today; ``invited`` is known in the community's scope."""

    coordinators: int = 0
    people: int = 0
    invited: int = 0
    sectors: set[str] = field(default_factory=set)
    has: set[SetupStep] = field(default_factory=set)


def get_completed_steps(facts: Facts) -> list[SetupStep]:
    """Return the completed steps in the order of the list."""
    done = set(facts.has)
    if facts.coordinators and facts.people >= TEAM:
        done.add(SetupStep.TEAM)
    if len(facts.sectors) >= SECTORS:
        done.add(SetupStep.SECTORS)
    return [step for step in SetupStep if step in done]


def get_facts(communities: Iterable[Community], *, using: str = "default") -> dict[int, Facts]:
    """Return the facts by community; one query. With "default" only the community in scope is read, with "figures"
    all.
    """
    facts_by_community = {community.pk: Facts() for community in communities}

    def get_rows(model: Any, what: str, value: Any, **wanted: Any) -> Any:
        rows = model.objects.using(using).filter(community_id__in=facts_by_community, **wanted).order_by()
        return rows.annotate(what=Value(what), said=value).values_list("community_id", "what", "said")

    is_there = Value("")
    usable = {"accepted_at": None, "withdrawn_at": None, "expires_at__gt": timezone.now()}
    held = {"deleted_at": None, "status": EventStatus.HELD, "kind": EventKind.TEAM_MEETING}
    rows = get_rows(RolePeriod, "role", Cast("role", CharField()), ended_on=None).union(
        get_rows(Organization, "sector", Cast("sector", CharField()), deleted_at=None).distinct(),
        get_rows(Cadence, SetupStep.CADENCE, is_there).distinct(),
        get_rows(RequiredLanguage, SetupStep.LANGUAGES, is_there).distinct(),
        get_rows(PopulationProfile, SetupStep.PROFILE, is_there).distinct(),
        get_rows(Research, SetupStep.RESEARCH, is_there, deleted_at=None).distinct(),
        get_rows(Event, SetupStep.MEETING, is_there, **held).distinct(),
        get_rows(PublicProfile, SetupStep.PAGE, is_there, is_published=True),
        *([get_rows(Invitation, "invited", is_there, **usable)] if using == "default" else ()),
        all=True,
    )
    for community_id, what, text in rows:
        _add(facts_by_community[community_id], what, text)
    return facts_by_community


def _add(facts: Facts, what: str, text: str) -> None:
    if what == "role":
        facts.people += 1
        facts.coordinators += int(text) == Role.COORDINATOR
    elif what == "invited":
        facts.invited += 1
    elif what == "sector":
        facts.sectors.add(text)
    else:
        facts.has.add(SetupStep(what))


@dataclass(frozen=True)
class Step:
    """A step of the checklist. ``url`` is "" if this user cannot do it. ``position``: its place and title in a
    sentence. ``waits``: for people who are invited. ``has_begun``: the rest of it needs other people and days.
    ``skip_url``: what to do if the next step has to wait.
    """

    code: SetupStep
    title: str
    position: str
    note: str
    state: str
    url: str
    waits: bool = False
    has_begun: bool = False
    skip_url: str = ""


@dataclass(frozen=True)
class Checklist:
    steps: Sequence[Step]
    done: int

    @property
    def all(self) -> int:
        return len(self.steps)

    @property
    def is_open(self) -> bool:
        """Return whether the list is shown open: few steps are done, and those left are all this user's to do."""
        return self.done < 6 and all(step.url for step in self.steps if step.state != "done")

    @property
    def possible(self) -> list[Step]:
        """Return the steps that this user can do now; one that has begun comes after the others."""
        possible = [step for step in self.steps if step.url and not step.waits]
        return sorted(possible, key=lambda step: step.has_begun)

    @property
    def next(self) -> Step | None:
        return next(iter(self.possible), None)


def checklist(community: Community, role: Role) -> Checklist | None:
    """Return the checklist of a community in an early stage until it is complete, else None."""
    if community.stage not in EARLY:
        return None
    facts = get_facts([community])[community.pk]
    done = get_completed_steps(facts)
    if len(done) == len(SetupStep):
        return None
    steps = [_step(step, facts, community, role, is_done=step in done) for step in SetupStep]
    return Checklist(steps, len(done))


def get_next_setup_step(community: Community, role: Role) -> Step | None:
    """Return the step of the set-up that this user can do now; two queries at most, in the community's scope."""
    setup = checklist(community, role) if role >= Role.LEADER else None
    if setup is None or setup.next is None:
        return None
    home = reverse("dashboards:home", args=[community.slug])
    return replace(setup.next, skip_url=setup.possible[1].url if len(setup.possible) > 1 else home)


# The page of each step, and the role that it requires.
PAGES = {
    SetupStep.TEAM: ("communities:team-invite", Role.COORDINATOR),
    SetupStep.CADENCE: ("communities:settings-cadence", Role.COORDINATOR),
    SetupStep.LANGUAGES: ("communities:settings-languages", Role.COORDINATOR),
    SetupStep.PROFILE: ("communities:settings-profile", Role.COORDINATOR),
    SetupStep.SECTORS: ("stakeholders:organization-add", Role.LEADER),
    SetupStep.PAGE: ("support:public-edit", Role.COORDINATOR),
    SetupStep.RESEARCH: ("stakeholders:research", Role.MEMBER),
    SetupStep.MEETING: ("events:meeting-log", Role.LEADER),
}


def _step(step: SetupStep, facts: Facts, community: Community, role: Role, *, is_done: bool) -> Step:
    page, least = PAGES[step]
    url = reverse(page, args=[community.slug]) if role >= least and not is_done else ""
    number = list(SetupStep).index(step) + 1
    position = _("Step %(number)s of %(count)s: %(title)s") % {
        "number": number,
        "count": len(SetupStep),
        "title": step.label,
    }
    note = "" if is_done else _note(step, facts)
    waits = step == SetupStep.TEAM and bool(facts.invited)
    has_begun = step == SetupStep.TEAM and facts.people > 1
    return Step(step, str(step.label), position, note, "done" if is_done else "todo", url, waits, has_begun)


def _note(step: SetupStep, facts: Facts) -> str:
    if step == SetupStep.TEAM:
        people = _("%(count)s of %(needed)s so far.") % {"count": facts.people, "needed": TEAM}
        invited = ngettext("One person is invited.", "%(count)s people are invited.", facts.invited)
        return sentences((people, invited % {"count": facts.invited} if facts.invited else ""))
    if step == SetupStep.SECTORS:
        return _("%(count)s of %(needed)s sectors so far.") % {"count": len(facts.sectors), "needed": SECTORS}
    if step == SetupStep.PROFILE:
        return _("You can do this later.")
    if step == SetupStep.MEETING:
        return _("Log it after your team has met.")
    return ""


def joint_days(community_ids: Iterable[int], *, using: str = "default") -> dict[int, dict[Any, Any]]:
    """Return the local date of each held joint event by community and joint key."""
    rows = Event.objects.using(using).held().filter(community_id__in=community_ids, joint_key__isnull=False)
    days_by_community: dict[int, dict[Any, Any]] = defaultdict(dict)
    for community_id, key, day in rows.order_by("pk").values_list("community_id", "joint_key", "local_day"):
        days_by_community[community_id][key] = day
    return days_by_community
