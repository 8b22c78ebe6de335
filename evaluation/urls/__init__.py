from evaluation.urls import (
    custom,
    public_tables,
    quality,
    receipts,
    review,
    survey,
)

app_name = "evaluation"

urlpatterns = [
    *custom.urlpatterns,
    *public_tables.urlpatterns,
    *quality.urlpatterns,
    *survey.urlpatterns,
    *receipts.urlpatterns,
    *review.urlpatterns,
]
