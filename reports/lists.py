"""Data lists of figures and related records, of a community and of an office (`communities.data_lists`).

Links and offices read masked values, by the same rules as on pages (evaluation.figure_visibility).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Direction, Measure, Office, Owner, Target
from evaluation.figure_visibility import get_visible_tables, network_fingerprint
from evaluation.instrument import PARTS, Unit
from evaluation.models import Figure, Round, Submission
from evaluation.review import SURVEY_STATES, get_community_surveys
from evaluation.targets import TargetProgress, follow_targets, get_status, visible
from reports.achievements import ACHIEVEMENTS, OFFICE_ACHIEVEMENTS
from reports.exports.columns import FIGURE_FIELDS, FigureRow, receipt_url
from reports.exports.figure_rows import rows_of_community, rows_of_office
from reports.own_question_lists import OFFICE_OWN_QUESTIONS, OWN_QUESTIONS
from reports.target_texts import get_target_title, standing_text
from residents.models import AwarenessWave, Sampling
from residents.results import get_counted_rows
from residents.tallies import Pool, Tallies, tally
from tfc.disclosure import Reader
from tfc.lists import ID, Field, Kind, ListExport, ListRequest, as_code, code_fields
from tfc.periods import HalfYear

TITLE = _("Figures")
POSITION = 1
PART_NAMES = [(part.code, part.title) for part in PARTS]


def _list_own_figures(list_request: ListRequest) -> Iterator[FigureRow]:
    half_years = set(Figure.objects.filter(community=list_request.place).values_list("half_year", flat=True))
    half_years |= set(Round.objects.opened().values_list("half_year", flat=True))
    for half_year in sorted(half_years, reverse=True):
        yield from rows_of_community(list_request.place, HalfYear.parse(half_year), list_request.reader)


def _figures_of_office(list_request: ListRequest) -> Iterator[FigureRow]:
    for round_ in Round.objects.opened().filter(office=list_request.place).newest_first():
        yield from rows_of_office(list_request.place, round_)


FIGURES = ListExport(
    code="figures",
    title=_("Figures of all half-years"),
    about=_("Each part in each half-year, with state, range, rating and receipt."),
    may_be_linked=True,
    get_rows=_list_own_figures,
    fields=FIGURE_FIELDS,
)
OFFICE_FIGURES = ListExport(
    code="figures",
    title=_("Figures of all half-years"),
    about=_("Each part for each community and half-year, as on your pages."),
    may_be_linked=True,
    get_rows=_figures_of_office,
    fields=FIGURE_FIELDS,
)


@dataclass(frozen=True)
class _Receipt:
    figure: Figure
    records: int
    url: str
    fingerprint: str


def _receipts(list_request: ListRequest) -> QuerySet[Figure]:
    return Figure.objects.filter(community=list_request.place).defer("details").order_by("-half_year", "part")


def _with_records(rows: Sequence[Figure], list_request: ListRequest) -> Iterable[_Receipt]:
    for figure in rows:
        records = figure.receipt.get("records", {})
        visible_tables = get_visible_tables(records, figure.definition, list_request.reader)
        url = receipt_url(list_request.place, figure.period, figure.definition, list_request.reader)
        own = list_request.reader is Reader.COMMUNITY
        fingerprint = figure.receipt_hash if own else network_fingerprint(figure.part, figure.receipt_hash)
        yield _Receipt(figure, sum(len(records[table]) for table in visible_tables), url, fingerprint)


RECEIPTS = ListExport(
    code="receipts",
    title=_("Receipts"),
    about=_("For each figure: definition version, number of records, fingerprint and date computed."),
    may_be_linked=True,
    get_rows=_receipts,
    shape=_with_records,
    fields=(
        Field("half_year", "#meta+half_year+code", _("Half-year"), Kind.CODE, "figure.half_year"),
        *code_fields("part", "#indicator", _("Part"), PART_NAMES, "figure.part"),
        Field("definition_version", "#meta+version+num", _("Version of the definition"), Kind.COUNT,
              "figure.definition_version"),
        Field("as_of", "#date+as_of", _("Counted until"), Kind.DATE, "figure.as_of"),
        Field("computed_at", "#date+computed", _("Computed"), Kind.DATETIME,
              lambda row: timezone.localtime(row.figure.computed_at)),
        Field("locked", "#meta+locked", _("Locked"), Kind.YES_NO, "figure.frozen"),
        Field("records", "#meta+records+num", _("Source records"), Kind.COUNT,
              meaning=_("Those the reader may see")),
        Field("fingerprint", "#meta+hash", _("Fingerprint"), Kind.CODE, meaning=_("SHA-256 of the receipt")),
        Field("receipt", "#meta+url", _("Receipt"), Kind.URL, "url"),
    ),
)  # fmt: skip


def _list_own_surveys(list_request: ListRequest) -> QuerySet[Submission]:
    return (
        Submission.objects.filter(community=list_request.place)
        .select_related("round")
        .order_by("-round__half_year")
    )


WHEN = (
    Field("half_year", "#meta+half_year+code", _("Half-year"), Kind.CODE, "round.half_year"),
    Field("due_on", "#date+due", _("Due date"), Kind.DATE, "round.due_on"),
)
STEPS = (
    Field("submitted_on", "#date+submitted", _("Submitted on"), Kind.DATE, "submission.submitted_at"),
    Field("decided_on", "#date+decided", _("Decided on"), Kind.DATE, "submission.decided_at"),
)


@dataclass(frozen=True)
class _Survey:
    round: Round
    submission: Submission | None
    community: Any
    state: str


def _as_surveys(rows: Sequence[Submission], list_request: ListRequest) -> Iterable[_Survey]:
    return [
        _Survey(submission.round, submission, list_request.place, submission.state) for submission in rows
    ]


def _surveys_of_office(list_request: ListRequest) -> Iterator[_Survey]:
    for round_ in Round.objects.opened().filter(office=list_request.place).newest_first():
        for community_survey in get_community_surveys(list_request.place, round_):
            yield _Survey(
                round_, community_survey.submission, community_survey.community, community_survey.state
            )


SURVEYS = ListExport(
    code="surveys",
    title=_("Half-year surveys"),
    about=_("The state of each half-year survey"),
    may_be_linked=True,
    get_rows=_list_own_surveys,
    shape=_as_surveys,
    fields=(
        *WHEN,
        *code_fields("state", "#status+survey", _("Status"), [*SURVEY_STATES.items()]),
        *STEPS,
    ),
)
OFFICE_SURVEYS = ListExport(
    code="surveys",
    title=_("Half-year surveys"),
    about=_("The state of each half-year survey"),
    may_be_linked=True,
    get_rows=_surveys_of_office,
    fields=(
        *WHEN,
        Field("community", "#loc+name", _("Community"), Kind.TEXT, "community.name"),
        Field("community_code", "#loc+code", _("Code"), Kind.CODE, "community.slug"),
        *code_fields("state", "#status+survey", _("Status"), [*SURVEY_STATES.items()]),
        *STEPS,
    ),
)


def _waves(list_request: ListRequest) -> QuerySet[AwarenessWave]:
    return AwarenessWave.objects.not_deleted().newest_first()


@dataclass(frozen=True)
class _WaveTallies:
    """``tallies`` is None for a link, because the number of all answers would reveal how many refused a question."""

    wave: AwarenessWave
    tallies: Tallies | None = None


def _add_tallies(rows: Sequence[AwarenessWave], list_request: ListRequest) -> Iterable[_WaveTallies]:
    """Return the waves with their tallies; one query for all of them."""
    if list_request.by_link:
        return [_WaveTallies(wave) for wave in rows]
    counted = get_counted_rows(rows)
    return [_WaveTallies(wave, tally(Pool(wave.version, wave.sampling), counted[wave.pk])) for wave in rows]


def _people(code: str, tag: str, label: Any, count: Any, valid: Any = None) -> Field:
    """Return a field that is empty if there is no result: before the survey is closed, or with too few people."""
    has_result = valid or count
    return Field(
        code, tag, label, Kind.PEOPLE, lambda row: count(row.tallies) if has_result(row.tallies) else None,
        leaves=False,
    )  # fmt: skip


WAVES = ListExport(
    code="waves",
    title=_("Residents' surveys"),
    about=_("Each residents' survey."),
    may_be_linked=True,
    get_rows=_waves,
    shape=_add_tallies,
    fields=(
        replace(ID, tag="#activity+id", value="wave.pk"),
        Field("from_on", "#date+start", _("From"), Kind.DATE, "wave.starts_on"),
        Field("until_on", "#date+end", _("Until"), Kind.DATE, "wave.ends_on"),
        *code_fields("sampling", "#meta+method", _("How residents were met"), Sampling.choices, "wave.sampling"),
        Field("place", "#loc+name", _("Where"), Kind.TEXT, "wave.place"),
        Field("version", "#meta+version+num", _("Question version"), Kind.COUNT, "wave.version"),
        _people("answers", "#reached+answers+num", _("Answers"), lambda tallies: tallies.answers),
        _people("access_knows", "#reached+access+knows+num", _("Can name a way to help, and the hotline"),
                lambda tallies: tallies.access.knows, lambda tallies: tallies.access.valid),
        _people("access_unclear", "#reached+access+unclear+num", _("Unclear answers about help"),
                lambda tallies: tallies.access.unclear, lambda tallies: tallies.access.valid),
        _people("access_valid", "#reached+access+valid+num", _("Valid answers about help"),
                lambda tallies: tallies.access.valid),
        _people("risks_knows", "#reached+risks+knows+num", _("Know what trafficking is"),
                lambda tallies: tallies.risks.knows, lambda tallies: tallies.risks.valid),
        _people("risks_valid", "#reached+risks+valid+num", _("Valid answers about trafficking"),
                lambda tallies: tallies.risks.valid),
    ),
)  # fmt: skip


def _targets(list_request: ListRequest) -> Iterator[TargetProgress]:
    """Yield the targets: a community reads its own and its office's, a link of a community only its own."""
    at_office = isinstance(list_request.place, Office)
    office_id = list_request.place.pk if at_office else list_request.place.office_id
    stored = Target.objects.filter(office=office_id).select_related("community").latest_versions()
    if list_request.by_link and not at_office:
        stored = stored.filter(community=list_request.place)
    yield from follow_targets(
        list(visible(stored.soonest_first(), list_request.reader)),
        reader=list_request.reader,
        as_of=list_request.today,
    )


