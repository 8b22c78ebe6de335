"""Three pages."""

from django.urls import path

from tests.bench.bare.views import create, happening, happenings

urlpatterns = [
    path("<int:community_id>/", happenings, name="happenings"),
    path("<int:community_id>/new/", create, name="create"),
    path("<int:community_id>/<int:pk>/", happening, name="happening"),
]
