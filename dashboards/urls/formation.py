from django.urls import URLPattern, path

from dashboards.views.formation_outcome import formation_outcome

urlpatterns: list[URLPattern] = [
    path("office/<slug:office>/formation/outcome/", formation_outcome, name="formation-outcome"),
]
