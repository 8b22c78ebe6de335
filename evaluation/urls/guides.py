from django.urls import URLPattern, path

from evaluation.views import guides, samples

urlpatterns: list[URLPattern] = [
    path("guide/", guides.guide, name="guide"),
    path("guide/tour/", guides.tour, name="tour"),
    path("guide/tour/away/", guides.tour_away, name="tour-away"),
    path("guide/tour/<int:tour_step>/", guides.tour, name="tour-step"),
    path("guide/translations/", guides.translation, name="translation"),
    path("guide/sample/", samples.sample, name="sample"),
    path("guide/sample/remove/", samples.sample_remove, name="sample-remove"),
    path("guide/<slug:guide>/", guides.guide_detail, name="guide-detail"),
    path("glossary/", guides.glossary, name="glossary"),
    path("whats-new/", guides.whats_new, name="whats-new"),
]
