from support.urls import public, services

app_name = "support"

urlpatterns = [
    *public.urlpatterns,
    *services.urlpatterns,
]