def _start(row: TargetProgress) -> Any:
    """Return the baseline; for a target over all communities it is a sum, shown only to the office, whose rows have a
    verdict.
    """
    return row.target.baseline_value if row.target.community_id or row.verdict else None


TARGETS = ListExport(
    code="targets",
    title=_("Targets"),
    about=_("Each target: its start, goal, due date and progress"),
    may_be_linked=True,
    get_rows=_targets,
    fields=(
        Field("target", "#indicator+target+id", _("Number"), Kind.CODE, "target.thread", _("Stays with the target.")),
        Field("title", "#indicator+target+name", _("Target"), Kind.TEXT, lambda row: get_target_title(row.target)),
        *code_fields("owner", "#org+owner", _("Set by"), Owner.choices, "target.owner"),
        Field("community", "#loc+name", _("Community"), Kind.TEXT, "target.community.name",
              _("Empty for all communities of the office")),
        *code_fields("measure", "#indicator+measure", _("What was counted"), Measure.choices, "target.measure"),
        Field("code", "#indicator+code", _("Which part, kind or profession"), Kind.CODE, "target.code"),
        *code_fields("direction", "#meta+direction", _("Direction"), Direction.choices, "target.direction"),
        Field("unit", "#indicator+unit+code", _("Unit"), Kind.CODE, lambda row: Unit(row.unit).value),
        Field("baseline", "#indicator+baseline+num", _("Value at the start"), Kind.NUMBER, _start),
        Field("baseline_on", "#date+start", _("Began on"), Kind.DATE, "target.baseline_on"),
        Field("goal", "#indicator+target+num", _("Goal"), Kind.NUMBER, "target.goal_value"),
        Field("due_on", "#date+due", _("Due on"), Kind.DATE, "target.due_on"),
        Field("reached", "#indicator+value+num", _("Reached"), Kind.NUMBER, "latest.lower", _("At least")),
        Field("reached_most", "#indicator+value+max+num", _("Reached, at most"), Kind.NUMBER, "latest.upper",
              _("Empty if there is no known maximum")),
        Field("standing", "#status+target+code", as_code(_("Status")), Kind.CODE, get_status),
        Field("standing_name", "#status+target+name", _("Status"), Kind.TEXT,
              lambda row: standing_text(row.verdict) if row.verdict else None),
        Field("closed_on", "#date+end", _("Closed on"), Kind.DATE, "target.closed_on"),
    ),
)  # fmt: skip

COMMUNITY_LISTS = (FIGURES, RECEIPTS, SURVEYS, OWN_QUESTIONS, TARGETS, ACHIEVEMENTS, WAVES)
OFFICE_LISTS = (OFFICE_FIGURES, OFFICE_SURVEYS, OFFICE_OWN_QUESTIONS, TARGETS, OFFICE_ACHIEVEMENTS)
