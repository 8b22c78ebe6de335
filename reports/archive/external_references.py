"""What a community's rows point at beyond its own: half-years, trainings, neighbors, shared items. It may be gone."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from communities.models import Community, Office, Pairing
from evaluation.models import Round
from reports.archive import tables


def get_external_name(row: Any) -> str:
    """By which it is known elsewhere too; where nothing is, its number says only that it was there."""
    if isinstance(row, Round):
        return row.half_year
    return row.slug if isinstance(row, Community | Office) else ""


class ExternalReferences:
    """Finds in this database what an archive's rows point at, as the restoring community may see it.

    ``of_here``: the archive was made by this installation, so that a number alone tells what it is.
    """

    def __init__(
        self, names: Mapping[str, Mapping[str, str]], community: Community, *, of_here: bool
    ) -> None:
        self.names, self.community, self.of_here = names, community, of_here
        self.known: dict[tuple[str, int], Any] = {}

    def find(self, model: tables.Model, pk: int) -> Any:
        """The row, or None when there is no such row any more, or it is hidden."""
        key = tables.label(model), pk
        if key not in self.known:
            self.known[key] = self._find(model, pk)
        return self.known[key]

    def _find(self, model: tables.Model, pk: int) -> Any:
        name = self.names.get(tables.label(model), {}).get(str(pk))
        rows = model._default_manager.all()
        if name is None:
            return None
        if model is Round:
            return rows.filter(office=self.community.office_id, half_year=name).first()
        if model is Office:
            return rows.filter(slug=name).first()
        if model is Community:
            others = rows.exclude(pk=self.community.pk)
            return others.filter(office=self.community.office_id, slug=name).first()
        return rows.filter(pk=pk).first() if self.of_here else None

    def is_paired_with(self, community_id: int) -> bool:
        """Whether a board of the two may be written to today."""
        ours, theirs = self.community.pk, community_id
        both = Q(newcomer=ours, mentor=theirs) | Q(newcomer=theirs, mentor=ours)
        runs = Q(until=None) | Q(until__gte=timezone.localdate())
        return Pairing.objects.filter(both & runs).exists()
