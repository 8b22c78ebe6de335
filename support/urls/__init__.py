from support.urls import public, readiness, services, tallies

app_name = "support"

urlpatterns = [
    *public.urlpatterns,
    *readiness.urlpatterns,
    *services.urlpatterns,
    *tallies.urlpatterns,
]
