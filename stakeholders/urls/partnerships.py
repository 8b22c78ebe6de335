from django.urls import URLPattern, path

from stakeholders.views.partnerships import (
    partnership_add,
    partnership_delete,
    partnership_edit,
    partnership_list,
    partnership_restore,
)

PARTNERSHIPS = "c/<slug:community>/partnerships/"
ONE = PARTNERSHIPS + "<int:partnership_id>/"

urlpatterns: list[URLPattern] = [
    path(PARTNERSHIPS, partnership_list, name="partnership-list"),
    path(PARTNERSHIPS + "new/", partnership_add, name="partnership-add"),
    path(ONE, partnership_edit, name="partnership-edit"),
    path(ONE + "delete/", partnership_delete, name="partnership-delete"),
    path(ONE + "restore/", partnership_restore, name="partnership-restore"),
]
