"""What an office's communities answered to one of its questions in a half-year, as far as the office may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from communities.models import Community, Office
from communities.pages import TownPage, page_of
from evaluation.custom.measured import UNITS, Sum, options_chosen, shown_answer, summed
from evaluation.custom.round_questions import Answered, Asked, asked_in, pair
from evaluation.measures import unknown
from evaluation.models import CustomAnswer, CustomItem, CustomItemVersion, CustomKind, Round
from evaluation.review import standings_of
from evaluation.surveys_by_state import in_state
from tfc.disclosure import Reader

# What tells answers apart in a sum.
SAID = ("state", "number", "whole", "option")


@dataclass(frozen=True)
class TownAnswer:
    """``submission_id`` None: the community has not opened its survey."""

    community: Community
    submission_id: int | None
    answered: Answered


@dataclass(frozen=True)
class Results:
    """``sum`` of numbers and percentages; ``options`` with how many communities chose each, of a choice. ``rows`` are
    of all communities that are ``asked``, or of a page of them."""

    version: CustomItemVersion
    rows: Sequence[TownAnswer]
    sum: Sum | None
    options: Sequence[tuple[str, int]]
    known: int
    asked: int


def page_of_results(
    item: CustomItem, office: Office, round_: Round, at: str, asked: int | None = None
) -> tuple[Results, TownPage] | None:
    """A page of the communities with their answers, and what all of them come to; None where the half-year does not ask
    it. In the office's scope, in four queries whatever their number, and one where nobody knows how many are ``asked``.
    """
    question = next((one for one in asked_in(round_.period, office.pk) if one.item.pk == item.pk), None)
    if question is None:
        return None
    page = page_of(office, in_state(office, round_, ""), at, asked)
    surveys = {town.pk: town.survey_id for town in page.towns}  # type: ignore[attr-defined]
    answers = _said(question, round_).filter(submission__in=[one for one in surveys.values() if one])
    found = {one.submission_id: one for one in answers.select_related("version")}
    rows = [_row(question, town, surveys[town.pk], found) for town in page.towns]
    return _results(question, round_, rows, page.total), page


def all_results(office: Office, round_: Round) -> list[tuple[Asked, Results]]:
    """Of every question that the half-year asks, in their order, with all communities."""
    standings = standings_of(office, round_)
    found = []
    for one in asked_in(round_.period, office.pk):
        answers = {said.submission_id: said for said in _said(one, round_).select_related("version")}
        rows = [
            _row(one, each.community, each.submission.pk if each.submission else None, answers)
            for each in standings
        ]
        found.append((one, _results(one, round_, rows, len(rows))))
    return found


def _said(asked: Asked, round_: Round) -> QuerySet[CustomAnswer]:
    """A draft's answers are not said yet, and stay in their community."""
    found = CustomAnswer.objects.filter(office=round_.office_id, item=asked.item, submission__round=round_)
    return found.exclude(submission__state="draft")


def _row(
    asked: Asked, town: Community, survey: int | None, answers: Mapping[int, CustomAnswer]
) -> TownAnswer:
    answer = answers.get(survey) if survey else None
    [answered] = pair([asked], {asked.item.pk: answer} if answer else {}, Reader.NETWORK)
    return TownAnswer(town, survey, answered)


def _results(asked: Asked, round_: Round, rows: Sequence[TownAnswer], number: int) -> Results:
    counted = _counted(asked, round_)
    return Results(
        version=asked.version,
        rows=rows,
        sum=_sum(asked, counted, number),
        options=_options(asked, counted),
        known=sum(count for one, count in counted if one.state == "answered"),
        asked=number,
    )


def _counted(asked: Asked, round_: Round) -> list[tuple[CustomAnswer, int]]:
    """Each answer that was given, with how many gave it; of texts only whether there is one."""
    rows = _said(asked, round_).order_by().values_list("version__counts_people", *SAID)
    return [
        (
            CustomAnswer(
                version=CustomItemVersion(counts_people=counts_people), **dict(zip(SAID, said, strict=True))
            ),
            times,
        )
        for counts_people, *said, times in rows.annotate(times=Count("pk"))
    ]


def _sum(asked: Asked, counted: Sequence[tuple[CustomAnswer, int]], number: int) -> Sum | None:
    """Whoever is asked and did not answer is not known."""
    kind = CustomKind(asked.item.kind)
    unit = UNITS.get(kind)
    if unit is None:
        return None
    figures = [(shown_answer(kind, one.version, one, Reader.NETWORK), times) for one, times in counted]
    silent = number - sum(times for _one, times in figures)
    known = [(one, times) for one, times in figures if one is not None]
    return summed([*known, (unknown(unit, "not_answered"), silent)], unit)


def _options(asked: Asked, counted: Sequence[tuple[CustomAnswer, int]]) -> list[tuple[str, int]]:
    if asked.item.kind != CustomKind.CHOICE:
        return []
    chosen = options_chosen(counted)
    return [(words, chosen[place]) for place, words in enumerate(asked.version.options)]
