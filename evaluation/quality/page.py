"""The data quality page, for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from communities.models import Community, Role
from evaluation.instrument import Text
from evaluation.models import QualityAnswer
from evaluation.quality.check_runs import CheckResult, get_all_flags, run_checks
from evaluation.quality.checks import GROUPS, Check, Flag, Group
from evaluation.quality.reading import read_facts

# Flags of one check that are shown at once, and in the full list; more appear as these are corrected.
FIRST, MOST = 5, 30


@dataclass(frozen=True)
class FlagRow:
    """A flag with the page where this reader can correct it; ``url`` is empty if only a coordinator can."""

    flag: Flag
    url: str


@dataclass(frozen=True)
class Section:
    """The flags of one check."""

    check: Check
    rows: Sequence[FlagRow]
    total: int

    @property
    def first(self) -> Sequence[FlagRow]:
        return self.rows[:FIRST]

    @property
    def others(self) -> Sequence[FlagRow]:
        return self.rows[FIRST:]

    @property
    def unlisted(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class GroupShown:
    group: Group
    title: Text
    why: Text
    sections: Sequence[Section]


@dataclass(frozen=True)
class QualityReview:
    """``results``: the open flags. ``left``: the valid answers, newest first; answers to flags that no longer apply
    are left out.
    """

    results: Sequence[CheckResult]
    left: Sequence[QualityAnswer]


def review_quality(community: Community) -> QualityReview:
    """Run the checks and read the answers, in the community's scope."""
    answers = QualityAnswer.objects.standing().select_related("by").order_by("-at", "-pk")
    answers_by_flag = {(answer.code, answer.key): answer for answer in answers}
    facts = read_facts([community])[community.pk]
    there = {(flag.check, flag.key) for flag in get_all_flags(facts)}
    return QualityReview(
        run_checks(facts, answers_by_flag),
        [answer for key, answer in answers_by_flag.items() if key in there],
    )


def get_check_results(community: Community) -> Sequence[CheckResult]:
    """Return the open flags by check, in the community's scope."""
    return review_quality(community).results


def build_groups(results: Sequence[CheckResult], community: Community, role: Role) -> list[GroupShown]:
    """Return the groups in order of importance; groups without flags are left out."""
    shown = []
    for group, (title, why) in GROUPS.items():
        sections = [_section(result, community, role) for result in results if result.check.group == group]
        if sections:
            shown.append(GroupShown(group, title, why, sections))
    return shown


def find_flag(results: Sequence[CheckResult], code: str, key: str) -> tuple[Check, Flag] | None:
    """Return a current flag that may be left unchanged, with its check."""
    for result in results:
        for flag in result.flags:
            if (flag.check, flag.key) == (code, key) and result.check.may_be_left:
                return result.check, flag
    return None


def answer_url(community: Community, flag: Flag) -> str:
    """Return the page for giving the reason to leave a flag unchanged; for a pair it shows both records."""
    query = urlencode({"answer": flag.check, "key": flag.key})
    return f"{reverse('evaluation:data-quality', args=[community.slug])}?{query}"


def _section(result: CheckResult, community: Community, role: Role) -> Section:
    rows = [FlagRow(flag, _url(result.check, flag, community, role)) for flag in result.flags[:MOST]]
    return Section(result.check, rows, len(result.flags))


def _url(check: Check, flag: Flag, community: Community, role: Role) -> str:
    if role < check.role:
        return ""
    if check.is_pair:
        return answer_url(community, flag)
    record = [flag.record] if check.by_record else []
    url = reverse(check.page, args=[community.slug, *record])
    return f"{url}?{flag.query}" if flag.query else url
