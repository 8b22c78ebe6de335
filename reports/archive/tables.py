"""The tables of an archive, found from the models, and the list of tables that are left out with reasons."""

from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from typing import Any, TypeAlias

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership, Office
from communities.models.targets import Owner
from evaluation.instrument import Text
from reports.archive.references import POINTS_AT_ALL, POINTS_AT_ROWS
from tfc.tenancy import GLOBAL_TABLES

PERSONAL: Text = _("Personal notifications, unfinished answers and hidden items")
SECRET: Text = _("Secret links, which are created again")
PROMISED: Text = _("Single organizations' answers about cooperation, which nobody may read")
WISHES: Text = _("Volunteer inquiries, deleted after 30 days")
COUNTED: Text = _("Data that is computed again")
UNDECIDED: Text = _("Residents' answers that were set aside")
ANSWERS: Text = _("Single residents' answers, which nobody may read (results of closed surveys are included)")
DIGESTS: Text = _("Digests of submitted surveys' records, used only in this installation")
PASSING: Text = _("Imported files, guest tickets and earlier archives")

# New community tables are archived unless they are listed here with a reason.
LEFT_OUT: Mapping[str, Text] = {
    "communities.bulkexport": PASSING,
    "communities.datalink": SECRET,
    "communities.importbatch": PASSING,
    "communities.importfile": PASSING,
    "communities.importmapping": PASSING,
    "communities.importrow": PASSING,
    "communities.lastvisit": PERSONAL,
    "communities.digestday": PERSONAL,
    "communities.notice": PERSONAL,
    "communities.recentrecord": PERSONAL,
    "communities.personrequest": PASSING,
    "communities.setupprogress": COUNTED,
    "dashboards.alert": PERSONAL,
    "evaluation.answerdraft": PERSONAL,
    "reports.archiverun": PASSING,
    "residents.awarenessanswer": ANSWERS,
    "evaluation.eventrollup": COUNTED,
    "residents.ownwords": ANSWERS,
    "evaluation.qualitycount": COUNTED,
    "evaluation.refresh": COUNTED,
    "reports.reportshare": SECRET,
    "residents.setasideanswer": UNDECIDED,
    "evaluation.stalemark": COUNTED,
    "evaluation.standingrollup": COUNTED,
    "evaluation.submittedrecords": DIGESTS,
    "events.calendarlink": SECRET,
    "events.guestticket": PASSING,
    "library.dismissedannouncement": PERSONAL,
    "stakeholders.trustanswer": PROMISED,
    "support.interest": WISHES,
}
# Archived for reading only, not restored: reports are drawn from figures and numbered per office, and decisions about
# unusual records refer to ids that may differ here; requests are made by the office alone.
ONLY_TO_READ = frozenset(
    {
        "dashboards.recordrequest",
        "evaluation.qualityanswer",
        "reports.report",
        "reports.reporttext",
        "reports.reportfile",
    }
)
# Nullable columns that a restore must not set to null, because the row would mean something else.
HANGS_ON = frozenset(
    {
        "library.BoardPost.parent",
        "library.BoardPost.partner",
        "library.Comment.material",
        "library.Comment.story",
        "library.SharingStep.material",
        "library.SharingStep.story",
    }
)
LOCATIONS = "stakeholders.findinglocation"
# Hashes of link tokens; a restore replaces them by the hash of a new random token.
SECRET_COLUMNS = frozenset({"token_hash"})
MEMBERSHIPS = Membership._meta.label_lower

Model = type[models.Model]
Column: TypeAlias = models.Field


def label(model: Model) -> str:
    return model._meta.label_lower


def has_community(model: Model) -> bool:
    """Return whether some of the table's rows belong to a community. Global tables belong to the installation."""
    if model._meta.db_table in GLOBAL_TABLES:
        return False
    return any(
        field.name == "community" and field.related_model is Community for field in model._meta.local_fields
    )


def is_office_table(model: Model) -> bool:
    """Return whether only the office writes the table, about places that may not be communities yet."""
    return label(model) == "communities.candidate"


@cache
def get_archived_models() -> Mapping[str, Model]:
    """Return the archived models by label, each after those that it refers to; memberships come first."""
    archived_models = {
        label(model): model
        for model in apps.get_models()
        if has_community(model) and label(model) not in LEFT_OUT and not is_office_table(model)
    }
    order: TopologicalSorter[str] = TopologicalSorter()
    for name, model in sorted(archived_models.items()):
        order.add(name, *sorted(_get_dependencies(model, archived_models)))
    return {MEMBERSHIPS: Membership} | {name: archived_models[name] for name in order.static_order()}


def get_restored_models() -> Mapping[str, Model]:
    """Return the models that a restore fills; memberships are restored separately."""
    skipped = {MEMBERSHIPS, *ONLY_TO_READ}
    return {name: model for name, model in get_archived_models().items() if name not in skipped}


def _get_dependencies(model: Model, archived_models: Mapping[str, Model]) -> Iterator[str]:
    name = label(model)
    for field in model._meta.local_concrete_fields:
        target = field.related_model
        if target is not None and target is not model and target in archived_models.values():
            yield label(target)
        if f"{name}.{field.name}" in POINTS_AT_ALL:
            yield from (
                table_name
                for table_name in archived_models
                if not _points_at_all(table_name, archived_models)
            )
        yield from POINTS_AT_ROWS.get(f"{name}.{field.name}", ())


def _points_at_all(name: str, archived_models: Mapping[str, Model]) -> bool:
    return any(column.startswith(f"{name}.") for column in POINTS_AT_ALL) or name in ONLY_TO_READ


def get_stored_columns(model: Model) -> list[Column]:
    """Return the columns that are stored, without those that the database generates."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def columns(model: Model) -> list[Column]:
    """Return the columns that are exported, without tenant keys and link tokens."""
    return [
        field
        for field in get_stored_columns(model)
        if not is_tenant(field) and field.name not in SECRET_COLUMNS
    ]


def is_tenant(field: Column) -> bool:
    """Return whether the column is the row's tenant key. A comment report's office is data: the office of the
    comment's author.
    """
    if str(field) == "library.CommentReport.office":
        return False
    return field.name in ("community", "office") and field.related_model in (Community, Office)


def is_json(field: Column) -> bool:
    return isinstance(field, models.JSONField)


def get_own_rows(model: Model, community: Community) -> models.QuerySet[Any]:
    """Return the community's own rows; row-level security also shows rows that others share with it."""
    rows = model._default_manager.filter(community=community)
    return rows.filter(owner=Owner.COMMUNITY) if label(model) == "communities.target" else rows


def get_table_path(name: str) -> str:
    """Return the path of a table's file in the ZIP."""
    return f"data/{name.replace('.', '_')}.csv"
