from django.urls import URLPattern, path

from stakeholders.views.merging import merge_choose, merge_undo, organization_merge

ORGANIZATIONS = "c/<slug:community>/organizations/"
ONE = ORGANIZATIONS + "<int:organization_id>/"

urlpatterns: list[URLPattern] = [
    path(ONE + "merge/", merge_choose, name="merge-choose"),
    path(ONE + "merge/<int:other_id>/", organization_merge, name="organization-merge"),
    path(ORGANIZATIONS + "merges/<int:merge_id>/undo/", merge_undo, name="merge-undo"),
]
