from django.urls import URLPattern, path

from stakeholders.views.evidence import (
    evidence_add,
    evidence_delete,
    evidence_file,
    evidence_restore,
    evidence_share,
    evidence_unshare,
)
from stakeholders.views.ladder import strategy_end, strategy_go_on, strategy_level
from stakeholders.views.spot_checks import shared_evidence, shared_evidence_file, shared_evidence_list
from stakeholders.views.strategies import (
    strategy_add,
    strategy_choose,
    strategy_delete,
    strategy_edit,
    strategy_none,
    strategy_none_undo,
    strategy_restore,
)

ALL = "c/<slug:community>/strategies/"
ONE = ALL + "<int:strategy_id>/"
EVIDENCE = ONE + "evidence/<int:evidence_id>/"
ORGANIZATION = "c/<slug:community>/organizations/<int:organization_id>/"
OFFICE = "office/<slug:office>/evidence/"

# The list and the details of a strategy stand in events, whose records they show as well.
urlpatterns: list[URLPattern] = [
    path(ALL + "new/", strategy_choose, name="strategy-choose"),
    path(ORGANIZATION + "strategies/new/", strategy_add, name="strategy-add"),
    path(ORGANIZATION + "no-strategy/", strategy_none, name="strategy-none"),
    path(ORGANIZATION + "no-strategy/undo/", strategy_none_undo, name="strategy-none-undo"),
    path(ONE + "edit/", strategy_edit, name="strategy-edit"),
    path(ONE + "rung/", strategy_level, name="strategy-rung"),
    path(ONE + "end/", strategy_end, name="strategy-end"),
    path(ONE + "go-on/", strategy_go_on, name="strategy-go-on"),
    path(ONE + "delete/", strategy_delete, name="strategy-delete"),
    path(ONE + "restore/", strategy_restore, name="strategy-restore"),
    path(ONE + "evidence/new/", evidence_add, name="evidence-add"),
    path(EVIDENCE + "file/", evidence_file, name="evidence-file"),
    path(EVIDENCE + "delete/", evidence_delete, name="evidence-delete"),
    path(EVIDENCE + "restore/", evidence_restore, name="evidence-restore"),
    path(EVIDENCE + "share/", evidence_share, name="evidence-share"),
    path(EVIDENCE + "unshare/", evidence_unshare, name="evidence-unshare"),
    path(OFFICE, shared_evidence_list, name="shared-evidence-list"),
    path(OFFICE + "<int:shared_id>/", shared_evidence, name="shared-evidence"),
    path(OFFICE + "<int:shared_id>/file/", shared_evidence_file, name="shared-evidence-file"),
]
