from django.urls import URLPattern, path

from stakeholders.views.focus import focus, focus_decision
from stakeholders.views.focus_change import focus_edit, focus_end
from stakeholders.views.focus_decide import focus_accept, focus_reject

FOCUS = "c/<slug:community>/focus/"

urlpatterns: list[URLPattern] = [
    path(FOCUS, focus, name="focus"),
    path(FOCUS + "accept/", focus_accept, name="focus-accept"),
    path(FOCUS + "reject/", focus_reject, name="focus-reject"),
    path(FOCUS + "<int:focus_id>/edit/", focus_edit, name="focus-edit"),
    path(FOCUS + "<int:focus_id>/end/", focus_end, name="focus-end"),
    path(FOCUS + "decisions/<int:decision_id>/", focus_decision, name="focus-decision"),
]
