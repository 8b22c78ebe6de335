from django.urls import URLPattern, path

from dashboards.views.coverage import help_grid

urlpatterns: list[URLPattern] = [path("c/<slug:community>/help-grid/", help_grid, name="help-grid")]
