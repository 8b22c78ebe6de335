"""Build a report, for the worker and for the shell: compute the figures, take the snapshot, draw the files."""

import base64
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils import timezone, translation

from communities.models import Community, Office
from evaluation.actions.figures import lock_figures, refresh_figures
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.models import Round
from evaluation.rollups.events import refresh_events
from evaluation.rollups.staleness import find_stale_communities
from reports.actions.reports import BuiltReport
from reports.charts import draw_charts
from reports.choice import Choice
from reports.gather import GatheredData, gather, gather_chosen, gather_together
from reports.jobs import COUNTING, DRAWING_PDF, DRAWING_XLSX, KEEPING, READING
from reports.narrative import NarrativeTexts, add_texts
from reports.schema import Scope, Snapshot
from reports.snapshot import make_snapshot
from reports.xlsx import draw_xlsx
from tfc.periods import HalfYear
from tfc.read_replica import wait_for_replica
from tfc.tenancy import community_scope, office_scope
from tfc.typesetting import drawable, typeset

TEMPLATE = Path(__file__).parent / "report.typ"


@dataclass(frozen=True)
class Subject:
    """The office or community, period and language of a report; without a community the report is the office's.

    ``scope`` "international": all offices, for the international ``office``. "custom": what the office chose in
    ``choice``; ``half_year`` is the newest half-year chosen.
    """

    office: Office
    community: Community | None
    half_year: str
    language: str
    scope: Scope = "community"
    choice: Choice = field(default_factory=Choice)
    title: str = ""
    number: int = 1
    published: bool = False
    written: NarrativeTexts = field(default_factory=NarrativeTexts)


def _nobody_watches(percent: int) -> None:
    """Ignore progress; for shells."""


def build(subject: Subject, *, progress: Callable[[int], None] = _nobody_watches) -> BuiltReport:
    """Build the report. Call it outside any scope: it opens the scopes that it needs, and no transaction is open while
    it draws.
    """
    progress(COUNTING)
    _count(subject)
    progress(READING)
    # The figures were just computed on the primary; wait until the standby that is read from has them.
    snapshot = wait_for_replica(lambda: take_snapshot(subject))
    progress(DRAWING_PDF)
    pdf = draw_pdf(snapshot)
    progress(DRAWING_XLSX)
    xlsx = draw_xlsx(snapshot)
    progress(KEEPING)
    return BuiltReport(snapshot=snapshot, files={"pdf": pdf, "xlsx": xlsx}, name=_name(subject, snapshot))


def take_snapshot(subject: Subject) -> Snapshot:
    """Return the snapshot of the stored figures, with the report's texts in it.

    Raises Round.DoesNotExist if no round was opened, UnknownFigureError as `narrative.add_texts` does.
    """
    with translation.override(subject.language):
        if subject.scope == "international":
            return _snapshot(subject, _gather_all_offices(subject))
        with _scope(subject):
            gathered = _gather_data(subject)
        return _snapshot(subject, gathered)


def _snapshot(subject: Subject, gathered: GatheredData) -> Snapshot:
    snapshot = make_snapshot(
        gathered,
        language=subject.language,
        made_at=timezone.now(),
        title=subject.title,
        number=subject.number,
        published=subject.published,
    )
    return add_texts(snapshot, subject.written, published=subject.published)


def _gather_data(subject: Subject) -> GatheredData:
    if subject.scope == "custom":
        return gather_chosen(subject.office, subject.choice)
    return gather(subject.office, subject.community, HalfYear.parse(subject.half_year))


def _gather_all_offices(subject: Subject) -> GatheredData:
    """Gather each office in its own scope, so that no connection sees two offices at once."""
    half_year = HalfYear.parse(subject.half_year)
    gathered_offices: list[GatheredData] = []
    silent: list[Office] = []
    for office in Office.objects.of_countries():
        with office_scope(office.pk):
            try:
                gathered_offices.append(gather(office, None, half_year))
            except Round.DoesNotExist:
                silent.append(office)
    if not gathered_offices:
        raise Round.DoesNotExist(f"no office opened a round of {half_year}")
    return gather_together(subject.office, gathered_offices, silent)


def _count(subject: Subject) -> None:
    """Recompute the stale figures of the report, for every chosen half-year, because none need be the latest.

    Figures that are current or locked are left out, as they would not change.
    """
    communities = _communities(subject)
    half_years = subject.choice.rounds if subject.scope == "custom" else (subject.half_year,)
    for half_year in map(HalfYear.parse, half_years):
        if left := find_stale_communities(communities, half_year):
            refresh_figures(left, half_year, using="figures")
            with transaction.atomic(using="figures"):
                lock_figures([community.pk for community in left], "figures")
                refresh_events(left, half_year, using="figures")


def _communities(subject: Subject) -> list[Community]:
    if subject.community:
        return [subject.community]
    if subject.scope == "international":
        return list(Community.objects.filter(office__in=Office.objects.of_countries()))
    communities = Community.objects.filter(office=subject.office)
    return list(
        communities.filter(pk__in=subject.choice.communities) if subject.scope == "custom" else communities
    )


def _scope(subject: Subject) -> AbstractContextManager[None]:
    if subject.community:
        return community_scope(subject.community.pk, subject.office.pk)
    return office_scope(subject.office.pk)


def _name(subject: Subject, snapshot: Snapshot) -> str:
    kind = "-chosen" if subject.scope == "custom" else ""
    number = f"-v{subject.number}" if subject.number > 1 else ""
    return f"traffickfree-{snapshot['slug']}-{snapshot['half_year']}{kind}{number}"


def draw_pdf(snapshot: Snapshot) -> bytes:
    """Return a tagged PDF/UA-1 with title, language and alternative texts. Raises DrawingError if typst refuses.

    The cover shows the hash of the whole stored snapshot.
    """
    photographs = snapshot["pictures"]
    shown = drawable({**snapshot, "pictures": [{**photograph, "data": ""} for photograph in photographs]})
    data = {"snapshot": shown, "charts": draw_charts(shown), "about": {"hash": hash_receipt(snapshot)}}
    files = {
        f"picture-{index}.jpg": base64.b64decode(photograph["data"])
        for index, photograph in enumerate(photographs)
    }
    return typeset(TEMPLATE, data, snapshot["made_at"], country=snapshot["country"], files=files)
