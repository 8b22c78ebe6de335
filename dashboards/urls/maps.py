from django.urls import URLPattern, path

from dashboards.views.maps import international_map, office_map

urlpatterns: list[URLPattern] = [
    path("office/<slug:office>/map/", office_map, name="office-map"),
    path("international/map/", international_map, name="international-map"),
]
