"""Reads of the trainings that an office offers: who has a place, who waits, who was there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, User
from events.models import EventStatus, OfficeTraining, TrainingAttendance, TrainingSignUp
from events.words import when_words


@dataclass(frozen=True)
class Guest:
    """Somebody in the line. ``waits``: 0 with a place, else which one on the waiting list."""

    sign_up: TrainingSignUp
    waits: int
    attendance: TrainingAttendance | None

    @property
    def person(self) -> User:
        return self.sign_up.membership.user

    @property
    def has_left(self) -> bool:
        return self.sign_up.membership.ended_at is not None

    @property
    def was_there(self) -> bool:
        return self.attendance is not None and self.attendance.was_there


@dataclass(frozen=True)
class Card:
    """A training with its line, and those in it whom the open scope may see: all for the office, else one's own."""

    training: OfficeTraining
    numbers: list[int]
    guests: list[Guest] = field(default_factory=list)

    @property
    def when(self) -> str:
        return when_words(self.training)

    @property
    def taken(self) -> int:
        return min(len(self.numbers), self.training.places)

    @property
    def free(self) -> int:
        return self.training.places - self.taken

    @property
    def waiting(self) -> int:
        return len(self.numbers) - self.taken

    @property
    def free_words(self) -> str:
        """For those who may sign up."""
        if not self.free:
            return _("full, with a waiting list")
        words = ngettext("%(free)d place left", "%(free)d places left", self.free)
        return words % {"free": self.free}

    @property
    def taken_words(self) -> str:
        """For the office that offers it; once it was held, who was there."""
        if self.training.status == EventStatus.HELD:
            words = ngettext("%(there)d person was there", "%(there)d people were there", self.there)
            return words % {"there": self.there}
        taken = _("%(taken)d of %(places)d places taken") % {
            "taken": self.taken,
            "places": self.training.places,
        }
        if not self.waiting:
            return taken
        waiting = _("%(waiting)d waiting") % {"waiting": self.waiting}
        return f"{taken} · {waiting}"

    @property
    def there(self) -> int:
        return sum(one.was_there for one in self.guests)

    @property
    def is_over(self) -> bool:
        return self.training.status != EventStatus.PLANNED

    def of(self, user: User) -> Guest | None:
        return next((one for one in self.guests if one.person.pk == user.pk), None)

    @property
    def by_community(self) -> list[tuple[Community, list[Guest]]]:
        found: dict[Community, list[Guest]] = defaultdict(list)
        for one in self.guests:
            found[one.sign_up.membership.community].append(one)
        return sorted(found.items(), key=lambda each: each[0].name)


def cards(trainings: Iterable[OfficeTraining]) -> list[Card]:
    """Four queries, however many trainings there are."""
    found = list(trainings)
    ids = [one.pk for one in found]
    lines = dict(OfficeTraining.objects.filter(pk__in=ids).values_list("pk", "lines__numbers"))
    sign_ups = (
        TrainingSignUp.objects.in_line()
        .filter(training__in=ids)
        .select_related("membership__user", "membership__community")
        .prefetch_related(Prefetch("attendances"))
        .order_by("number")
    )
    by_training = defaultdict(list)
    for one in sign_ups:
        by_training[one.training_id].append(one)
    return [_card(one, lines.get(one.pk) or [], by_training[one.pk]) for one in found]


def _card(training: OfficeTraining, numbers: list[int], sign_ups: list[TrainingSignUp]) -> Card:
    places = {number: place for place, number in enumerate(numbers, start=1)}
    guests = []
    for one in sign_ups:
        place = places.get(one.number, 0)
        attendance = next(iter(one.attendances.all()), None)
        guests.append(Guest(one, max(place - training.places, 0), attendance))
    return Card(training, numbers, guests)


def card_of(training: OfficeTraining) -> Card:
    return cards([training])[0]
