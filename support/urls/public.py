from django.urls import URLPattern, path

from support.views.public import find_help, interest, public_home, safety
from support.views.public_edit import interest_delete, interest_list, public_edit, public_preview

PUBLIC = "p/<slug:community>/"
INSIDE = "c/<slug:community>/"

urlpatterns: list[URLPattern] = [
    path(PUBLIC, public_home, name="public-home"),
    path(PUBLIC + "help/", find_help, name="find-help"),
    path(PUBLIC + "safety/", safety, name="safety"),
    path(PUBLIC + "help-us/", interest, name="interest"),
    path(INSIDE + "public-page/", public_edit, name="public-edit"),
    path(INSIDE + "public-page/preview/", public_preview, name="public-preview"),
    path(INSIDE + "interested/", interest_list, name="interest-list"),
    path(INSIDE + "interested/<int:interest_id>/delete/", interest_delete, name="interest-delete"),
]
