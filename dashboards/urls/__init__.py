from dashboards.urls import coverage, formation, home, maps, overviews, professionals, targets

app_name = "dashboards"

urlpatterns = [
    *coverage.urlpatterns,
    *formation.urlpatterns,
    *home.urlpatterns,
    *maps.urlpatterns,
    *overviews.urlpatterns,
    *professionals.urlpatterns,
    *targets.urlpatterns,
]
