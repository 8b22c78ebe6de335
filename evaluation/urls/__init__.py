from evaluation.urls import briefings, dashboard, organizations, reports, research, review, survey

app_name = "evaluation"

urlpatterns = [
    *briefings.urlpatterns,
    *dashboard.urlpatterns,
    *organizations.urlpatterns,
    *survey.urlpatterns,
    *research.urlpatterns,
    *review.urlpatterns,
    *reports.urlpatterns,
]
