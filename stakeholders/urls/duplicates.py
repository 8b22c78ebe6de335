from django.urls import URLPattern, path

from stakeholders.views.duplicates import duplicate_apart, duplicate_apart_undo, duplicate_list

ORGANIZATIONS = "c/<slug:community>/organizations/"
APART = ORGANIZATIONS + "<int:organization_id>/apart/<int:other_id>/"

urlpatterns: list[URLPattern] = [
    path(ORGANIZATIONS + "duplicates/", duplicate_list, name="duplicate-list"),
    path(APART, duplicate_apart, name="duplicate-apart"),
    path(APART + "undo/", duplicate_apart_undo, name="duplicate-apart-undo"),
]
