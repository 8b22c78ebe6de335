"""Two events that look alike, side by side: their values, where they differ, and the result of a merge."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import Attendance, Details
from events.actions.recording import get_attendance
from events.actions.saving import get_event_time
from events.counts import group_label, headcount_key
from events.models import Constituency, Dimension, Event, EventStatus
from events.words import format_event_time, get_output_lines
from stakeholders.models import Organization
from tfc.number_text import number_text
from tfc.text.punctuation import clauses, join_title, listed, phrases


@dataclass(frozen=True)
class Side:
    """One of the two events with its attendance: the ids in ``came``, and the names that may be shown."""

    event: Event
    came: Attendance
    members: tuple[str, ...]
    organizations: Mapping[int, str]

    def says(self, name: str) -> str:
        """Return the value of an aspect in words; empty where there is none."""
        return ASPECTS[name].describe(self)


@dataclass(frozen=True)
class Aspect:
    """A property of an event. ``is_chosen``: where two differ, a person chooses one; other aspects are added up."""

    label: str | Promise
    describe: Callable[[Side], str]
    is_chosen: bool = True


def _yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def _counts(dimension: Dimension) -> Aspect:
    def describe_groups(side: Side) -> str:
        groups = side.came.headcounts.get(dimension, {})
        return phrases(
            join_title(group_label(dimension, group), number_text(n)) for group, n in groups.items()
        )

    return Aspect(dimension.label, describe_groups)


def _people(side: Side) -> str:
    people = side.came.people_present
    return "" if people is None else number_text(people)


ASPECTS: dict[str, Aspect] = {
    "title": Aspect(gettext_lazy("Title"), lambda side: side.event.title),
    "status": Aspect(gettext_lazy("Status"), lambda side: side.event.get_status_display(), is_chosen=False),
    "when": Aspect(gettext_lazy("When"), lambda side: format_event_time(side.event)),
    "place": Aspect(gettext_lazy("Place"), lambda side: side.event.place),
    "hosting": Aspect(gettext_lazy("Host"), lambda side: side.event.get_hosting_display()),
    "sponsored_by_oasis": Aspect(
        gettext_lazy("Sponsored by Oasis"), lambda side: _yes_no(side.event.sponsored_by_oasis)
    ),
    "is_public": Aspect(gettext_lazy("On our public page"), lambda side: _yes_no(side.event.is_public)),
    "people_present": Aspect(gettext_lazy("People present"), _people, is_chosen=False),
    "members": Aspect(gettext_lazy("Members"), lambda side: listed(side.members), is_chosen=False),
    "organizations": Aspect(
        gettext_lazy("Organizations"), lambda side: listed(side.organizations.values()), is_chosen=False
    ),
    "constituencies": Aspect(
        gettext_lazy("Groups of people"),
        lambda side: listed(Constituency(code).label for code in side.came.constituencies),
        is_chosen=False,
    ),
    **{headcount_key(dimension): _counts(dimension) for dimension in Dimension},
    "outputs": Aspect(gettext_lazy("Outputs"), lambda side: clauses(get_output_lines(side.came))),
    "note": Aspect(gettext_lazy("Note"), lambda side: side.event.note, is_chosen=False),
}


@dataclass(frozen=True)
class AspectText:
    label: str | Promise
    text: str
    differs: bool


@dataclass(frozen=True)
class Pair:
    """``target`` remains when they are merged, ``gone`` goes to the trash."""

    target: Side
    gone: Side

    @property
    def was_held(self) -> bool:
        return EventStatus.HELD in (self.target.event.status, self.gone.event.status)

    @property
    def both_joint(self) -> bool:
        """Whether each is a joint event, which other communities read under its own key."""
        return self.target.event.joint_key is not None and self.gone.event.joint_key is not None

    def cards(self) -> Iterator[tuple[Side, Sequence[AspectText], Sequence[AspectText]]]:
        """Yield each event with its aspects: those that differ, and the rest."""
        names = [name for name in ASPECTS if self.target.says(name) or self.gone.says(name)]
        for side in (self.target, self.gone):
            aspect_texts = [
                AspectText(ASPECTS[name].label, side.says(name), self._differ(name)) for name in names
            ]
            yield (
                side,
                [aspect_text for aspect_text in aspect_texts if aspect_text.differs],
                [aspect_text for aspect_text in aspect_texts if not aspect_text.differs],
            )

    def to_choose(self) -> list[str]:
        """Return the aspects that have a value in both and differ."""
        chosen = [name for name, aspect in ASPECTS.items() if aspect.is_chosen and self._differ(name)]
        return [name for name in chosen if self.target.says(name) and self.gone.says(name)]

    def _differ(self, name: str) -> bool:
        return self.target.says(name) != self.gone.says(name)

    def joined(self, of_gone: set[str], people: int | None, note: str) -> tuple[Details, Attendance]:
        """Return the details and attendance after the merge. ``of_gone``: aspects taken from ``gone``; otherwise only
        those that are empty in ``target``.
        """

        def side(name: str) -> Side:
            return self.gone if name in of_gone or not self.target.says(name) else self.target

        fields = ("title", "place", "hosting", "sponsored_by_oasis", "is_public")
        details = Details(
            kind=self.target.event.kind,
            when=get_event_time(side("when").event),
            note=note,
            **{name: getattr(side(name).event, name) for name in fields},
        )
        counts = {
            dimension: side(headcount_key(dimension)).came.headcounts.get(dimension, {})
            for dimension in Dimension
        }
        came = replace(
            self._together(),
            people_present=people,
            headcounts={name: groups for name, groups in counts.items() if groups},
            outputs=side("outputs").came.outputs,
        )
        return details, came

    def _together(self) -> Attendance:
        """Return the attendance of either event, without organizations of ``gone`` that are in the trash by now."""
        mine, theirs = self.target.came, self.gone.came
        new = set(theirs.organizations) - set(mine.organizations)
        still = Organization.objects.not_deleted().filter(pk__in=new).values_list("pk", flat=True)
        return Attendance(
            organizations=(*mine.organizations, *still),
            constituencies=tuple({*mine.constituencies, *theirs.constituencies}),
            memberships=tuple({*mine.memberships, *theirs.memberships}),
            invited=tuple({*mine.invited, *theirs.invited}),
        )


def pair_events(first: Event, second: Event) -> Pair:
    target, gone = sorted((first, second), key=_stays_before)
    return Pair(_side(target), _side(gone))


def _stays_before(event: Event) -> tuple[bool, bool, bool, int]:
    """Sort key of which event remains: a joint event first, then one of a series, then a held one,
    then the older one.
    """
    return event.joint_key is None, event.series_id is None, event.status != EventStatus.HELD, event.pk


def _side(event: Event) -> Side:
    members = event.memberpresences.select_related("membership__user")
    present = event.organizationpresences.select_related("organization").order_by("organization__name", "pk")
    return Side(
        event,
        get_attendance(event),
        tuple(sorted((str(presence.membership.user) for presence in members), key=str.casefold)),
        {presence.organization_id: presence.organization.name for presence in present},
    )
