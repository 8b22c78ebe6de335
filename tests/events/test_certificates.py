"""Certificates: who gets which, their content, and the page that confirms one without a name."""

import io
import time
from typing import Any

from django.test import Client
from pypdf import PdfReader

from events.certificates import build_certificate_code, find_attendance
from events.models import OfficeTraining, TrainingAttendance
from tests.base import World, make_community, sign_in, within
from tests.events.base import queries
from tests.events.training_records import offered, recorded, signed_up


def attended(world: World, name: str = "hill-leader") -> tuple[OfficeTraining, TrainingAttendance]:
    training = offered(world, days=-3, title="Asking well 问得好")
    [sign_up] = signed_up(world, training, name)
    recorded(world, training, sign_up)
    with within(world.usa):
        return training, TrainingAttendance.objects.get(sign_up=sign_up)


def get_path(attendance: TrainingAttendance, slug: str = "hill") -> str:
    return f"/c/{slug}/team/trainings/certificates/{attendance.pk}.pdf"


def get_text(content: bytes) -> str:
    return PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_it_makes_a_certificate_at_once(signed_in, world: World):
    training, attendance = attended(world)
    client = signed_in("hill-leader")
    client.get(get_path(attendance))
    began = time.perf_counter()
    response = client.get(get_path(attendance))
    assert time.perf_counter() - began < 2
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    text = get_text(response.content)
    for phrase in (
        "hill-leader",
        "Asking well 问得好",
        "Research design",
        "Town hall",
        "Oasis USA",
        build_certificate_code(attendance),
    ):
        assert phrase in text, phrase
    root: Any = PdfReader(io.BytesIO(response.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert (
        f'href="{get_path(attendance)}"'
        in client.get(f"/c/hill/team/trainings/{training.pk}/").content.decode()
    )


def test_it_works_in_three_languages(signed_in, world: World):
    _training, attendance = attended(world)
    client = signed_in("hill-leader")
    for language in ("en", "es", "zh-hans"):
        client.cookies["django_language"] = language
        response = client.get(get_path(attendance))
        assert response.status_code == 200
        assert response.content.startswith(b"%PDF-")


def test_only_the_person_the_coordinators_and_the_office_have_it(signed_in, world: World):
    training, attendance = attended(world)
    assert signed_in("hill-coordinator").get(get_path(attendance)).status_code == 200
    page = f"/c/hill/team/trainings/{training.pk}/"
    assert signed_in("hill-member").get(get_path(attendance)).headers["Location"] == page
    for name in ("stranger", "usa-staff", "dale-coordinator"):
        assert signed_in(name).get(get_path(attendance)).status_code == 404
    assert signed_in("dale-coordinator").get(get_path(attendance, "dale")).status_code == 404
    office = f"/office/usa/trainings/certificates/{attendance.pk}.pdf"
    assert "hill-leader" in get_text(signed_in("usa-staff").get(office).content)
    assert signed_in("uk-staff").get(office.replace("/usa/", "/uk/")).status_code == 404
    with within(world.usa):
        TrainingAttendance.objects.update(was_there=False)
    assert signed_in("usa-staff").get(office).status_code == 404
    assert signed_in("hill-leader").get(get_path(attendance)).status_code == 404


def test_the_number_shows_that_it_is_valid_and_not_whose_it_is(client: Client, world: World):
    _training, attendance = attended(world)
    code = build_certificate_code(attendance)
    for typed in (code, code.lower()):
        response = client.get(f"/p/hill/certificates/{typed}/")
        page = response.content.decode()
        assert "This certificate is valid" in page
        assert "Asking well" in page
        assert "hill-leader" not in page
        assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Este certificado" in client.get(f"/p/hill/certificates/{code}/?lang=es").content.decode()
    assert "This certificate" in client.get(f"/p/hill/certificates/{code}/?lang=xx").content.decode()
    wrong = (
        code[:-1] + ("A" if code[-1] != "A" else "B"),
        "x",
        "9" * 30 + "-AAAA",
        f"{attendance.pk}-",
        "١-AAAA",
    )
    for answer in wrong:
        assert client.get(f"/p/hill/certificates/{answer}/").status_code == 404, answer
    assert client.get(f"/p/dale/certificates/{code}/").status_code == 404
    with within(world.usa):
        TrainingAttendance.objects.update(was_there=False)
    with within(world.hill):
        assert find_attendance(code) is None
    assert client.get(f"/p/hill/certificates/{code}/").status_code == 404


def test_it_counts_for_the_office_by_community(signed_in, world: World):
    training, _attendance = attended(world)
    again = offered(world, days=-2)
    recorded(world, again, *signed_up(world, again, "hill-leader", "hill-coordinator"))
    recorded(world, offered(world, days=-2, chosen=[world.dale]))
    client = signed_in("usa-staff")
    few = queries(client, "/office/usa/trainings/leaders/")
    overview = client.get("/office/usa/trainings/leaders/").context["overview"]
    # Around the new year some of these are in the half-year before.
    if training.local_day >= overview.half_year.first_day:
        rows = {
            row.community.slug: (row.leaders, row.taken_up, row.offered, row.people) for row in overview.rows
        }
        assert rows == {"hill": (2, 2, 2, 2), "dale": (2, 0, 3, 0)}
    make_community(world.usa, "ford")
    make_community(world.usa, "glen")
    assert queries(client, "/office/usa/trainings/leaders/") == few
    assert sign_in(client, world["uk-staff"]).get("/office/usa/trainings/leaders/").status_code == 404
    assert sign_in(client, world["oasis-staff"]).get("/office/usa/trainings/leaders/").status_code == 200
