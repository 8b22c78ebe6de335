from evaluation.urls import (
    briefings,
    custom,
    feed,
    leaders,
    organizations,
    outbox,
    public_tables,
    quality,
    receipts,
    research,
    review,
    survey,
)

app_name = "evaluation"

urlpatterns = [
    *briefings.urlpatterns,
    *custom.urlpatterns,
    *feed.urlpatterns,
    *leaders.urlpatterns,
    *organizations.urlpatterns,
    *outbox.urlpatterns,
    *public_tables.urlpatterns,
    *quality.urlpatterns,
    *survey.urlpatterns,
    *receipts.urlpatterns,
    *research.urlpatterns,
    *review.urlpatterns,
]
