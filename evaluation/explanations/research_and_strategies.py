"""Research, focus and strategies: items 2, 3 and 9."""

import datetime as dt
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from evaluation.explanations.words import Details
from evaluation.instrument import Text
from evaluation.measures import Measurement, StrategyStatus
from stakeholders.models import Sector, Step
from stakeholders.research_steps import Progress
from stakeholders.step_words import get_missing_text
from stakeholders.strategy_status import EVIDENCE_MONTHS
from tfc.text.punctuation import end_sentence, join_title, listed, phrases

MOST_FOCUSES = 2
STATUS_NAMES: dict[str, Text] = {
    StrategyStatus.VERIFIED: gettext_lazy("Verified"),
    StrategyStatus.IMPLEMENTING: gettext_lazy("In practice"),
    StrategyStatus.PLANNED: pgettext_lazy("strategy", "Planned"),
    StrategyStatus.PLEDGED: gettext_lazy("Pledged"),
    StrategyStatus.NONE: gettext_lazy("No strategy yet"),
}
COUNTED = (StrategyStatus.VERIFIED, StrategyStatus.IMPLEMENTING)


def research_done(measured: Measurement, details: Details) -> Iterable[str]:
    steps = details["steps"]
    for title, is_done in ((_("Done: %(steps)s."), True), (_("Not done yet: %(steps)s."), False)):
        step_labels = [str(step.label) for step in Step if steps.get(step) == is_done]
        if step_labels:
            yield title % {"steps": listed(step_labels)}
    if not steps["methods"]:
        yield ngettext(
            "One method has a start date and a number of people or places. This step needs two.",
            "%(count)s different methods have a start date and a number of people or places. This step needs two.",
            details["methods"],
        ) % {"count": details["methods"]}
    # Figures of the first definition version have no list of steps with dates.
    progress = Progress([], details["methods"], details.get("count", 0), details.get("impossible", []))
    for step in Step:
        if step in details.get("dated", ()) and not steps[step]:
            missing = get_missing_text(step, progress, details["finding_months"])
            yield join_title(step.label, missing)
    if "dated" not in details and details["ranked"] and not steps["ranked_findings"]:
        yield _explain_too_old(details)


def _explain_too_old(details: Details) -> str:
    months = details["finding_months"]
    if details["newest_finding"] is None:
        return _("You ranked what you found, but no finding is recorded.")
    return ngettext(
        "Your newest finding is from %(day)s. Findings count for %(count)s month.",
        "Your newest finding is from %(day)s. Findings count for %(count)s months.",
        months,
    ) % {"day": date_format(dt.date.fromisoformat(details["newest_finding"]), "DATE_FORMAT"), "count": months}


def focus_chosen(measured: Measurement, details: Details) -> Iterable[str]:
    rows = details["focuses"]
    if not rows:
        yield _("The research is recorded, but no focus is chosen yet.")
    names = dict(Sector.choices)
    for row in rows:
        yield _focus(row) % {"focus": names.get(row["focus"], row["focus"])}
    if len(rows) > MOST_FOCUSES:
        yield _("More than two at once count half: choose the one or two that matter most.")


def _focus(row: Details) -> str:
    return {
        (True, True): _("%(focus)s: with a finding and a plan."),
        (True, False): _(
            "%(focus)s: the plan is not complete. It needs what you will do, who does it and by when."
        ),
        (False, True): _("%(focus)s: no finding supports it."),
        (False, False): _("%(focus)s: neither a finding nor a complete plan supports it."),
    }[row["finding"], row["plan"]]


def strategies_implemented(measured: Measurement, details: Details) -> Iterable[str]:
    statuses, months = details["by_status"], details.get("months", EVIDENCE_MONTHS)
    yield ngettext(
        "%(count)s organization engaged in the last %(months)s months.",
        "%(count)s organizations engaged in the last %(months)s months.",
        sum(statuses.values()),
    ) % {"count": sum(statuses.values()), "months": months}
    status_counts = [f"{name} {statuses[code]}" for code, name in STATUS_NAMES.items() if statuses.get(code)]
    if status_counts:
        yield end_sentence(join_title(_("Status"), phrases(status_counts)))
    if lapsed := statuses.get(StrategyStatus.LAPSED):
        yield ngettext(
            "%(count)s of them says that it acts, without evidence from the last %(months)s months.",
            "%(count)s of them say that they act, without evidence from the last %(months)s months.",
            lapsed,
        ) % {"count": lapsed, "months": months}
    if never := statuses.get(StrategyStatus.NEVER_ASSESSED):
        yield ngettext(
            "The strategy of %(count)s of them was never assessed.",
            "The strategies of %(count)s of them were never assessed.",
            never,
        ) % {"count": never}


def describe_engagement(status: str) -> str:
    """Return whether an organization counts in item 9, and its status."""
    if status == StrategyStatus.NEVER_ASSESSED:
        return _("may count: never assessed")
    if status == StrategyStatus.LAPSED:
        return _("does not count: no recent evidence")
    sentence = _("counts: %(status)s") if status in COUNTED else _("does not count: %(status)s")
    return sentence % {"status": STATUS_NAMES[status]}
