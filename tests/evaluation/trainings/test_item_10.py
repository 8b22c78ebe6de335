"""Item 10 from both sources: leadership trainings of the community, and those of its office."""

import datetime as dt
from zoneinfo import ZoneInfo

from communities.models import Community, Membership, Role, RosterConfirmation
from evaluation.figure_queries import receipts
from evaluation.figures import Computed, compute
from evaluation.record_links import build_links
from events.models import EventKind, OfficeTraining, TrainingAttendance, TrainingLine, TrainingSignUp
from tests.base import World, add_member, within
from tests.evaluation.figures.records import H1, came, event


def training(world: World, day: str, status: str = "held", **fields: object) -> OfficeTraining:
    start = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9), ZoneInfo("America/Los_Angeles"))
    with within(world.usa):
        office_training = OfficeTraining.objects.create(
            topic="research", title="Asking well", starts_at=start, ends_at=start + dt.timedelta(hours=2),
            time_zone="America/Los_Angeles", places=9, status=status, created_by=world["usa-staff"], **fields,
        )  # fmt: skip
        TrainingLine.objects.create(training=office_training)
        return office_training


def signed_up(
    world: World, office_training: OfficeTraining, name: str, was_there: bool | None = None
) -> TrainingSignUp:
    person = Membership.objects.select_related("community").get(user__name=name)
    town: Community = person.community
    with within(town):
        sign_up = TrainingSignUp.objects.create(
            office_id=town.office_id,
            training=office_training,
            membership=person,
            number=1,
            signed_up_by=person.user,
        )
    if was_there is not None:
        with within(world.usa):
            TrainingAttendance.objects.create(
                community=town, office_id=town.office_id, sign_up=sign_up, was_there=was_there,
                recorded_by=world["usa-staff"],
            )  # fmt: skip
    return sign_up


def figure(world: World) -> Computed:
    with within(world.hill):
        return compute([world.hill], H1)[world.hill.pk]["leaders_in_development"]


def numbers(computed: Computed) -> tuple:
    measured = computed.measured
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def confirmed(world: World) -> None:
    with within(world.hill):
        RosterConfirmation.objects.create(half_year="2026-H1", by=world["hill-coordinator"])


def test_it_counts_each_leader_once_over_both_sources(world: World):
    """Four leaders: one at both, one at the office's, one registered without outcome, one absent."""
    for name in ("ana", "ben"):
        add_member(world.hill, name, Role.LEADER)
    confirmed(world)
    with within(world.hill):
        came(event(world.hill, EventKind.LEADERSHIP_TRAINING, "2026-02-01"), world["hill-leader"])
    held_training, unsettled = training(world, "2026-03-01"), training(world, "2026-04-01", "planned")
    both = signed_up(world, held_training, "hill-leader", was_there=True)
    office = signed_up(world, held_training, "hill-coordinator", was_there=True)
    signed_up(world, held_training, "ana", was_there=False)
    waiting = signed_up(world, unsettled, "ben")
    # None of these counts: another half-year, a canceled one, a person of Dale.
    signed_up(world, training(world, "2025-12-31"), "ana", was_there=True)
    signed_up(world, training(world, "2026-05-01", "cancelled"), "ana")
    signed_up(world, held_training, "dale-leader", was_there=True)
    stored_figure = figure(world)
    assert numbers(stored_figure) == (2, 4, 2, 3)
    with within(world.hill):
        attended = list(
            TrainingAttendance.objects.filter(sign_up__in=[both, office]).values_list("pk", flat=True)
        )
        assert stored_figure.receipt["records"][receipts.ATTENDANCES] == [
            [person_id, 1] for person_id in sorted(attended)
        ]
        assert stored_figure.receipt["considered"][receipts.SIGN_UPS] == [[waiting.pk, 1]]
        [first, _second] = build_links(world.hill, receipts.ATTENDANCES, dict.fromkeys(attended, 1))
        assert (first.title, first.url) == ("Asking well", f"/c/hill/team/trainings/{held_training.pk}/")
        assert "hill-leader" not in str(first)
        [open_] = build_links(world.hill, receipts.SIGN_UPS, {waiting.pk: 1})
        assert open_.url == f"/c/hill/team/trainings/{unsettled.pk}/"


def test_a_withdrawal_leaves_nothing_unresolved(world: World):
    confirmed(world)
    sign_up = signed_up(world, training(world, "2026-04-01", "planned"), "hill-leader")
    assert numbers(figure(world)) == (0, 2, 0, 1)
    with within(world.hill):
        TrainingSignUp.objects.filter(pk=sign_up.pk).update(withdrawn_at="2026-03-31T00:00Z")
    assert numbers(figure(world)) == (0, 2, 0, 0)
