from support.urls import public, readiness, services

app_name = "support"

urlpatterns = [
    *public.urlpatterns,
    *readiness.urlpatterns,
    *services.urlpatterns,
]
