from django.urls import URLPattern, path

from evaluation.views.merging import merge_choose, merge_undo, organization_merge
from evaluation.views.organizations import organization_detail

ORGANIZATIONS = "c/<slug:community>/organizations/"
ONE = ORGANIZATIONS + "<int:organization_id>/"

urlpatterns: list[URLPattern] = [
    path(ONE, organization_detail, name="organization-detail"),
    path(ONE + "merge/", merge_choose, name="merge-choose"),
    path(ONE + "merge/<int:other_id>/", organization_merge, name="organization-merge"),
    path(ORGANIZATIONS + "merges/<int:merge_id>/undo/", merge_undo, name="merge-undo"),
]
