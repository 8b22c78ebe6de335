"""Storing which communities need attention, changing an office's rules for it, what its staff did, and asking
communities for missing records.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import TAKES_PART, Community, Office, StaffMembership, User
from dashboards.actions.alerts import AlertRefresh
from dashboards.attention.facts import get_attention_facts
from dashboards.attention.half_years import count_half_years
from dashboards.attention.reasons import Facts
from dashboards.attention.rules import (
    DEFAULTS,
    Limits,
    count_points,
    find_past_reasons,
    find_reasons,
    parse_reasons,
)
from dashboards.attention.summary import get_summaries
from dashboards.missing_records import get_counts
from dashboards.models import (
    AttentionRule,
    CommunityAttention,
    FollowUp,
    FollowUpKind,
    OfficeSummary,
    RecordRequest,
)

# Communities whose facts are read together, so that memory does not grow with the number of communities.
BATCH = 500
# Of the number of communities that needed attention.
DAYS_KEPT = dt.timedelta(days=90)
# A community is not asked again for the same records before.
ASKED_AGAIN_AFTER = dt.timedelta(days=7)
LONGEST_SET_ASIDE = dt.timedelta(days=366)


def refresh_attention(offices: Iterable[Office], *, using: str, now: dt.datetime | None = None) -> int:
    """Find the reasons of every community that takes part, and where alerts apply, and store both; return the number
    of communities. Run by a program with the figures' login; safe to run twice, or to be killed.
    """
    moment = now or timezone.now()
    return sum(_refresh_office(office, using, moment) for office in offices)


@transaction.atomic(using="figures")
def _refresh_office(office: Office, using: str, now: dt.datetime) -> int:
    communities = Community.objects.using(using).filter(office=office).taking_part().order_by("pk")
    limits = get_limits(office, using=using)
    ids: list[int] = list(communities.values_list("pk", flat=True))
    alerts = AlertRefresh(office, using=using)
    for start in range(0, len(ids), BATCH):
        batch = list(communities.filter(pk__in=ids[start : start + BATCH]))
        alerts.find(batch, _refresh_batch(batch, limits, using, now))
    alerts.store(now)
    stored = CommunityAttention.objects.using(using).for_office(office.pk)
    stored.exclude(community__stage__in=TAKES_PART).delete()
    stored.filter(points=0).update(assigned_to=None, set_aside_until=None)
    today = timezone.localdate(now, timezone=office.zone)
    _store_summary(office, today, stored.needing(today).count(), using, now)
    return len(ids)


def _store_summary(office: Office, today: dt.date, needing: int, using: str, now: dt.datetime) -> None:
    summaries = OfficeSummary.objects.using(using)
    before = summaries.filter(office=office).first()
    earliest = (today - DAYS_KEPT).isoformat()
    by_day = {day: number for day, number in before.attention.items() if day > earliest} if before else {}
    summaries.update_or_create(
        office=office,
        defaults={
            "half_years": count_half_years(office, using=using),
            "attention": by_day | {today.isoformat(): needing},
            "computed_at": now,
        },
    )


def get_limits(office: Office, *, using: str = "default") -> Limits:
    rules = AttentionRule.objects.using(using).filter(office=office).current()
    return {rule.code: (rule.is_on, rule.limit) for rule in rules}


def _refresh_batch(
    communities: Sequence[Community], limits: Limits, using: str, now: dt.datetime
) -> Mapping[int, Facts]:
    """Store the reasons of these communities, and return their facts."""
    facts = get_attention_facts(communities, now, using=using)
    rows = CommunityAttention.objects.using(using).filter(community__in=communities)
    stored = {row.community_id: row for row in rows}
    summaries = get_summaries(communities, facts, now, using=using)
    CommunityAttention.objects.using(using).bulk_create(
        [
            _build_row(
                community, stored.get(community.pk), facts[community.pk], limits, summaries[community.pk], now
            )
            for community in communities
        ],
        update_conflicts=True,
        unique_fields=["community"],
        update_fields=["office", "reasons", "past_reasons", "summary", "points", "since", "computed_at"],
    )
    return facts


def _build_row(
    community: Community,
    stored: CommunityAttention | None,
    facts: Facts,
    limits: Limits,
    summary: Mapping[str, Any],
    now: dt.datetime,
) -> CommunityAttention:
    before = parse_reasons(stored.reasons) if stored else []
    reasons = find_reasons(facts, limits, before)
    past = find_past_reasons(
        before, reasons, parse_reasons(stored.past_reasons) if stored else (), facts.today
    )
    return CommunityAttention(
        office_id=community.office_id,
        community=community,
        reasons=[reason.to_json() for reason in reasons],
        past_reasons=[reason.to_json() for reason in past],
        summary=summary,
        points=count_points(reasons),
        since=min((reason.since for reason in reasons), default=None),
        computed_at=now,
    )


@transaction.atomic
def change_rules(*, office: Office, rules: Mapping[str, tuple[bool, int]], by: User) -> int:
    """Store those rules that differ from the current ones; return how many."""
    limits = get_limits(office)
    changed = [
        AttentionRule(office=office, code=code, is_on=is_on, limit=limit, by=by)
        for code, (is_on, limit) in rules.items()
        if (is_on, limit) != limits.get(code, DEFAULTS[code])
    ]
    AttentionRule.objects.bulk_create(changed)
    return len(changed)


@transaction.atomic
def follow_up(
    *,
    community: Community,
    kind: FollowUpKind,
    by: User,
    note: str = "",
    assigned_to: User | None = None,
    until: dt.date | None = None,
    last: int | None = None,
) -> FollowUp:
    """Store what staff did, who takes care of the community from now on (None: nobody), and until when it is set
    aside. In the office's scope. ValidationError if a day or a note does not fit, or if a colleague followed up after
    ``last``, the newest follow-up that the person has read. Sent twice, it is stored once.
    """
    today = timezone.localdate()
    if until is not None and not today < until <= today + LONGEST_SET_ASIDE:
        raise ValidationError({"until": _("Enter a date after today, at most a year ahead.")})
    if until is not None and not note:
        raise ValidationError({"note": _("Say why you set it aside.")})
    staff = StaffMembership.objects.current().filter(office_id=community.office_id, user=assigned_to)
    if assigned_to is not None and not staff.exists():
        raise ValidationError({"assigned_to": _("This person no longer works in your office.")})
    attention = CommunityAttention.objects.select_for_update().filter(community=community).first()
    newest = FollowUp.objects.filter(community=community).newest_first().select_related("by").first()
    if newest and newest.pk != last:
        if (newest.by, newest.kind, newest.note, newest.until) == (by, kind, note, until):
            return newest
        raise ValidationError(
            _("%(person)s followed up meanwhile. Read it below, then save again.") % {"person": newest.by}
        )
    if kind == FollowUpKind.NOTE and not note and attention and attention.assigned_to == assigned_to:
        raise ValidationError({"note": _("Write a note, or choose what you did.")})
    if attention is not None:
        attention.assigned_to, attention.set_aside_until = assigned_to, until
        attention.save(update_fields=["assigned_to", "set_aside_until"])
    return FollowUp.objects.create(
        community=community, kind=kind, note=note, assigned_to=assigned_to, until=until, by=by
    )


@transaction.atomic
def edit_follow_up(*, follow_up: FollowUp, note_before: str, kind: FollowUpKind, note: str, by: User) -> None:
    """Correct what was done. ValidationError if a note is required, or is no longer ``note_before``, which the person
    read. What was assigned and set aside stays.
    """
    stored = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if not note and (stored.until or (kind == FollowUpKind.NOTE and not stored.assigned_to_id)):
        raise ValidationError({"note": _("Write a note, or delete it all.")})
    if stored.note not in (note_before, note):
        raise ValidationError({"note": _("Saved meanwhile by a colleague: %(note)s") % {"note": stored.note}})
    stored.kind, stored.note = kind, note
    stored.save(update_fields=["kind", "note"])


@transaction.atomic
def delete_follow_up(*, follow_up: FollowUp, by: User) -> None:
    """Delete what was written permanently. What was assigned and set aside stays."""
    follow_up.delete()


def unassign_staff(membership: StaffMembership) -> None:
    """Assign to nobody the communities of a person who leaves the office."""
    assigned = CommunityAttention.objects.for_office(membership.office_id)
    assigned.filter(assigned_to=membership.user_id).update(assigned_to=None)


@transaction.atomic
def ask_for_records(*, office: Office, code: str, by: User) -> int:
    """Ask each community in which the check misses records and that was not asked lately; return how many."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    lately = RecordRequest.objects.filter(
        community=OuterRef("community"), code=code, at__gt=timezone.now() - ASKED_AGAIN_AFTER
    )
    missing = get_counts(office).filter(~Exists(lately), counts__has_key=code)
    requests = [
        RecordRequest(office=office, community_id=community_id, code=code, by=by)
        for community_id in missing.values_list("community_id", flat=True)
    ]
    RecordRequest.objects.bulk_create(requests, batch_size=1000)
    return len(requests)
