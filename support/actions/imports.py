"""Importing a directory file and undoing the import, in the scope of the community that owns it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.models import Community, User
from support.actions.approvals import get_restored_approval, get_value_authors
from support.actions.confirming import expire_links
from support.directory import with_hours
from support.hsds.comparing import Change, Plan, compare, parse_spans, serialize_spans
from support.hsds.entries import Entry, normalize_hours
from support.hsds.nested import Home
from support.models import DirectoryImport, OpeningHours, Service
from support.opening import Span

BATCH = 500


class PlanChangedError(Exception):
    """The directory has changed since the preview; ``plan`` is what the import would do now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("the directory changed")
        self.plan = plan


def build_plan(entries: Iterable[Entry], home: Home) -> Plan:
    """Compare the entries with the directory. Two queries for any size."""
    return compare(entries, with_hours(Service.objects.order_by("id")), home)


@transaction.atomic
def import_directory(
    *, community: Community, entries: list[Entry], digest: str, name: str, by: User
) -> DirectoryImport | None:
    """Carry out the plan with this ``digest``; return None if there is nothing to do.

    Raises PlanChangedError. A community runs one import at a time: a second submission of the same file waits and then
    finds everything done.
    """
    Community.objects.select_for_update().get(pk=community.pk)
    plan = build_plan(entries, Home.from_community(community))
    if plan.is_empty:
        return None
    if plan.digest() != digest:
        raise PlanChangedError(plan)
    added = _add(plan.added, by)
    changed = _change(plan.changed, by)
    return DirectoryImport.objects.create(name=name[:160], by=by, added=added, changed=changed)


def _add(entries: list[Entry], by: User) -> list[int]:
    made = Service.objects.bulk_create([_build_service(entry, by) for entry in entries], batch_size=BATCH)
    _add_hours({service: entry.hours for service, entry in zip(made, entries, strict=True)})
    return [service.pk for service in made]


def _build_service(entry: Entry, by: User) -> Service:
    """Build a service that is neither public nor confirmed.

    Its address is confidential: people decide about these three.
    """
    return Service(
        name=entry.name,
        provider=entry.provider,
        kinds=list(entry.kinds),
        languages=list(entry.languages),
        description=entry.description,
        eligibility=entry.eligibility,
        ineligibility=entry.ineligibility,
        intake=entry.intake,
        coverage=entry.coverage,
        phone=entry.phone,
        website=entry.website,
        email=entry.email,
        address=entry.address,
        always_open=entry.always_open,
        outside_id=entry.id,
        created_by=by,
    )


def _change(changes: list[Change], by: User) -> dict[str, Any]:
    """Write the changes and return them for undo: service id → field → [old, new] and the author of the old value."""
    changes_by_id: dict[str, dict[str, list[Any]]] = {}
    for change in changes:
        before = change.service
        fields: dict[str, list[Any]] = {}
        changes_by_id[str(before.pk)] = fields
        for name, (old, new) in change.fields.items():
            if name == "hours":
                fields[name] = [_serialize_hours(*old), _serialize_hours(*new)]
            else:
                fields[name] = [old, new]
        for name, author in get_value_authors(before, fields).items():
            fields[name].append(author)
        if "address" in fields:
            fields["address_is_public"] = [before.address_is_public, False]
    _write({change.service.pk: changes_by_id[str(change.service.pk)] for change in changes}, side=1, by=by)
    return changes_by_id


def _serialize_hours(spans: Iterable[Span], always: bool) -> dict[str, Any]:
    return {"spans": serialize_spans(spans), "always": always}


def _write(fields_by_id: dict[int, dict[str, list[Any]]], *, side: int, by: User) -> None:
    """Write one side of each pair: ``side`` 1 the new values, 0 the old ones with their authors."""
    services = list(Service.objects.filter(pk__in=fields_by_id).select_for_update())
    names: set[str] = set()
    hours: dict[Service, tuple[Span, ...]] = {}
    for service in services:
        pairs = fields_by_id[service.pk]
        plain = {name: pair[side] for name, pair in pairs.items() if name != "hours"}
        authors = {name: pair[2] for name, pair in pairs.items() if side == 0 and pair[2:]}
        approval = get_restored_approval(service, plain, by, authors) | {"returned_for": ""}
        for name, value in approval.items():
            setattr(service, name, value)
        names.update(approval)
        for name, pair in pairs.items():
            if name == "hours":
                service.always_open = pair[side]["always"]
                hours[service] = tuple(parse_spans(pair[side]["spans"]))
                names.add("always_open")
            else:
                setattr(service, name, pair[side])
                names.add(name)
        service.updated_at = timezone.now()
    expire_links([pk for pk, fields in fields_by_id.items() if "email" in fields])
    if names:
        Service.objects.bulk_update(services, [*sorted(names), "updated_at"], batch_size=BATCH)
    OpeningHours.objects.filter(service__in=hours).delete()
    _add_hours(hours)


def _add_hours(hours: dict[Service, tuple[Span, ...]]) -> None:
    rows = [
        OpeningHours(service=service, weekday=span.weekday, opens=span.opens, closes=span.closes)
        for service, spans in hours.items()
        for span in spans
    ]
    OpeningHours.objects.bulk_create(rows, batch_size=BATCH)


@transaction.atomic
def undo_import(*, directory_import: DirectoryImport, by: User) -> bool:
    """Move added services to the trash and restore changed fields, except those that were edited since.

    Returns False if it was undone before.
    """
    stored = DirectoryImport.objects.select_for_update().get(pk=directory_import.pk)
    if stored.undone_at:
        return False
    now = timezone.now()
    # Without an outside id, a later import of the same file adds the service again.
    Service.objects.filter(pk__in=stored.added, deleted_at=None).update(
        deleted_at=now, updated_at=now, outside_id=""
    )
    _write(_get_unchanged_fields(stored.changed), side=0, by=by)
    stored.undone_at = now
    stored.save(update_fields=["undone_at"])
    return True


def _get_unchanged_fields(changed: dict[str, Any]) -> dict[int, dict[str, list[Any]]]:
    """Return the fields that still have the values of the import."""
    unchanged_fields: dict[int, dict[str, list[Any]]] = {}
    for service in with_hours(Service.objects.filter(pk__in=map(int, changed))):
        spans, always = normalize_hours(service.hours.all(), always=service.always_open)
        for name, pair in changed[str(service.pk)].items():
            now = _serialize_hours(spans, always) if name == "hours" else getattr(service, name)
            if now == pair[1]:
                unchanged_fields.setdefault(service.pk, {})[name] = pair
    return unchanged_fields
