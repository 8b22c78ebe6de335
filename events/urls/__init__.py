from events.urls import events, matrix, research, strategies

app_name = "events"

urlpatterns = [*matrix.urlpatterns, *events.urlpatterns, *research.urlpatterns, *strategies.urlpatterns]
