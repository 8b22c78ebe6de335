from django.urls import URLPattern, path

from events.views.certificates import certificate_check, office_certificate, training_certificate

urlpatterns: list[URLPattern] = [
    path(
        "office/<slug:office>/trainings/certificates/<int:attendance_id>.pdf",
        office_certificate,
        name="office-certificate",
    ),
    path(
        "c/<slug:community>/team/trainings/certificates/<int:attendance_id>.pdf",
        training_certificate,
        name="training-certificate",
    ),
    # Without an account: the number on the paper is the key.
    path("p/<slug:community>/certificates/<str:code>/", certificate_check, name="certificate-check"),
]
