"""Reads of the trainings that an office offers: who has a place, who is waiting, who attended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, User
from events.models import EventStatus, OfficeTraining, TrainingAttendance, TrainingLine, TrainingSignUp
from events.words import format_event_time
from tfc import keyset
from tfc.keyset import Slice

A_PAGE = 50
BY_COMMUNITY = ("membership__community__name", "membership__community", "number", "pk")


@dataclass(frozen=True)
class Guest:
    """A person in the line. ``waits``: 0 with a place, else the position on the waiting list."""

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
    """A training with its line, and the people in it that the scope may see: all for the office, else the community's
    own.
    """

    training: OfficeTraining
    in_line: int
    guests: list[Guest] = field(default_factory=list)
    # Set where the guests were only counted.
    were_there: int | None = None

    @property
    def when(self) -> str:
        return format_event_time(self.training)

    @property
    def taken(self) -> int:
        return min(self.in_line, self.training.places)

    @property
    def free(self) -> int:
        return self.training.places - self.taken

    @property
    def waiting(self) -> int:
        return self.in_line - self.taken

    @property
    def free_words(self) -> str:
        """Return the free places, for people who may sign up."""
        if not self.free:
            return _("full, with a waiting list")
        text = ngettext("%(free)d place left", "%(free)d places left", self.free)
        return text % {"free": self.free}

    @property
    def taken_words(self) -> str:
        """Return the taken places, for the office that offers it; once it was held, the number of
        people who attended.
        """
        if self.training.status == EventStatus.HELD:
            text = ngettext("%(there)d person was there", "%(there)d people were there", self.there)
            return text % {"there": self.there}
        taken = _("%(taken)d of %(places)d places taken") % {
            "taken": self.taken,
            "places": self.training.places,
        }
        if not self.waiting:
            return taken
        waiting = _("%(waiting)s waiting") % {"waiting": self.waiting}
        return f"{taken} · {waiting}"

    @property
    def there(self) -> int:
        if self.were_there is not None:
            return self.were_there
        return sum(guest.was_there for guest in self.guests)

    @property
    def is_over(self) -> bool:
        return self.training.status != EventStatus.PLANNED

    def get_guest(self, user: User) -> Guest | None:
        return next((guest for guest in self.guests if guest.person.pk == user.pk), None)

    @property
    def by_community(self) -> list[tuple[Community, list[Guest]]]:
        guests_by_community: dict[Community, list[Guest]] = defaultdict(list)
        for guest in self.guests:
            guests_by_community[guest.sign_up.membership.community].append(guest)
        return sorted(guests_by_community.items(), key=lambda group: group[0].name)


def get_counted_cards(trainings: "QuerySet[OfficeTraining]") -> list[Card]:
    """Return the cards of a list without names: one query, however many people signed up."""
    line = TrainingLine.objects.filter(training=OuterRef("pk"))
    there = TrainingAttendance.objects.there().filter(
        sign_up__training=OuterRef("pk"), sign_up__withdrawn_at=None
    )
    trainings_with_counts = trainings.annotate(
        in_line=Coalesce(Subquery(line.values("numbers__len")), 0),
        were_there=Coalesce(
            Subquery(there.order_by().values("sign_up__training").annotate(n=Count("pk")).values("n")), 0
        ),
    )
    return [
        Card(training, training.in_line, were_there=training.were_there) for training in trainings_with_counts
    ]


def cards(trainings: Iterable[OfficeTraining]) -> list[Card]:
    """Return the cards; three queries, however many trainings there are."""
    training_list = list(trainings)
    ids = [training.pk for training in training_list]
    lines = dict(OfficeTraining.objects.filter(pk__in=ids).values_list("pk", "lines__numbers"))
    by_training = defaultdict(list)
    for sign_up in _get_sign_ups().filter(training__in=ids).order_by("number"):
        by_training[sign_up.training_id].append(sign_up)
    return [
        _card(training, lines.get(training.pk) or [], by_training[training.pk]) for training in training_list
    ]


def card_page(training: OfficeTraining, query: Mapping[str, str]) -> tuple[Card, Slice[TrainingSignUp]]:
    """Return the card with one page of the people who signed up, by the name of their community."""
    numbers = TrainingLine.objects.filter(training=training).values_list("numbers", flat=True).first()
    page = keyset.read_page(_get_sign_ups().filter(training=training), BY_COMMUNITY, query, A_PAGE)
    return _card(training, numbers or [], page.rows), page


def _get_sign_ups() -> "QuerySet[TrainingSignUp]":
    sign_ups = TrainingSignUp.objects.in_line().select_related("membership__user", "membership__community")
    return sign_ups.prefetch_related(Prefetch("attendances"))


def _card(training: OfficeTraining, numbers: list[int], sign_ups: list[TrainingSignUp]) -> Card:
    places = {number: place for place, number in enumerate(numbers, start=1)}
    guests = []
    for sign_up in sign_ups:
        place = places.get(sign_up.number, 0)
        attendance = next(iter(sign_up.attendances.all()), None)
        guests.append(Guest(sign_up, max(place - training.places, 0), attendance))
    return Card(training, len(numbers), guests)


def get_card(training: OfficeTraining) -> Card:
    return cards([training])[0]
