from django.urls import URLPattern, path

from dashboards.views.professionals import office_professionals, professionals, workforce_set

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/professionals/", professionals, name="professionals"),
    path("c/<slug:community>/professionals/workforce/", workforce_set, name="workforce-set"),
    path("office/<slug:office>/professionals/", office_professionals, name="office-professionals"),
]
