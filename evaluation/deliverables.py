"""Deliverables of an office's grants against the plan, in the office's scope."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from communities.models import Direction, Owner, Target, User
from evaluation.models import DeliverableLink
from evaluation.targets import TargetProgress, follow_targets
from stakeholders.models import Deliverable
from tfc.disclosure import Reader


@transaction.atomic
def link_deliverable(
    *, deliverable: Deliverable, by: User, thread: UUID | None = None, measure: str = "", code: str = ""
) -> None:
    """Follow a deliverable by the target ``thread`` or by a count; by neither, it is not followed."""
    if thread is None and not measure:
        DeliverableLink.objects.filter(deliverable=deliverable).delete()
        return
    DeliverableLink.objects.update_or_create(
        deliverable=deliverable, defaults={"thread": thread, "measure": measure, "code": code}
    )


def get_deliverable_links(deliverables: Sequence[Deliverable]) -> dict[int, DeliverableLink]:
    links = DeliverableLink.objects.filter(deliverable__in=[deliverable.pk for deliverable in deliverables])
    return {link.deliverable_id: link for link in links}


def build_deliverable_target(deliverable: Deliverable, link: DeliverableLink) -> Target:
    """Return the plan of a deliverable as a target that is never stored: from 0 at the start of the grant to the
    quantity on the day on which it is due.
    """
    return Target(
        pk=-deliverable.pk,
        office_id=deliverable.office_id,
        owner=Owner.OFFICE,
        measure=link.measure,
        code=link.code,
        direction=Direction.UP,
        baseline_value=0,
        baseline_on=deliverable.grant.starts_on,
        goal_value=deliverable.quantity,
        due_on=deliverable.due_on,
    )


def follow_deliverables(
    deliverables: Sequence[Deliverable], *, as_of: dt.date | None = None
) -> Mapping[int, TargetProgress]:
    """Return the progress of each deliverable of an office that is followed, by its id; as many queries for many
    grants as for one.
    """
    links = get_deliverable_links(deliverables)
    threads = [link.thread for link in links.values() if link.thread]
    offices = {deliverable.office_id for deliverable in deliverables}
    own = Target.objects.of_office().filter(office__in=offices, thread__in=threads).latest_versions()
    by_thread = {target.thread: target for target in own.select_related("community")}
    targets: dict[int, Target] = {}
    for deliverable in deliverables:
        link = links.get(deliverable.pk)
        if link is None:
            continue
        target = by_thread.get(link.thread) if link.thread else build_deliverable_target(deliverable, link)
        if target:
            targets[deliverable.pk] = target
    followed = follow_targets(list(dict.fromkeys(targets.values())), reader=Reader.NETWORK, as_of=as_of)
    progress = {progress_row.target.pk: progress_row for progress_row in followed}
    return {pk: progress[target.pk] for pk, target in targets.items()}
