from django.urls import URLPattern, path

from evaluation.views.organizations import organization_detail

ONE = "c/<slug:community>/organizations/<int:organization_id>/"

urlpatterns: list[URLPattern] = [
    path(ONE, organization_detail, name="organization-detail"),
]
