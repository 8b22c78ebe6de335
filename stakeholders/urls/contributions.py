from django.urls import URLPattern, path

from stakeholders.views.contributions import (
    contribution_add,
    contribution_delete,
    contribution_edit,
    contribution_list,
    contribution_restore,
)

CONTRIBUTIONS = "c/<slug:community>/contributions/"
ONE = CONTRIBUTIONS + "<int:contribution_id>/"

urlpatterns: list[URLPattern] = [
    path(CONTRIBUTIONS, contribution_list, name="contribution-list"),
    path(CONTRIBUTIONS + "new/", contribution_add, name="contribution-add"),
    path(ONE, contribution_edit, name="contribution-edit"),
    path(ONE + "delete/", contribution_delete, name="contribution-delete"),
    path(ONE + "restore/", contribution_restore, name="contribution-restore"),
]
