from events.urls import events, matrix

app_name = "events"

urlpatterns = [*matrix.urlpatterns, *events.urlpatterns]
