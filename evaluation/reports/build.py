"""A report from start to end, for the worker and for the shell: count, take the snapshot, draw the files."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.utils import timezone, translation

from communities.models import Community, Office
from evaluation.actions.figures import refresh_figures
from evaluation.actions.reports import Built
from evaluation.reports.gather import gather
from evaluation.reports.pdf import draw_pdf
from evaluation.reports.snapshot import make_snapshot
from evaluation.reports.steps import COUNTING, DRAWING_PDF, DRAWING_XLSX, KEEPING, READING
from evaluation.reports.xlsx import draw_xlsx
from tfc.periods import HalfYear
from tfc.tenancy import community_scope, office_scope


@dataclass(frozen=True)
class Subject:
    """Of whom, when and in which language a report is. Without a community it is the office's."""

    office: Office
    community: Community | None
    half_year: str
    language: str


def _nobody_watches(percent: int) -> None:
    """A shell waits for the end."""


def build(subject: Subject, *, progress: Callable[[int], None] = _nobody_watches) -> Built:
    """Call it outside any scope: it opens the subject's own to read, and holds no transaction while it draws."""
    progress(COUNTING)
    half_year = HalfYear.parse(subject.half_year)
    refresh_figures(_communities(subject), half_year, using="figures")
    progress(READING)
    with translation.override(subject.language):
        with _scope(subject):
            gathered = gather(subject.office, subject.community, half_year)
        snapshot = make_snapshot(gathered, language=subject.language, made_at=timezone.now()).as_json()
    progress(DRAWING_PDF)
    pdf = draw_pdf(snapshot)
    progress(DRAWING_XLSX)
    xlsx = draw_xlsx(snapshot)
    progress(KEEPING)
    name = f"traffickfree-{snapshot['slug']}-{snapshot['half_year']}"
    return Built(snapshot=snapshot, files={"pdf": pdf, "xlsx": xlsx}, name=name)


def _communities(subject: Subject) -> list[Community]:
    return [subject.community] if subject.community else list(Community.objects.filter(office=subject.office))


def _scope(subject: Subject) -> AbstractContextManager[None]:
    if subject.community:
        return community_scope(subject.community.pk, subject.office.pk)
    return office_scope(subject.office.pk)
