"""The summary page of a report in sentences, from the same figures as its tables.

Figures are linked to their receipts. During formatting the linked words are enclosed in characters of Unicode's private
use area, so that they survive translation in any word order.
"""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.achievement_items import EVERY_KIND
from evaluation.wording import rating_text
from reports.figure_schema import PartFigure
from reports.schema import Run, Snapshot, get_parts
from tfc.number_text import number_text, range_text
from tfc.periods import HalfYear, half_year_within
from tfc.text.punctuation import clauses, end_sentence, join_title, listed, phrases

OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
LINKED = re.compile(f"{OPEN}([^{MIDDLE}]*){MIDDLE}([^{CLOSE}]*){CLOSE}")
# Ratings that are ranges.
RANGES_SHOWN = ("partly_or_met", "not_met_or_partly", "inconclusive")
# The most unknown items that the summary names; more are named in their list alone.
UNKNOWN_NAMED = 4
# Counts of activities, which are named first.
COUNTS: dict[str, Callable[[int], str]] = {
    "stakeholder_meetings": lambda number: ngettext(
        "%(number)s meeting of different sectors", "%(number)s meetings of different sectors", number
    ),
    "engagement_events": lambda number: ngettext(
        "%(number)s event with the community", "%(number)s events with the community", number
    ),
    "professionals_trained": lambda number: ngettext(
        "%(number)s professional trained", "%(number)s professionals trained", number
    ),
}


def summarize(snapshot: Snapshot) -> list[list[Run]]:
    """Return the sentences about a snapshot that has everything else, in the active language, which must be its own."""
    summarize_scope = summarize_community if snapshot["scope"] == "community" else summarize_communities
    return [split_runs(sentence) for sentence in summarize_scope(snapshot)]


def link_text(text: str, to: str) -> str:
    return f"{OPEN}{to}{MIDDLE}{text}{CLOSE}"


def split_runs(sentence: str) -> list[Run]:
    """Return a sentence as runs, with ``to`` "" where a run is not linked."""
    runs: list[Run] = []
    at = 0
    for match in LINKED.finditer(sentence):
        runs += [{"text": sentence[at : match.start()], "to": ""}, {"text": match[2], "to": match[1]}]
        at = match.end()
    runs.append({"text": sentence[at:], "to": ""})
    return [run for run in runs if run["text"]]


def get_sentence_text(sentence: list[Run]) -> str:
    return "".join(run["text"] for run in sentence)


def summarize_community(snapshot: Snapshot) -> list[str]:
    sentences = [
        _(
            "From %(period)s, the records of %(name)s give figures for %(known)s of the %(all)s parts that apply."
        )
        % {
            "period": _get_period(snapshot),
            "name": snapshot["name"],
            "known": snapshot["known_count"],
            "all": snapshot["applicable"],
        },
        *filter(None, [snapshot["work_done"]]),
        *_describe_ratings(snapshot),
        *_describe_work(snapshot),
        *_describe_achievements(snapshot),
        *_unknown(snapshot),
    ]
    return [*sentences, snapshot["submission"]["sentence"]] if snapshot["submission"] else sentences


def _get_period(snapshot: Snapshot) -> str:
    """Return the half-year for use inside a sentence."""
    return half_year_within(HalfYear.parse(snapshot["half_year"]))


def summarize_communities(snapshot: Snapshot) -> list[str]:
    surveys = phrases(
        _("%(number)s %(state)s") % {"number": number_text(share["count"]), "state": share["text"].lower()}
        for share in snapshot["submissions"]
    )
    sentences = _describe_records(snapshot)
    if surveys:
        sentences.append(end_sentence(join_title(_("Half-year surveys"), surveys)))
    sentences += _describe_work(snapshot)
    sentences += _describe_achievements(snapshot)
    sentences += _describe_sums(snapshot) if snapshot["scope"] == "custom" else []
    sentences += _indicators_met(snapshot)
    sentences += _unknown(snapshot)
    if historical := len(snapshot["historical"]):
        sentences.append(
            ngettext(
                "%(number)s result from before these records is listed separately and is in no sum.",
                "%(number)s results from before these records are listed separately and are in no sum.",
                historical,
            )
            % {"number": number_text(historical)}
        )
    return sentences


def _describe_records(snapshot: Snapshot) -> list[str]:
    """Return whose records the report counts."""
    offices = snapshot["offices"]
    communities = len(snapshot["communities"]) or sum(office["communities"] for office in offices)
    counts = {
        "number": number_text(communities),
        "name": snapshot["name"],
        "period": _get_period(snapshot),
    }
    if snapshot["scope"] == "international":
        text = ngettext(
            "This report counts the records of %(number)s community of these offices: %(offices)s. %(period)s.",
            "This report counts the records of %(number)s communities of these offices: %(offices)s. %(period)s.",
            communities,
        )
        named = listed(office["name"] for office in offices if office["cells"])
        sentences = [text % {**counts, "period": snapshot["period_text"], "offices": named}]
        if silent := listed(office["name"] for office in offices if not office["cells"]):
            text = _("This half-year was not opened by: %(offices)s.")
            sentences.append(text % {"offices": silent})
        return sentences
    if snapshot["scope"] == "custom":
        text = ngettext(
            "This report counts the records of %(number)s community that %(name)s chose for it: %(period)s.",
            "This report counts the records of %(number)s communities that %(name)s chose for it: %(period)s.",
            communities,
        )
        return [text % counts]
    text = ngettext(
        "This report counts the records of %(number)s community of %(name)s: %(period)s.",
        "This report counts the records of %(number)s communities of %(name)s: %(period)s.",
        communities,
    )
    return [text % counts]


