from django.urls import URLPattern, path

from stakeholders.views.weights import weight_list, weight_set

WEIGHTS = "office/<slug:office>/weights/"

urlpatterns: list[URLPattern] = [
    path(WEIGHTS, weight_list, name="weight-list"),
    path(WEIGHTS + "<slug:vulnerability>/", weight_set, name="weight-set"),
]
