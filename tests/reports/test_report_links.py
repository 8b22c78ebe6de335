"""A published report shared by a link, and who may share it."""

import base64
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from reports.actions.drafts import begin_correction
from reports.actions.reports import BuiltReport, store_report
from reports.models import Job, Report, ReportFile, ReportShare
from reports.notices import REPORT_SHARED, due
from tests.base import within
from tests.reports.test_report_life import HERE, publish
from tests.security.test_links import find_ids
from tfc.tokens import hash_token


def test_a_link_opens_the_report_until_it_is_revoked(filled, draft, signed_in):
    client = Client()
    publish(filled, filled.hill, draft)
    coordinator = signed_in("hill-coordinator")
    share = f"{HERE}{draft.pk}/share/"
    assert coordinator.post(share, {"days": "8"}).status_code == 422
    page = coordinator.post(share, {"days": "7", "for_whom": "The board"}).content.decode()
    path = page.split("http://testserver")[1].split("<")[0]
    shared = client.get(path)
    body = shared.content.decode()
    assert shared.status_code == 200
    assert (dict(shared.cookies), client.cookies.output()) == ({}, "")
    assert (shared["X-Robots-Tag"], shared["Cache-Control"]) == ("noindex", "no-store")
    assert "/c/hill/" not in body
    assert '<a href="#receipt-meets_consistently">Meets consistently</a>' in body
    assert 'id="receipt-meets_consistently"' in body
    assert client.get(f"{path}?file=pdf").content[:5] == b"%PDF-"
    with within(filled.hill):
        report_share = ReportShare.objects.get()
    assert (report_share.views, path.split("/")[2] in str(report_share.__dict__)) == (1, False)
    page = coordinator.get(share).content.decode()
    assert all(text in page for text in ("The board", "Opened 1 time, last on", "Works until"))
    assert path not in page
    assert coordinator.post(share, {"revoke": str(report_share.pk)}).status_code == 302
    over = client.get(path)
    wrong = [client.get(f"/r/{token}/") for token in ("x", "1-x", f"{draft.pk}-x", "9" * 30, "7%00-x", "²-x")]
    assert {response.status_code for response in (over, *wrong)} == {410}
    assert {response.content for response in wrong} == {over.content}
    assert coordinator.post(share, {"revoke": "9" * 30}).status_code == 404


@pytest.mark.thorough
def test_a_picture_loads_when_scrolled_to(filled, draft, signed_in):
    data = base64.b64encode(b"a photograph").decode()
    picture = {
        "title": "A wall",
        "alt": "A red wall.",
        "credit": "Hill",
        "width": 2,
        "height": 1,
        "data": data,
    }
    publish(filled, filled.hill, draft, pictures=[{**picture, "media_type": "image/jpeg"}])
    coordinator, anybody = signed_in("hill-coordinator"), Client()
    page = coordinator.post(f"{HERE}{draft.pk}/share/", {"days": "7"}).content.decode()
    path = page.split("http://testserver")[1].split("<")[0]
    for reader, address, refused in ((coordinator, f"{HERE}{draft.pk}/", 404), (anybody, path, 410)):
        body = reader.get(address).content.decode()
        assert ('src="?picture=1"' in body, 'loading="lazy"' in body, data in body) == (True, True, False)
        answer = reader.get(f"{address}?picture=1")
        assert (answer.status_code, answer["Content-Type"], answer.content) == (
            200, "image/jpeg", b"a photograph",
        )  # fmt: skip
        wrong = ("", "0", "2", "x", "9" * 30)
        assert {reader.get(f"{address}?picture={picture}").status_code for picture in wrong} == {refused}
    anybody.get(f"{path}?receipts=each")
    with within(filled.hill):
        assert ReportShare.objects.get().views == 1


def test_a_version_that_was_corrected_is_handed_on_no_more(filled, draft, signed_in):
    first = publish(filled, filled.hill, draft)
    coordinator = signed_in("hill-coordinator")
    page = coordinator.post(f"{HERE}{first.pk}/share/", {"days": "7"}).content.decode()
    path = page.split("http://testserver")[1].split("<")[0]
    assert "Share by link" in coordinator.get(f"{HERE}{first.pk}/").content.decode()
    with within(filled.hill):
        second = begin_correction(report=first, what_changed="A slip.", by=filled["hill-coordinator"])
        job = Job.objects.claim(Job.objects.get(report_id=second.pk).pk)
        assert job
        store_report(job=job, built=BuiltReport(first.snapshot, {"pdf": b"%PDF-"}))
    assert (
        "A correction, version 2, is being written." in coordinator.get(f"{HERE}{first.pk}/").content.decode()
    )
    assert "A corrected version" not in Client().get(path).content.decode()
    publish(filled, filled.hill, second)
    page = coordinator.get(f"{HERE}{first.pk}/").content.decode()
    assert all(text in page for text in ("replaces this one", f'href="{HERE}{second.pk}/">Read version 2'))
    assert "Share by link" not in page
    assert "Share by link" in coordinator.get(f"{HERE}{second.pk}/").content.decode()
    assert "A corrected version of this report exists: version 2" in Client().get(path).content.decode()
    answer = coordinator.post(f"{HERE}{first.pk}/share/", {"days": "7"})
    page = answer.content.decode()
    assert (answer.status_code, f'href="{HERE}{second.pk}/share/"' in page, "Make a link" in page) == (
        422, True, False,
    )  # fmt: skip
    with within(filled.hill):
        report_share = ReportShare.objects.get()
    assert coordinator.post(f"{HERE}{first.pk}/share/", {"revoke": str(report_share.pk)}).status_code == 302
    assert Client().get(path).status_code == 410


