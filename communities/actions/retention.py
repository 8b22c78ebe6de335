"""The daily retention run: delete expired records, place by place, and report the counts."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from communities.audit.forgetting import RETENTION, forget_details
from communities.models import Community, Office, RetentionCount
from communities.text_removal import remove_again
from tfc.current_actor import acting_as
from tfc.deletion_log import AUDIT, TEXT, Purge
from tfc.logins import ACCOUNTS, use_login
from tfc.retention import Outcome, Rule, RuleScope, get_repeated_deletions, rules
from tfc.tenancy import community_scope, office_scope, set_actor

logger = logging.getLogger(__name__)
# How long records must be kept so that figures stay reproducible; after that these counts are deleted too.
COUNTS_KEPT = dt.timedelta(days=2 * 365)


@dataclass(frozen=True)
class RuleOutcome:
    """One line of the report. ``office`` is empty for rules of the whole installation."""

    office: str
    rule: Rule
    outcome: Outcome


# Models that belong to no place.
OUTSIDE = ("communities.user",)


@acting_as(None, RETENTION)
def keep_no_longer(*, now: dt.datetime) -> list[RuleOutcome]:
    """Apply every rule in every place; a failing rule does not stop the others. Safe to run twice, or late."""
    outcomes: dict[int, dict[str, Outcome]] = defaultdict(lambda: defaultdict(Outcome))
    rules_by_code = {rule.code: rule for rule in rules()}
    for community in Community.objects.select_related("office").order_by("id"):
        with community_scope(community.pk, community.office_id, coordinator=True):
            _round(RuleScope.COMMUNITY, community, now, outcomes[community.office_id])
    results = []
    for office in Office.objects.order_by("id"):
        with office_scope(office.pk):
            _round(RuleScope.OFFICE, office, now, outcomes[office.pk])
            _store(outcomes[office.pk], now.astimezone(office.zone).date())
        results += [
            RuleOutcome(office.name, rules_by_code[code], outcome)
            for code, outcome in outcomes[office.pk].items()
        ]
    ours: dict[str, Outcome] = defaultdict(Outcome)
    _round(RuleScope.INSTALLATION, None, now, ours)
    with use_login(ACCOUNTS):
        _round(RuleScope.ACCOUNTS, None, now, ours)
    return [*results, *(RuleOutcome("", rules_by_code[code], outcome) for code, outcome in ours.items())]


def delete_again(purges: Iterable[Purge]) -> int:
    """After a backup was restored, delete again what was permanently deleted since it was made; return the number of
    rows.
    """
    numbers: dict[str, set[int]] = defaultdict(set)
    history: dict[str, set[int]] = defaultdict(set)
    removals: list[Purge] = []
    for purge in purges:
        if purge.what.startswith(TEXT):
            removals.append(purge)
        elif purge.what.startswith(AUDIT):
            history[purge.what.removeprefix(AUDIT)] |= set(purge.ids)
        else:
            numbers[purge.what] |= set(purge.ids)
    how = get_repeated_deletions()
    # By a login of its own, which no scope can switch to.
    gone = sum(how[what](numbers.pop(what)) for what in OUTSIDE if what in numbers)
    for community in Community.objects.order_by("id"):
        with community_scope(community.pk, community.office_id, coordinator=True):
            gone += sum(how[what](ids) for what, ids in numbers.items())
            gone += sum(map(remove_again, removals))
    for office in Office.objects.order_by("id"):
        with office_scope(office.pk):
            gone += sum(how[what](ids) for what, ids in numbers.items())
    keep_no_longer(now=timezone.now())
    # Last, since the deletions above wrote the deleted values into the audit log again. By a login of its own.
    gone += sum(forget_details(table, ids) for table, ids in history.items())
    return gone


def _round(
    scope: RuleScope, place: Community | Office | None, now: dt.datetime, outcomes: dict[str, Outcome]
) -> None:
    zone = place.zone if place else dt.UTC
    for rule in rules():
        if rule.scope != scope:
            continue
        try:
            with timezone.override(zone), transaction.atomic() if place else set_actor():
                outcome = rule.run(place, now)
        except Exception as error:  # noqa: BLE001 (its words may quote a row)
            logger.error(
                "%s of %s %s was not looked after: %s", rule.code, scope.name, place and place.pk, type(error)
            )
            continue
        outcomes[rule.code] = outcomes[rule.code].plus(outcome)


def _store(outcomes: dict[str, Outcome], today: dt.date) -> None:
    RetentionCount.objects.filter(on__lt=today - COUNTS_KEPT).delete()
    for code, outcome in outcomes.items():
        row, _is_new = RetentionCount.objects.get_or_create(on=today, rule=code)
        row.gone, row.oldest = row.gone + outcome.gone, outcome.oldest
        row.save(update_fields=["gone", "oldest"])
