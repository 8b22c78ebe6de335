from django.urls import include, path

from communities.access import open_view
from communities.views.pages import theme_choose
from tfc.health import health

urlpatterns = [
    path("health/", open_view(health), name="health"),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("theme/", theme_choose, name="theme"),
    path("", include("communities.urls")),
    path("", include("stakeholders.urls")),
    path("", include("events.urls")),
    path("", include("evaluation.urls")),
]
