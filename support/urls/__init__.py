from support.urls import services

app_name = "support"

urlpatterns = [
    *services.urlpatterns,
]