@pytest.mark.thorough
def test_a_draft_is_not_shared_and_the_list_of_links_is_as_quick_with_many(
    filled, draft, signed_in, django_assert_num_queries
):
    coordinator = signed_in("hill-coordinator")
    share = f"{HERE}{draft.pk}/share/"
    assert coordinator.post(share, {"days": "7"}).status_code == 302
    publish(filled, filled.hill, draft)
    for _ in range(3):
        coordinator.post(share, {"days": "7"})
    with within(filled.hill):
        assert ReportShare.objects.count() == 3
    with connection.execute_wrapper(_counting(few := [])):
        coordinator.get(share)
    for _ in range(3):
        coordinator.post(share, {"days": "30"})
    with django_assert_num_queries(len(few)):
        coordinator.get(share)


def _counting(statements: list):
    def wrapper(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    return wrapper


def test_the_office_shares_what_a_community_published_and_the_community_knows(filled, draft, signed_in):
    publish(filled, filled.hill, draft)
    staff = signed_in("usa-staff")
    page = staff.post(f"/office/usa/reports/{draft.pk}/share/", {"days": "30"}).content.decode()
    assert "s coordinators are notified and can revoke the link" in page
    coordinator = signed_in("hill-coordinator")
    listed = coordinator.get(f"{HERE}{draft.pk}/share/").content.decode()
    assert "of the office" in listed
    with within(filled.hill):
        share = ReportShare.objects.get()
    assert share.by_office
    with within(filled.hill, coordinator=True):
        assert REPORT_SHARED in [notice.kind for notice in due(filled.hill, datetime.now(UTC))]


@pytest.mark.control("logins")
def test_the_login_of_public_pages_sees_a_report_by_a_link_to_it_that_works(filled, draft):
    report = publish(filled, filled.hill, draft)
    with within(filled.hill):
        share = ReportShare.objects.create(
            office=filled.usa, community=filled.hill, report=report, token_hash=hash_token("key"),
            expires_at="2999-01-01T00:00Z",
        )  # fmt: skip
        files = sorted(ReportFile.objects.values_list("pk", flat=True))
    for token in ("", "another"):
        assert [find_ids(filled, model, token) for model in (Report, ReportFile, ReportShare)] == [[], [], []]
    assert [find_ids(filled, model, "key") for model in (Report, ReportFile, ReportShare)] == [
        [report.pk], files, [share.pk],
    ]  # fmt: skip
    with within(filled.hill):
        ReportShare.objects.update(revoked_at="2026-01-01T00:00Z")
    assert find_ids(filled, Report, "key") == find_ids(filled, ReportFile, "key") == []


@pytest.mark.thorough
def test_a_link_is_opened_so_often_and_no_more(filled, draft, signed_in, monkeypatch):
    monkeypatch.setattr("reports.views.shares.MOST_OF_A_LINK", 2)
    publish(filled, filled.hill, draft)
    coordinator = signed_in("hill-coordinator")
    share = f"{HERE}{draft.pk}/share/"
    first, second = (
        coordinator.post(share, {"days": "7"}).content.decode().split("http://testserver")[1].split("<")[0]
        for _each in range(2)
    )
    requests = [
        Client().get(path) for path in (first, f"{first}?file=pdf", first, f"{first}?file=pdf", second)
    ]
    assert [request.status_code for request in requests] == [200, 200, 429, 429, 200]
    assert 0 < int(requests[2]["Retry-After"]) <= 3600
    assert "Too many requests. Try again in " in requests[2].content.decode()
    assert (requests[2].cookies, requests[2]["X-Robots-Tag"], b"Hill" in requests[2].content) == (
        {},
        "noindex",
        False,
    )
    with within(filled.hill):
        assert sorted(ReportShare.objects.values_list("views", flat=True)) == [1, 1]
