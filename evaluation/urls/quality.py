from django.urls import URLPattern, path

from evaluation.views import quality

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/quality/", quality.quality, name="quality"),
    path("office/<slug:office>/quality/", quality.office_quality, name="office-quality"),
]
