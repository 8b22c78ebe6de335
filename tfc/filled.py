"""Objects of models, filled from rows all at once.

Django makes each by its __init__, which looks at every field, asks its descriptor to keep the value, and sends two
signals: for a dozen columns that takes longer than the database's answer. No field of ours keeps a value elsewhere than
in the object itself, and nobody listens; where one does, Django makes the object as ever.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models.base import ModelState
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.signals import post_init, pre_init


class _Filled:
    """In the place of a model where rows are read."""

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model

    def from_db(self, db: str, names: Sequence[str], values: Sequence[Any]) -> models.Model:
        """As Model.from_db: what is not among ``names`` is read when somebody asks for it."""
        made = self._model.__new__(self._model)
        state = ModelState()
        state.adding, state.db = False, db
        made.__dict__ = {"_state": state, **dict(zip(names, values, strict=True))}
        return made


class Filling:
    """What the rows of one question become, with what it selects along. Of a compiler that has written its SQL."""

    def __init__(self, compiler: Any, alias: str) -> None:
        info = compiler.klass_info
        columns = info["select_fields"]
        self._alias = alias
        self._columns = slice(columns[0], columns[-1] + 1)
        self._names = [one[0].target.attname for one in compiler.select[self._columns]]
        self._model = filled(info["model"])
        # The stubs are those of another Django.
        along: Any = get_related_populators
        self._along = _quick(along(info, compiler.select, alias))
        self._annotations = list((compiler.annotation_col_map or {}).items())

    def rows(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        found = []
        for row in rows:
            made = self._model.from_db(self._alias, self._names, row[self._columns])
            for one in self._along:
                one.populate(row, made)
            for name, at in self._annotations:
                setattr(made, name, row[at])
            found.append(made)
        return found


def filled(model: type[models.Model]) -> Any:
    """The model itself, where it has a way of its own to be made."""
    is_plain = (
        model.__init__ is models.Model.__init__
        and model.from_db.__func__ is models.Model.from_db.__func__  # type: ignore[attr-defined]
        and not pre_init.has_listeners(model)
        and not post_init.has_listeners(model)
    )
    return _Filled(model) if is_plain else model


def _quick(populators: list[RelatedPopulator]) -> list[RelatedPopulator]:
    for one in populators:
        one.model_cls = filled(one.model_cls)
        _quick(one.related_populators)
    return populators
