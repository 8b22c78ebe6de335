from django.urls import URLPattern, path

from dashboards.views import targets

TOWN, OFFICE = "c/<slug:community>/targets/", "office/<slug:office>/targets/"
ONE = "<uuid:thread>/"

urlpatterns: list[URLPattern] = [
    path(TOWN, targets.target_list, name="target-list"),
    path(f"{TOWN}new/", targets.target_add, name="target-add"),
    path(f"{TOWN}{ONE}", targets.target_detail, name="target-detail"),
    path(f"{TOWN}{ONE}edit/", targets.target_edit, name="target-edit"),
    path(f"{TOWN}{ONE}close/", targets.target_close, name="target-close"),
    path(OFFICE, targets.office_target_list, name="office-target-list"),
    path(f"{OFFICE}new/", targets.office_target_add, name="office-target-add"),
    path(f"{OFFICE}{ONE}", targets.office_target_detail, name="office-target-detail"),
    path(f"{OFFICE}{ONE}edit/", targets.office_target_edit, name="office-target-edit"),
    path(f"{OFFICE}{ONE}close/", targets.office_target_close, name="office-target-close"),
]
