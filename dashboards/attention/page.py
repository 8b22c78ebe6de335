"""Communities that need attention as pages show them; in the office's scope."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from communities.models import Community, Membership, Role, User
from dashboards.attention.reasons import BY_CODE
from dashboards.attention.rules import DEFAULTS, parse_reasons
from dashboards.models import AttentionRule, CommunityAttention, FollowUp
from tfc.batched_queries import evaluate_together
from tfc.number_text import number_text
from tfc.text.punctuation import clauses, end_sentence, join_bracketed, join_title, phrases

# On a page of the list, which stays short enough for a phone.
PAGE = 10


@dataclass(frozen=True)
class AttentionRow:
    """A community with its reasons in words. ``coordinators``: whom to write to."""

    community: Community
    reasons: Sequence[str]
    points: int
    since: dt.date
    assigned_to: User | None
    set_aside_until: dt.date | None
    follow_up: FollowUp | None
    coordinators: Sequence[User]

    @property
    def sentence(self) -> str:
        return end_sentence(capfirst(clauses(self.reasons)))

    @property
    def done(self) -> str:
        """Return the newest follow-up in words: what was done, the beginning of the note, who and when."""
        if self.follow_up is None:
            return ""
        kind, note = self.follow_up.get_kind_display(), Truncator(self.follow_up.note).chars(80)
        day = date_format(timezone.localtime(self.follow_up.at))
        return join_bracketed(join_title(kind, note) if note else kind, phrases((self.follow_up.by, day)))

    @property
    def addresses(self) -> str:
        """Return the email addresses of the coordinators, as in a mailto link."""
        return ",".join(user.email for user in self.coordinators)

    @property
    def phone_link(self) -> str:
        """Return the address that dials a coordinator; empty if none entered a phone number."""
        return next((user.phone_link for user in self.coordinators if user.phone), "")


def get_attention_rows(stored: Iterable[CommunityAttention], chosen: str = "") -> list[AttentionRow]:
    """Return the rows of a page, with the ``chosen`` reason alone if there is one; one query."""
    rows = list(stored)
    ids = [row.community_id for row in rows]
    members = Membership.objects.current().filter(community__in=ids, role=Role.COORDINATOR)
    members = members.select_related("user").order_by("pk")
    newest = (
        FollowUp.objects.filter(community__in=ids).order_by("community", "-at", "-pk").distinct("community")
    )
    newest = newest.select_related("by")
    evaluate_together(members, newest)
    follow_ups = {follow_up.community_id: follow_up for follow_up in newest}
    coordinators: dict[int, list[User]] = {pk: [] for pk in ids}
    for member in members:
        coordinators[member.community_id].append(member.user)
    today = timezone.localdate()
    return [
        AttentionRow(
            community=row.community,
            reasons=[
                reason.describe(today) for reason in parse_reasons(row.reasons) if chosen in ("", reason.code)
            ],
            points=row.points,
            since=row.since or today,
            assigned_to=row.assigned_to,
            set_aside_until=row.set_aside_until,
            follow_up=follow_ups.get(row.community_id),
            coordinators=coordinators[row.community_id],
        )
        for row in rows
    ]


@dataclass(frozen=True)
class RuleChange:
    """A stored rule with the one before it, in words."""

    rule: AttentionRule
    title: str
    before: str
    after: str


def list_rule_changes(newest_first: Iterable[AttentionRule]) -> list[RuleChange]:
    """Return the changes of an office's rules, newest first; codes that no longer exist are left out."""
    current: dict[str, tuple[bool, int]] = dict(DEFAULTS)
    changes = []
    for rule in reversed([rule for rule in newest_first if rule.code in DEFAULTS]):
        before, current[rule.code] = current[rule.code], (rule.is_on, rule.limit)
        sentences = (_describe_rule(rule.code, *values) for values in (before, current[rule.code]))
        changes.append(RuleChange(rule, str(BY_CODE[rule.code].title), *sentences))
    return changes[::-1]


def _describe_rule(code: str, is_on: bool, limit: int) -> str:
    reason = BY_CODE[code]
    if not is_on:
        return _("Off")
    return join_title(reason.limit_label, number_text(limit)) if reason.limit else _("On")
