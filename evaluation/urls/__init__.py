from evaluation.urls import (
    custom,
    feed,
    offline_queue,
    organizations,
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
    *offline_queue.urlpatterns,
    *public_tables.urlpatterns,
    *quality.urlpatterns,
    *survey.urlpatterns,
    *receipts.urlpatterns,
    *research.urlpatterns,
    *review.urlpatterns,
]
