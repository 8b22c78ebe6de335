from events.urls import events, matrix, research, strategies, trainings

app_name = "events"

urlpatterns = [
    *matrix.urlpatterns,
    *events.urlpatterns,
    *research.urlpatterns,
    *strategies.urlpatterns,
    *trainings.urlpatterns,
]
