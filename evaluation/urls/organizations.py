from django.urls import URLPattern, path

from evaluation.views.organizations import organization_detail

ORGANIZATIONS = "c/<slug:community>/organizations/"
ONE = ORGANIZATIONS + "<int:organization_id>/"

urlpatterns: list[URLPattern] = [
    path(ONE, organization_detail, name="organization-detail"),
]
