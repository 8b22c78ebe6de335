"""What an office's communities answered to one of its questions in a half-year, as far as the office may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Community, Office
from evaluation.custom.asked import Answered, Asked, asked_in, pair
from evaluation.custom.measured import UNITS, Sum, options_chosen, summed
from evaluation.models import CustomAnswer, CustomItem, CustomItemVersion, CustomKind, Round, Submission
from evaluation.review import standings_of
from tfc.disclosure import Reader


@dataclass(frozen=True)
class TownAnswer:
    community: Community
    submission: Submission | None
    answered: Answered


@dataclass(frozen=True)
class Results:
    """``sum`` of numbers and percentages; ``options`` with how many communities chose each, of a choice."""

    version: CustomItemVersion
    rows: Sequence[TownAnswer]
    sum: Sum | None
    options: Sequence[tuple[str, int]]
    known: int


def results_of(item: CustomItem, office: Office, round_: Round) -> Results | None:
    """In the office's scope; None where the half-year does not ask it."""
    asked = next((one for one in asked_in(round_.period, office.pk) if one.item.pk == item.pk), None)
    return _results(asked, office, round_) if asked else None


def all_results(office: Office, round_: Round) -> list[tuple[Asked, Results]]:
    """Of every question that the half-year asks, in their order."""
    return [(one, _results(one, office, round_)) for one in asked_in(round_.period, office.pk)]


def _results(asked: Asked, office: Office, round_: Round) -> Results:
    """A draft's answers are not said yet, and stay in their community."""
    found = CustomAnswer.objects.filter(office=office, item=asked.item, submission__round=round_)
    answers = {
        one.submission_id: one for one in found.exclude(submission__state="draft").select_related("version")
    }
    rows = []
    for standing in standings_of(office, round_):
        submission = standing.submission
        answer = answers.get(submission.pk) if submission else None
        [answered] = pair([asked], {asked.item.pk: answer} if answer else {}, Reader.NETWORK)
        rows.append(TownAnswer(standing.community, submission, answered))
    return Results(
        version=asked.version,
        rows=rows,
        sum=_sum(asked, rows),
        options=_options(asked, list(answers.values())),
        known=sum(one.state == "answered" for one in answers.values()),
    )


def _sum(asked: Asked, rows: Sequence[TownAnswer]) -> Sum | None:
    unit = UNITS.get(CustomKind(asked.item.kind))
    if unit is None:
        return None
    return summed([row.answered.measured for row in rows if row.answered.measured is not None], unit)


def _options(asked: Asked, answers: Sequence[CustomAnswer]) -> list[tuple[str, int]]:
    if asked.item.kind != CustomKind.CHOICE:
        return []
    chosen = options_chosen(answers)
    return [(words, chosen[place]) for place, words in enumerate(asked.version.options)]
