from evaluation.urls import (
    archive,
    awareness,
    briefings,
    custom,
    dashboard,
    exports,
    feed,
    formation,
    guides,
    help_grid,
    leaders,
    maps,
    organizations,
    overviews,
    professionals,
    public_tables,
    quality,
    reports,
    research,
    review,
    survey,
    targets,
)
from tfc.routes import grouped

app_name = "evaluation"

urlpatterns = grouped(
    [
        *archive.urlpatterns,
        *awareness.urlpatterns,
        *briefings.urlpatterns,
        *custom.urlpatterns,
        *dashboard.urlpatterns,
        *exports.urlpatterns,
        *feed.urlpatterns,
        *formation.urlpatterns,
        *guides.urlpatterns,
        *help_grid.urlpatterns,
        *leaders.urlpatterns,
        *maps.urlpatterns,
        *organizations.urlpatterns,
        *overviews.urlpatterns,
        *professionals.urlpatterns,
        *public_tables.urlpatterns,
        *quality.urlpatterns,
        *survey.urlpatterns,
        *research.urlpatterns,
        *review.urlpatterns,
        *reports.urlpatterns,
        *targets.urlpatterns,
    ]
)
