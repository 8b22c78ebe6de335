from django.urls import URLPattern, path

from support.views.tallies import support_totals, tallies

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/support/", tallies, name="tallies"),
    path("office/<slug:office>/support/", support_totals, name="support-totals"),
]
