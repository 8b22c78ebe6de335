from django.urls import URLPattern, path

from stakeholders.views.finding_export import finding_export
from stakeholders.views.finding_location import finding_location
from stakeholders.views.findings import (
    finding_add,
    finding_delete,
    finding_detail,
    finding_edit,
    finding_list,
    finding_restore,
    finding_trash,
)
from stakeholders.views.vulnerabilities import (
    vulnerability_add,
    vulnerability_list,
    vulnerability_restore,
    vulnerability_retire,
)

FINDINGS = "c/<slug:community>/findings/"
ONE = FINDINGS + "<int:finding_id>/"
OWN = "office/<slug:office>/vulnerabilities/"

urlpatterns: list[URLPattern] = [
    path(FINDINGS, finding_list, name="finding-list"),
    path(FINDINGS + "new/", finding_add, name="finding-add"),
    path(FINDINGS + "deleted/", finding_trash, name="finding-bin"),
    path(FINDINGS + "export/", finding_export, name="finding-export"),
    path(ONE, finding_detail, name="finding-detail"),
    path(ONE + "edit/", finding_edit, name="finding-edit"),
    path(ONE + "delete/", finding_delete, name="finding-delete"),
    path(ONE + "restore/", finding_restore, name="finding-restore"),
    path(ONE + "location/", finding_location, name="finding-location"),
    path(OWN, vulnerability_list, name="vulnerability-list"),
    path(OWN + "new/", vulnerability_add, name="vulnerability-add"),
    path(OWN + "<int:own_id>/retire/", vulnerability_retire, name="vulnerability-retire"),
    path(OWN + "<int:own_id>/restore/", vulnerability_restore, name="vulnerability-restore"),
]
