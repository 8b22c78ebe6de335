from evaluation.urls import (
    awareness,
    briefings,
    dashboard,
    help_grid,
    organizations,
    reports,
    research,
    review,
    survey,
)

app_name = "evaluation"

urlpatterns = [
    *awareness.urlpatterns,
    *briefings.urlpatterns,
    *dashboard.urlpatterns,
    *help_grid.urlpatterns,
    *organizations.urlpatterns,
    *survey.urlpatterns,
    *research.urlpatterns,
    *review.urlpatterns,
    *reports.urlpatterns,
]
