from evaluation.urls import (
    awareness,
    briefings,
    dashboard,
    exports,
    formation,
    help_grid,
    leaders,
    maps,
    organizations,
    professionals,
    public_tables,
    reports,
    research,
    review,
    survey,
    targets,
)

app_name = "evaluation"

urlpatterns = [
    *awareness.urlpatterns,
    *briefings.urlpatterns,
    *dashboard.urlpatterns,
    *exports.urlpatterns,
    *formation.urlpatterns,
    *help_grid.urlpatterns,
    *leaders.urlpatterns,
    *maps.urlpatterns,
    *organizations.urlpatterns,
    *professionals.urlpatterns,
    *public_tables.urlpatterns,
    *survey.urlpatterns,
    *research.urlpatterns,
    *review.urlpatterns,
    *reports.urlpatterns,
    *targets.urlpatterns,
]
