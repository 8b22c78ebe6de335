from django.urls import URLPattern, path

from library.views.uses import use_add, use_delete, use_edit, use_restore

USES = "c/<slug:community>/library/materials/<int:material_id>/uses/"
ONE = USES + "<int:use_id>/"

urlpatterns: list[URLPattern] = [
    path(USES + "new/", use_add, name="use-add"),
    path(ONE, use_edit, name="use-edit"),
    path(ONE + "delete/", use_delete, name="use-delete"),
    path(ONE + "restore/", use_restore, name="use-restore"),
]
