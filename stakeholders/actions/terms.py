"""What an office adds to a list of choices (`OfficeTerm`): a vulnerability, or a unit of outputs; and its weights of
vulnerabilities. In its scope."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Office, User
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.models import InfluenceWeight, OfficeTerm

TITLES = ("title_en", "title_es", "title_zh")
Term = TypeVar("Term", bound=OfficeTerm)


@transaction.atomic
def add_term(model: type[Term], *, office: Office, by: User, **values: str) -> Term:
    """Add a term. ``values``: title_en, title_es, title_zh, at least one of them, and the model's own fields;
    ValidationError if one exists already.

    The same one sent twice in a row by one person, as by a double click, is stored once.
    """
    # Serializes two simultaneous clicks.
    Office.objects.select_for_update().get(pk=office.pk)
    objects: Any = model._default_manager
    newest: Term | None = objects.filter(added_by=by).order_by("-id").first()
    wanted = {"retired_at": None, **dict.fromkeys(TITLES, ""), **values}
    if newest and all(getattr(newest, name) == value for name, value in wanted.items()):
        return newest
    term = model(added_by=by, **values)
    _check_titles(term)
    term.save()
    return term


def _check_titles(term: OfficeTerm) -> None:
    others = type(term)._default_manager.filter(retired_at=None).exclude(pk=term.pk)
    for name in TITLES:
        title = getattr(term, name)
        if title and others.filter(Q(**{f"{name}__iexact": title})).exists():
            raise ValidationError({name: _("Enter one that is not listed.")})


@transaction.atomic
def rename_term(*, term: OfficeTerm, by: User, revision: str, **titles: str) -> None:
    """Rename a term; records that use it have the new name. ValidationError if another one has it.

    SavedMeanwhileError if its titles are no longer those of ``revision``, unless they are the new ones already.
    """
    Office.objects.select_for_update().get(pk=term.office_id)
    term.refresh_from_db()
    if term.revision != revision and any(getattr(term, name) != titles[name] for name in TITLES):
        raise SavedMeanwhileError
    for name in TITLES:
        setattr(term, name, titles[name])
    _check_titles(term)
    term.save(update_fields=TITLES)


@transaction.atomic
def retire_term(*, term: OfficeTerm, by: User) -> None:
    """Retire a term: it can no longer be chosen, but records with it keep its title. Repeated, the first day stays."""
    running = type(term)._default_manager.filter(pk=term.pk, retired_at=None)
    running.update(retired_at=timezone.now())


@transaction.atomic
def restore_term(*, term: OfficeTerm, by: User) -> None:
    """Restore a term. ValidationError if one of its titles was added again since."""
    Office.objects.select_for_update().get(pk=term.office_id)
    stored = type(term)._default_manager.get(pk=term.pk)
    if stored.retired_at is None:
        return
    _check_titles(stored)
    stored.retired_at = None
    stored.save(update_fields=["retired_at"])


@transaction.atomic
def set_weights(*, vulnerability: str, changes: Mapping[str, int | None], reason: str, by: User) -> None:
    """Add one row for each sector of ``changes``; None removes the office's own number."""
    InfluenceWeight.objects.bulk_create(
        InfluenceWeight(vulnerability=vulnerability, sector=sector, weight=weight, reason=reason, set_by=by)
        for sector, weight in changes.items()
    )
