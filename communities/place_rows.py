"""Rows of one place, for the data stored about a person."""

from typing import Any

from django.db.models import Model

from communities.models import Community, Office
from tfc.tenancy import OfficeModel


def rows_of_place(model: type[Model], place: Community | Office) -> Any:
    """Return rows of the place alone, in its scope: row-level security also shows rows that others share with it."""
    rows = model._default_manager.all()
    names = {field.name for field in model._meta.local_concrete_fields}
    is_office_table = issubclass(model, OfficeModel) or "community" not in names
    if isinstance(place, Community):
        return rows.none() if is_office_table else rows.filter(community=place.pk)
    if is_office_table:
        return rows.filter(office=place.pk)
    return rows.filter(office=place.pk, community=None) if "office" in names else rows.none()
