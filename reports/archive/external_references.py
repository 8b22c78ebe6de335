"""Rows outside the community that its rows refer to: half-years, trainings, neighbors, shared items. They may be
missing.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from communities.models import Community, Office, Pairing
from evaluation.models import Round
from reports.archive import tables


def get_external_name(row: Any) -> str:
    """Return a name that identifies the row on any installation; "" if it has none and only its id is known."""
    if isinstance(row, Round):
        return row.half_year
    return row.slug if isinstance(row, Community | Office) else ""


class ExternalReferences:
    """Finds the rows in this database that an archive's rows refer to, as far as the restoring community may see them.

    ``of_here``: this installation made the archive, so ids alone identify rows.
    """

    def __init__(
        self, names: Mapping[str, Mapping[str, str]], community: Community, *, of_here: bool
    ) -> None:
        self.names, self.community, self.of_here = names, community, of_here
        self.known: dict[tuple[str, int], Any] = {}

    def find(self, model: tables.Model, pk: int) -> Any:
        """Return the row, or None if it no longer exists or is hidden."""
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
        """Return whether the communities are paired today, so that their shared board may be written to."""
        ours, theirs = self.community.pk, community_id
        both = Q(newcomer=ours, mentor=theirs) | Q(newcomer=theirs, mentor=ours)
        runs = Q(until=None) | Q(until__gte=timezone.localdate())
        return Pairing.objects.filter(both & runs).exists()
