from evaluation.urls import dashboard, organizations, reports, review, survey

app_name = "evaluation"

urlpatterns = [
    *dashboard.urlpatterns,
    *organizations.urlpatterns,
    *survey.urlpatterns,
    *review.urlpatterns,
    *reports.urlpatterns,
]
