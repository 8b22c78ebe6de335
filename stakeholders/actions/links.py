"""The rows that hang on a record which is joined with another one, found through the model itself.

So apps that come later are included.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q


@dataclass(frozen=True)
class Link:
    """A foreign key to a record that may be joined with another one of its kind."""

    model: type[models.Model]
    field: "models.ForeignKey[Any, Any]"

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field.name}"

    def rows(self, record_id: int) -> "models.QuerySet[Any]":
        return self.model._base_manager.filter(**{self.field.attname: record_id})

    def clashing(self, *, kept: int, gone: int) -> "models.QuerySet[Any]":
        """Rows of ``gone`` that ``kept`` has as well, where the database allows only one."""
        rows, clash = self.rows(gone), Q(pk__in=[])
        for names, condition in self._unique_together():
            others = {name: OuterRef(name) for name in names if name not in (self.field.name, "community")}
            clash |= Q(condition & Q(Exists(self.rows(kept).filter(condition, **others))))
        return rows.filter(clash)

    def _unique_together(self) -> list[tuple[tuple[str, ...], Q]]:
        meta = self.model._meta
        found: list[tuple[tuple[str, ...], Q]] = [
            (tuple(one.fields), one.condition or Q())
            for one in meta.constraints
            if isinstance(one, models.UniqueConstraint) and self.field.name in one.fields
        ]
        found += [(tuple(one), Q()) for one in meta.unique_together if self.field.name in one]
        return [*found, ((self.field.name,), Q())] if self.field.unique else found


def links_to(target: type[models.Model], *, but: Collection[type[models.Model]]) -> list[Link]:
    """Every foreign key to ``target``, without those of the models ``but``."""
    related = [
        one
        for one in target._meta.get_fields(include_hidden=True)
        if isinstance(one, models.ManyToOneRel) and one.related_model not in but
    ]
    return sorted((Link(one.related_model, one.field) for one in related), key=lambda link: link.label)
