from django.urls import URLPattern, path

from stakeholders.views.research import research_begin, research_close, research_edit, research_reopen
from stakeholders.views.research_methods import method_add, method_delete, method_edit, method_restore
from stakeholders.views.research_steps import research_step

ONE = "c/<slug:community>/research/<int:research_id>/"
METHOD = ONE + "methods/<int:method_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/research/begin/", research_begin, name="research-begin"),
    path(ONE + "edit/", research_edit, name="research-edit"),
    path(ONE + "close/", research_close, name="research-close"),
    path(ONE + "reopen/", research_reopen, name="research-reopen"),
    path(ONE + "steps/<slug:step>/", research_step, name="research-step"),
    path(ONE + "methods/new/", method_add, name="method-add"),
    path(METHOD, method_edit, name="method-edit"),
    path(METHOD + "delete/", method_delete, name="method-delete"),
    path(METHOD + "restore/", method_restore, name="method-restore"),
]