def _describe_ratings(snapshot: Snapshot) -> list[str]:
    """Return the parts by rating, one sentence each; parts that are not known have a sentence of their own."""
    special = {
        "not_rated": _("Not rated, no target set: %(parts)s."),
        "hidden": end_sentence(join_title(_("Hidden (small number)"), "%(parts)s")),
        "not_applicable": end_sentence(join_title(_("Not asked in this half-year"), "%(parts)s")),
    }
    sentences = []
    for rating in (
        "met", "partly_or_met", "partly", "not_met_or_partly", "not_met", "inconclusive", *special,
    ):  # fmt: skip
        parts = [part for part in get_parts(snapshot) if part["rating"] == rating]
        if rating == "not_rated":
            parts = [part for part in parts if part["known_count"]]
        if parts:
            text = special.get(rating, _("%(rating)s: %(parts)s."))
            sentences.append(text % {"rating": rating_text(rating), "parts": _list_parts(parts)})
    return sentences


def _describe_work(snapshot: Snapshot) -> list[str]:
    counts = []
    for part in get_parts(snapshot):
        if part["code"] not in COUNTS or part["numerator"] is None:
            continue
        lower, upper = int(part["lower"] or 0), part["upper"]
        number = number_text(lower)
        if upper is not None:
            number = range_text(number, number_text(upper))
        text = COUNTS[part["code"]](int(upper or lower)) % {"number": number}
        if upper is None:
            text = _("at least %(low)s") % {"low": text}
        text = link_text(text, f"receipt-{part['code']}")
        counts.append(f"{text} ({part['known_text']})" if part["known_text"] else text)
    return [_("Counted in this half-year: %(counts)s.") % {"counts": clauses(counts)}] if counts else []


def _describe_achievements(snapshot: Snapshot) -> list[str]:
    """Return people reached, outputs and wins, linked to their chapter."""
    rows = [row for row in snapshot["achievements"] if row["value"] is not None]
    achieved = [row["value_text"] for row in rows if (row["kind"], row["unit"]) == ("reach", EVERY_KIND)]
    achieved += [join_title(row["title"], row["value_text"]) for row in rows if row["kind"] == "output"]
    achieved += [row["title"] for row in rows if row["kind"] == "win"]
    if not achieved:
        return []
    shown = clauses(link_text(text, "achievements") for text in achieved)
    return [_("Achieved in this half-year: %(achievements)s.") % {"achievements": shown}]


def _describe_sums(snapshot: Snapshot) -> list[str]:
    """Return the sums of all parts that are not in the sentences of ``_done`` and ``_unknown``."""
    rest = [part for part in get_parts(snapshot) if part["code"] not in COUNTS or part["numerator"] is None]
    return [
        text % {"parts": clauses(_with(part, _describe_change(part)) for part in parts)}
        for text, parts in (
            (_("Summed over the communities: %(parts)s."), [part for part in rest if part["number_text"]]),
            (
                _("Known, not summed: %(parts)s."),
                [part for part in rest if part["known_count"] and not part["number_text"]],
            ),
            (
                end_sentence(join_title(_("Not asked in this half-year"), "%(parts)s")),
                [part for part in rest if not part["applicable"] and not part["number_text"]],
            ),
        )
        if parts
    ]


def _describe_change(part: PartFigure) -> str:
    if not part["applicable"]:
        return ""
    return phrases((part["number_text"], part["fraction_text"], part["bounds_text"], part["known_text"]))


def _indicators_met(snapshot: Snapshot) -> list[str]:
    sentences = []
    for indicator in snapshot["indicators"]:
        met = sum(share["count"] for share in indicator["spread"] if share["code"] == "met")
        if indicator["known_count"]:
            text = ngettext(
                "%(title)s: rated in %(rated)s of %(all)s community, met in %(met)s.",
                "%(title)s: rated in %(rated)s of %(all)s communities, met in %(met)s.",
                indicator["applicable"],
            )
            sentences.append(
                text
                % {
                    "title": link_text(indicator["title"], f"indicator-{indicator['code']}"),
                    "rated": number_text(indicator["known_count"]),
                    "all": number_text(indicator["applicable"]),
                    "met": number_text(met),
                }
            )
    return sentences


def _unknown(snapshot: Snapshot) -> list[str]:
    unknown_parts = [part for part in get_parts(snapshot) if part["applicable"] and not part["known_count"]]
    if not unknown_parts:
        return []
    if len(unknown_parts) > UNKNOWN_NAMED:
        text = _("Unknown (not zero): %(number)s items, listed below with the reasons.")
        return [text % {"number": number_text(len(unknown_parts))}]
    return [
        _("Unknown (not zero): %(parts)s.") % {"parts": phrases(_receipt(part) for part in unknown_parts)}
    ]


def _list_parts(parts: Iterable[PartFigure]) -> str:
    return phrases(_with(part, _get_value_text(part)) for part in parts)


def _get_value_text(part: PartFigure) -> str:
    """Return the value, with its bounds if its rating is a range; "" if it does not apply."""
    if part["rating"] == "not_applicable":
        return ""
    sampled = part["bounds_text"] if part["rating"] in RANGES_SHOWN else ""
    return phrases((part["value_text"], sampled))


def _with(part: PartFigure, text: str) -> str:
    return f"{_receipt(part)} ({text})" if text else _receipt(part)


def _receipt(part: PartFigure) -> str:
    return link_text(part["title"], f"receipt-{part['code']}")
