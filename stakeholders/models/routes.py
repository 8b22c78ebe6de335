"""Trafficking routes that an office knows from a source."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import OfficeRecord, TrashQuerySet


class KnownRouteQuerySet(TrashQuerySet["KnownRoute"]):
    def by_name(self) -> Self:
        return self.order_by("name", "id")


class KnownRoute(OfficeRecord):
    """``places``: a line for each place in order, with name, latitude and longitude (stakeholders.routes)."""

    name = models.CharField(_("Name of the route"), max_length=120)
    source = models.CharField(_("Source"), max_length=300)
    places = models.TextField(_("Places along it"), max_length=2000)

    objects: ClassVar[KnownRouteQuerySet] = KnownRouteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeRecord.Meta):
        pass

    def __str__(self) -> str:
        return self.name
