from evaluation.urls import dashboard, reports, review, survey

app_name = "evaluation"

urlpatterns = [*dashboard.urlpatterns, *survey.urlpatterns, *review.urlpatterns, *reports.urlpatterns]
