from django.urls import URLPattern, path

from stakeholders.views.trust import trust, trust_close, trust_invite, trust_open, trust_remind
from stakeholders.views.trust_answer import trust_answer

TRUST = "c/<slug:community>/working-together/"
ONE = TRUST + "<int:trust_round_id>/"

urlpatterns: list[URLPattern] = [
    path(TRUST, trust, name="trust"),
    path(TRUST + "new/", trust_open, name="trust-open"),
    path(ONE + "invite/", trust_invite, name="trust-invite"),
    path(ONE + "remind/", trust_remind, name="trust-remind"),
    path(ONE + "close/", trust_close, name="trust-close"),
    path("p/<slug:community>/working-together/<str:token>/", trust_answer, name="trust-answer"),
]
