from django.urls import URLPattern, path

from events.views.strategies import evidence_event_add, strategy_list
from events.views.strategy_details import strategy_detail

ALL = "c/<slug:community>/strategies/"
ONE = ALL + "<int:strategy_id>/"

urlpatterns: list[URLPattern] = [
    path(ALL, strategy_list, name="strategy-list"),
    path(ONE, strategy_detail, name="strategy-detail"),
    path(ONE + "evidence/event/", evidence_event_add, name="evidence-event-add"),
]
