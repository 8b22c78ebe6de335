from django.urls import URLPattern, path

from events.views.matrix import matrix_pair, meeting_matrix

MATRIX = "c/<slug:community>/who-has-met/"

urlpatterns: list[URLPattern] = [
    path(MATRIX, meeting_matrix, name="meeting-matrix"),
    path(MATRIX + "<slug:first>/<slug:second>/", matrix_pair, name="matrix-pair"),
]
