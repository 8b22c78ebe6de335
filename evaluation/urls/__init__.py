from evaluation.urls import (
    custom,
    feed,
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
    *custom.urlpatterns,
    *feed.urlpatterns,
    *organizations.urlpatterns,
    *outbox.urlpatterns,
    *public_tables.urlpatterns,
    *quality.urlpatterns,
    *survey.urlpatterns,
    *receipts.urlpatterns,
    *research.urlpatterns,
    *review.urlpatterns,
]
