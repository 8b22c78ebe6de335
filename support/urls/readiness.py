from django.urls import URLPattern, path

from support.views.readiness import check_add, check_delete, check_edit, check_restore, pathway_edit

ONE = "c/<slug:community>/services/<int:service_id>/"
CHECK = ONE + "checks/<int:check_id>/"

urlpatterns: list[URLPattern] = [
    path(ONE + "pathway/", pathway_edit, name="pathway-edit"),
    path(ONE + "checks/new/", check_add, name="check-add"),
    path(CHECK, check_edit, name="check-edit"),
    path(CHECK + "delete/", check_delete, name="check-delete"),
    path(CHECK + "restore/", check_restore, name="check-restore"),
]
