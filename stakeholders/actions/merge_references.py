"""Find through the models all rows that refer to a record to merge, including those of apps added later."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q


@dataclass(frozen=True)
class Link:
    """A foreign key to a record that may be merged with another one of its kind."""

    model: type[models.Model]
    field: "models.ForeignKey[Any, Any]"

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field.name}"

    def rows(self, record_id: int) -> "models.QuerySet[Any]":
        return self.model._base_manager.filter(**{self.field.attname: record_id})

    def get_conflicting_rows(self, *, target_id: int, source_id: int) -> "models.QuerySet[Any]":
        """Return the rows of ``source_id`` that would violate a unique constraint with those of ``target_id``."""
        rows, clash = self.rows(source_id), Q(pk__in=[])
        for names, condition in self._unique_together():
            others = {name: OuterRef(name) for name in names if name not in (self.field.name, "community")}
            clash |= Q(condition & Q(Exists(self.rows(target_id).filter(condition, **others))))
        return rows.filter(clash)

    def _unique_together(self) -> list[tuple[tuple[str, ...], Q]]:
        meta = self.model._meta
        unique_sets: list[tuple[tuple[str, ...], Q]] = [
            (tuple(constraint.fields), constraint.condition or Q())
            for constraint in meta.constraints
            if isinstance(constraint, models.UniqueConstraint) and self.field.name in constraint.fields
        ]
        unique_sets += [
            (tuple(field_names), Q())
            for field_names in meta.unique_together
            if self.field.name in field_names
        ]
        return [*unique_sets, ((self.field.name,), Q())] if self.field.unique else unique_sets


def get_links_to(target: type[models.Model], *, but: Collection[type[models.Model]]) -> list[Link]:
    """Return every foreign key to ``target``, without those of the models ``but``."""
    related = [
        relation
        for relation in target._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in but
    ]
    return sorted(
        (Link(relation.related_model, relation.field) for relation in related), key=lambda link: link.label
    )
