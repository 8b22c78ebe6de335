"""What offices opened and closed since somebody of the international office was last on its home."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import OfficeRequest
from communities.actions.visits import away_since
from communities.models import OfficeLastVisit
from dashboards.office_since import note_visit_after_response
from dashboards.since_last_visit import News, SinceVisit, build_since_visit
from evaluation.board import Board
from tfc.half_years import half_year_within

# With more of them the table below says it better.
MOST = 8


def international_since(request: OfficeRequest, boards: Sequence[Board]) -> SinceVisit | None:
    """In the scope of the international office; one question. The visit is written down behind the page."""
    now = timezone.now()
    mine = OfficeLastVisit.objects.filter(user=request.user).values_list("at", "before").first()
    at, before = mine or (None, None)
    note_visit_after_response(request, at, before, now)
    since = away_since(at, before, now)
    news = [item for board in boards for item in _of_office(board, since)] if since else []
    return build_since_visit(since, news[:MOST], "")


def _of_office(board: Board, since: datetime) -> Iterator[News]:
    """What came last first."""
    for round_ in board.rounds:
        names = {"office": board.office.name, "half_year": half_year_within(round_.half_year)}
        url = f"{reverse('dashboards:office-figures', args=[board.office.slug])}?round={round_.half_year}"
        if round_.closed_at and round_.closed_at > since:
            yield News(_("%(office)s closed %(half_year)s") % names, url, "check")
        elif round_.opened_at and round_.opened_at > since:
            yield News(_("%(office)s opened %(half_year)s") % names, url, "calendar")
