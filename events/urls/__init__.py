from events.urls import events

app_name = "events"

urlpatterns = [*events.urlpatterns]
