"""Writes a canary into every text column that people or programs fill."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from communities.models import CandidateMove, FormationDecision, Office, Target
from evaluation.models import AcceptedVersion
from reports.models import ArchiveRun, Report, ReportFile, ReportShare, ReportText
from residents.models import OwnWords
from stakeholders.models import FindingLocation, SpotCheck
from support.models import Interest
from tests.base import tenant_models
from tfc.sharing import SharedModel
from tfc.tenancy import TenantModel

# Codes, where a canary would break the row.
CODES = {
    "half_year",
    "from_half_year",
    "retired_from",
    "time_zone",
    "part",
    "code",
    "dimension",
    "group",
    "unit",
    "target_unit",
    "kind",
    "state",
}
CODES |= {
    "language",
    "stage",
    "sector",
    "rating",
    "reason_code",
    "receipt_hash",
    "sha256",
    "constituency",
    "rule",
    # Codes of catalogs.
    "vulnerability",
    "currency",
    "media_type",
    "profession",
    "token_hash",
    "outside_id",
    "version",
    "hotline_unprompted",
    "route_unprompted",
    "hotline_prompted",
    "route_prompted",
    "definition",
    "file_key",
    "list_code",
}
# Columns that hold text in other models.
CODE_COLUMNS = {"evaluation.Figure.reason", "stakeholders.Strategy.code", "residents.AwarenessWave.code"}


def text_columns(model: type[models.Model]) -> list[models.Field]:
    return [
        column
        for column in model._meta.local_concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and column.name not in CODES
        and str(column) not in CODE_COLUMNS
    ]


def plant(slug: str, base: type[models.Model]) -> Iterator[str]:
    """Write a unique canary into every text column of the rows of ``base`` visible in this scope."""
    for model in tenant_models():
        mine = model in (Report, ReportFile, ReportShare, ReportText) or issubclass(
            model, (base, SharedModel)
        )
        # See samples._with_the_office.
        mine = mine and model not in (
            FindingLocation,
            SpotCheck,
            AcceptedVersion,
            Interest,
            ArchiveRun,
            OwnWords,
        )
        mine = mine and model not in (CandidateMove, FormationDecision)  # see formation_samples
        mine = mine and model is not Target  # see target_samples
        for column in text_columns(model) if mine else ():
            canary = f"Canary-{slug}-{model._meta.model_name}-{column.name}"
            value = f"{canary}@x.example" if isinstance(column, models.EmailField) else canary
            value = f"https://{canary}.example" if isinstance(column, models.URLField) else value
            rows = model._default_manager.filter(**_own(model, slug))
            rows.update(**{column.name: value[: column.max_length]})
            yield canary


def _own(model: type[models.Model], slug: str) -> dict[str, Any]:
    """In an office's scope its communities' reports are visible too; they get their own community's canary."""
    names = {local_field.name for local_field in model._meta.local_fields}
    if "community" not in names:
        return {"office__slug": slug}
    if "office" in names and not issubclass(model, TenantModel) and Office.objects.filter(slug=slug).exists():
        return {"office__slug": slug, "community": None}
    return {"community__slug": slug}
