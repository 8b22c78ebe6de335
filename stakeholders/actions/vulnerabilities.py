"""An office's additions to the catalogue of vulnerabilities, and its influence weights, in its scope."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Office, User
from stakeholders.models import InfluenceWeight, OwnVulnerability

TITLES = ("title_en", "title_es", "title_zh")


@transaction.atomic
def add_vulnerability(*, office: Office, by: User, group: str, **titles: str) -> OwnVulnerability:
    """Add a vulnerability. ``titles``: title_en, title_es, title_zh, at least one of them; ValidationError if one
    exists already.

    The same one sent twice in a row by one person, as by a double click, is stored once.
    """
    # Serializes two simultaneous clicks.
    Office.objects.select_for_update().get(pk=office.pk)
    newest = OwnVulnerability.objects.filter(added_by=by).order_by("-id").first()
    wanted = {"retired_at": None, "group": group, **{name: titles.get(name, "") for name in TITLES}}
    if newest and all(getattr(newest, name) == value for name, value in wanted.items()):
        return newest
    _check_titles(titles)
    return OwnVulnerability.objects.create(group=group, added_by=by, **titles)


def _check_titles(titles: Mapping[str, str]) -> None:
    for name in TITLES:
        title = titles.get(name, "")
        present = OwnVulnerability.objects.filter(Q(retired_at=None) & Q(**{f"{name}__iexact": title}))
        if title and present.exists():
            raise ValidationError({name: _("Enter one that is not listed.")})


@transaction.atomic
def retire_vulnerability(*, vulnerability: OwnVulnerability, by: User) -> None:
    """Retire a vulnerability: it can no longer be chosen, but findings with it keep its title. Repeated, the first day
    stays.
    """
    running = OwnVulnerability.objects.filter(pk=vulnerability.pk, retired_at=None)
    running.update(retired_at=timezone.now())


@transaction.atomic
def restore_vulnerability(*, vulnerability: OwnVulnerability, by: User) -> None:
    """Restore a vulnerability. ValidationError if one of its titles was added again since."""
    Office.objects.select_for_update().get(pk=vulnerability.office_id)
    stored = OwnVulnerability.objects.get(pk=vulnerability.pk)
    if stored.retired_at is None:
        return
    _check_titles({name: getattr(stored, name) for name in TITLES})
    OwnVulnerability.objects.filter(pk=stored.pk).update(retired_at=None)


@transaction.atomic
def set_weights(*, vulnerability: str, changes: Mapping[str, int | None], reason: str, by: User) -> None:
    """Add one row for each sector of ``changes``; None removes the office's own number."""
    InfluenceWeight.objects.bulk_create(
        InfluenceWeight(vulnerability=vulnerability, sector=sector, weight=weight, reason=reason, set_by=by)
        for sector, weight in changes.items()
    )
