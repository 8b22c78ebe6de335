from support.urls import public, readiness, services, tallies
from tfc.routes import grouped

app_name = "support"

urlpatterns = grouped(
    [
        *public.urlpatterns,
        *readiness.urlpatterns,
        *services.urlpatterns,
        *tallies.urlpatterns,
    ]
)
