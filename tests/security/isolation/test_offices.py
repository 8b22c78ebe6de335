"""In every table, an office finds no row of another office or its communities."""

from typing import Any

from django.db import models

from communities.models import AuditDay
from tests.base import World, tenant_models, within
from tests.matrix.samples import Samples
from tfc.sharing import SharedModel

# Shared with the offices that the owner names: tests/library/test_library_isolation.py.
SHARED = (SharedModel,)


def of_others(model: type[models.Model], office: Any, towns: set[int]) -> list[int]:
    """Return the ids of visible rows that belong neither to the office nor to its communities."""
    columns = {field.attname for field in model._meta.local_concrete_fields}
    results = []
    for row in model._default_manager.all():
        whose = {getattr(row, name) for name in ("office_id",) if name in columns} - {None}
        town = getattr(row, "community_id", None) if "community_id" in columns else None
        if whose - {office.pk} or (town is not None and town not in towns):
            results.append(row.pk)
    return results


def test_an_office_finds_nothing_of_another_one(world: World, samples: Samples):
    wrong: dict[str, list[int]] = {}
    model_count = 0
    own = {world.usa.pk: {world.hill.pk, world.dale.pk}, world.uk.pk: {world.moor.pk}, world.oasis.pk: set()}
    for office in (world.usa, world.uk, world.oasis):
        with within(office):
            for model in tenant_models():
                # No serving login reads the audit log's seals.
                if issubclass(model, SHARED) or model is AuditDay:
                    continue
                model_count += model._default_manager.exists()
                if result := of_others(model, office, own[office.pk]):
                    wrong[f"{office.slug}: {model._meta.label_lower}"] = result
    assert wrong == {}
    assert model_count > 30
