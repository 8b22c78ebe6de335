from django.urls import URLPattern, path

from support.views.approvals import approval_list, service_address, service_approve, service_hide
from support.views.confirmation import confirmation
from support.views.confirming import confirmation_settle, service_ask, service_confirm
from support.views.files import directory_export, directory_file, directory_import, directory_import_undo
from support.views.services import (
    service_add,
    service_delete,
    service_detail,
    service_edit,
    service_list,
    service_restore,
    service_trash,
)

SERVICES = "c/<slug:community>/services/"
ONE = SERVICES + "<int:service_id>/"

urlpatterns: list[URLPattern] = [
    path(SERVICES, service_list, name="service-list"),
    path(SERVICES + "new/", service_add, name="service-add"),
    path(SERVICES + "approvals/", approval_list, name="approval-list"),
    path(SERVICES + "deleted/", service_trash, name="service-bin"),
    path(SERVICES + "export/", directory_export, name="directory-export"),
    path(SERVICES + "export/<slug:file_format>/", directory_file, name="directory-file"),
    path(SERVICES + "import/", directory_import, name="directory-import"),
    path(SERVICES + "imports/<int:import_id>/undo/", directory_import_undo, name="directory-import-undo"),
    path(ONE, service_detail, name="service-detail"),
    path(ONE + "address/", service_address, name="service-address"),
    path(ONE + "approve/", service_approve, name="service-approve"),
    path(ONE + "hide/<slug:what>/", service_hide, name="service-hide"),
    path(ONE + "edit/", service_edit, name="service-edit"),
    path(ONE + "delete/", service_delete, name="service-delete"),
    path(ONE + "restore/", service_restore, name="service-restore"),
    path(ONE + "ask/", service_ask, name="service-ask"),
    path(ONE + "confirm/", service_confirm, name="service-confirm"),
    path(ONE + "replies/<int:confirmation_id>/", confirmation_settle, name="confirmation-settle"),
    path("p/<slug:community>/confirm/<str:token>/", confirmation, name="confirmation"),
]
