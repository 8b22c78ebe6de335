from django.urls import URLPattern, path

from reports.views.exports import community_figures, international_figures, office_figures

FILE = "figures/<slug:half_year>.<slug:file_format>"

urlpatterns: list[URLPattern] = [
    path(f"c/<slug:community>/{FILE}", community_figures, name="community-figures-file"),
    path(f"office/<slug:office>/{FILE}", office_figures, name="office-figures-file"),
    path(f"international/{FILE}", international_figures, name="international-figures-file"),
]
