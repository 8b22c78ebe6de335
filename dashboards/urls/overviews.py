from django.urls import URLPattern, path

from dashboards.views import overviews
from dashboards.views.stop_sent import stop_sent

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/figures/", overviews.figures, name="figures"),
    path("office/<slug:office>/figures/", overviews.office_figures, name="office-figures"),
    # Without an account: the token is the key.
    path("stop/<str:token>/", stop_sent, name="stop-sent"),
]
