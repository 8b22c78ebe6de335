"""Help for survivors: items 8 and 12, cell by cell, and the unrated figures shown next to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communities.languages import language_name
from evaluation.explanations.words import Details
from evaluation.instrument import Text
from evaluation.measures import Measurement
from stakeholders.contribution_texts import sentences
from support.models import Need, OfferedKind, ServiceKind
from support.tallies import Offered
from tfc.text.normalize import get_sort_key
from tfc.text.punctuation import clauses, format_within_sentence, join_bracketed, join_title, listed, phrases

# Why a call does not count, by the codes of evaluation.figure_queries.support.
WHY_NOT: dict[str, Text] = {
    "not_latest": gettext_lazy("a later call counts instead"),
    "not_answered": gettext_lazy("nobody answered"),
    "not_taken": gettext_lazy("they accept nobody for these needs and languages"),
    "too_old": gettext_lazy("too long ago"),
    "doubted": gettext_lazy("the provider has since reported a change or end"),
    "not_prepared": gettext_lazy("steps, or a trained contact in the team, are missing"),
}


def ready_to_refer(measured: Measurement, details: Details) -> Iterable[str]:
    rows = details.get("cells", ())
    titles = {
        "working": _("Works: %(cells)s."),
        "doubted": _(
            "Called successfully, but you have not settled a change or end that the provider reported: "
            "%(cells)s."
        ),
        "untested": _("Prepared, not called in the last %(days)s days: %(cells)s."),
        "failed": _("Prepared, but the latest call failed: %(cells)s."),
        "begun": _("Started, but steps or a trained contact in the team are missing: %(cells)s."),
        "": _("No pathway yet: %(cells)s."),
    }
    for state, title in titles.items():
        yield from _line(title, [row for row in rows if _state(row, titles) == state], details)
    yield from _calls(details.get("calls", {}))


def _calls(why_not: Mapping[str, str]) -> Iterable[str]:
    counts = Counter(why_not.values())
    reasons = [join_bracketed(reason, counts[code]) for code, reason in WHY_NOT.items() if counts[code]]
    if reasons:
        yield _("Calls that do not count: %(reasons)s.") % {"reasons": clauses(reasons)}


def resources_identified(measured: Measurement, details: Details) -> Iterable[str]:
    rows = details.get("cells", ())
    titles = {
        "covered": _("Covered: %(cells)s."),
        "doubted": _("Not confirmed until you settle a change or end that the provider reported: %(cells)s."),
        "unconfirmed": _(
            "Found, not confirmed in the last %(days)s days: %(cells)s. Ask the provider again."
        ),
        "": _("Nothing found yet: %(cells)s."),
    }
    for state, title in titles.items():
        yield from _line(title, [row for row in rows if _state(row, titles) == state], details)
    yield from sentences(details.get("supplementary"))


def missing_kinds(details: Details) -> str:
    """Return the indispensable kinds of service without a confirmed one: "Housing (Spanish)"; empty if all are
    covered.
    """
    names = dict(ServiceKind.choices)
    missing = details.get("missing", ())
    return _group_pairs((str(names.get(row["kind"], row["kind"])), row["language"]) for row in missing)


def describe_offers(numbers: Mapping[int, Offered]) -> list[str]:
    """Describe, next to item 8, the sessions and places that the community itself offered. For coordinators."""
    names = dict(OfferedKind.choices)
    offers_text = clauses(
        join_title(
            names.get(OfferedKind(kind), kind),
            phrases(
                [
                    ngettext("%(count)s session", "%(count)s sessions", sessions) % {"count": sessions},
                    ngettext("%(count)s place", "%(count)s places", places) % {"count": places},
                ]
            ),
        )
        for kind, (sessions, places) in sorted(numbers.items())
    )
    return [_("Offered by your team, not rated: %(found)s.") % {"found": offers_text}] if offers_text else []


def _state(row: Details, states: Iterable[str]) -> str:
    return next((state for state in states if row.get(state)), "")


def _line(title: str, rows: list[Details], details: Details) -> Iterable[str]:
    if rows:
        names = dict(Need.choices)
        cells = _group_pairs((str(names.get(row["need"], row["need"])), row["language"]) for row in rows)
        yield title % {"cells": cells, "days": details.get("days", "")}


def _group_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """Return text such as "Physical (English, Spanish); Social (English)"."""
    languages_by_kind: dict[str, list[str]] = defaultdict(list)
    for what, language in pairs:
        languages_by_kind[what].append(format_within_sentence(language_name(language)))
    return clauses(
        join_bracketed(what, listed(sorted(languages, key=get_sort_key)))
        for what, languages in languages_by_kind.items()
    )
