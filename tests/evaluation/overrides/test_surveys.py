"""An override from the coordinator's form to the office's decision and its sums."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from evaluation.actions.decisions import accept_submission, reopen_submission
from evaluation.actions.figures import refresh_figures
from evaluation.actions.submissions import save_answer, submit_survey
from evaluation.actions.thresholds import set_threshold
from evaluation.figure_queries.sums import pool_stored_figures
from evaluation.figures import get_overrides
from evaluation.forms.rounds import AcceptForm
from evaluation.models import Answer, Figure, OverrideReview
from evaluation.review import review_rows
from evaluation.survey import get_survey
from events.models import Event
from tests.base import within
from tests.evaluation.rounds_world import H1, answer_all, fill_town, make_round, override, refresh_office

MEETS, FOCUS, MEETINGS = "meets_consistently", "focus_chosen", "stakeholder_meetings"
QUESTION = f"/c/hill/survey/2026-H1/{MEETS}/"


@pytest.fixture
def round_(world):
    result = make_round(world.usa)
    fill_town(world, world.hill)
    return result


def submit(world, round_, **own):
    """Submit Hill's survey with these overrides by part. 4 of 6 periods are met: 67 %, partly."""
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        for code, value in own.items():
            override(submission, code, world["hill-coordinator"], value)
        return submit_survey(submission=submission, community=world.hill, by=world["hill-coordinator"])


def counting(world, code):
    with within(world.usa):
        overrides = get_overrides([H1])
        figure = Figure.objects.for_half_year(H1).get(community=world.hill, part=code)
        return figure.effective(overrides), pool_stored_figures(world.usa.pk, H1, None, overrides)[code]


def test_a_share_is_overridden_by_numerator_and_denominator(world, round_, signed_in):
    client = signed_in("hill-coordinator")
    form = client.get(QUESTION).context["form"]
    sent = {form[name].html_name: form[name].value() for name in ("revision", "shown_version")}
    own = {"decision": "overridden", "value": " 5 / 6 ", "reason": "We met.", "evidence": "Minutes."}
    sent |= {f"{MEETS}-{name}": value for name, value in own.items()}
    assert client.post(QUESTION, sent).status_code == 302
    with within(world.hill):
        stored = Answer.objects.get(part=MEETS)
    assert (stored.override_numerator, stored.override_denominator) == (5, 6)
    assert f"{stored.override_value}" == "83.33"
    page = client.get(QUESTION).content.decode()
    assert 'value="5/6"' in page
    assert "(5 of 6)" in client.get("/c/hill/survey/2026-H1/check/").content.decode()


@pytest.mark.parametrize(
    ("code", "value", "message"),
    [
        (MEETS, "7/6", "The part cannot be larger than the whole"),
        (MEETS, "0/0", "The part cannot be larger than the whole"),
        (MEETS, "five of six", "Enter part and whole, such as 5/6"),
        (MEETS, "101", "Enter a percentage from 0 to 100."),
        ("research_done", "3/6", "Use 5 as the whole."),
        ("stakeholder_meetings", "1/2", "Enter a number, such as 1,250."),
    ],
)
def test_bad_input_gets_a_sentence_next_to_the_field(world, round_, signed_in, code, value, message):
    client, url = signed_in("hill-coordinator"), f"/c/hill/survey/2026-H1/{code}/"
    form = client.get(url).context["form"]
    sent = {form[name].html_name: form[name].value() for name in ("revision", "shown_version")}
    own = {"decision": "overridden", "value": value, "reason": "We met.", "evidence": "Minutes."}
    response = client.post(url, sent | {f"{code}-{name}": number for name, number in own.items()})
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert f'value="{value}"' in page


def test_what_residents_answered_cannot_be_overridden(world, round_, signed_in):
    page = signed_in("hill-coordinator").get("/c/hill/survey/2026-H1/access_known/").content.decode()
    assert "No, override it" not in page
    submission = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        entry = get_survey(world.hill, round_).entry("access_known")
        with pytest.raises(ValidationError) as caught:
            save_answer(
                submission=submission,
                part="access_known",
                decision="overridden",
                value=50,
                reason="x",
                evidence="x",
                revision=entry.revision,
                shown_fingerprint=entry.fingerprint,
                by=world["hill-coordinator"],
            )
    assert caught.value.messages == ["Residents' answers cannot be overridden."]


def test_a_joint_event_is_not_subtracted_from_an_override(world, round_):
    fill_town(world, world.dale)
    key = uuid4()
    for town in (world.hill, world.dale):
        with within(town):
            first = Event.objects.filter(kind="stakeholder_meeting").order_by("pk").first()
            Event.objects.filter(pk=first.pk).update(joint_key=key)
            refresh_figures([town], H1)
    assert counting(world, MEETINGS)[1].measured.numerator == 3
    submission = submit(world, round_, **{MEETINGS: "5"})
    with within(world.usa):
        accept_submission(submission=submission, by=world["usa-staff"], choices={MEETINGS: "override"})
        figures = Figure.objects.for_half_year(H1).for_office(world.usa.pk)
        pooled = figures.pooled(get_overrides([H1]))[MEETINGS].measured
    stored = counting(world, MEETINGS)[1].measured
    # 5 of the override, and 2 of Dale.
    assert (stored.numerator, stored.upper) == (pooled.numerator, pooled.upper) == (7, 7)


def test_until_the_office_decides_the_lower_rating_counts(world, round_):
    submit(world, round_, **{MEETS: "1/6", "sector_breadth": "8/8", FOCUS: "1/1"})
    lower, lower_sum = counting(world, MEETS)
    assert (lower.numerator, lower.overridden, lower.reviewed) == (1, True, False)
    assert (lower_sum.measured.numerator, lower_sum.overridden) == (1, 1)
    higher, higher_sum = counting(world, "sector_breadth")
    assert (higher.numerator, higher.overridden) == (2, False)
    assert higher_sum.overridden == 0
    # Nothing was computed.
    assert counting(world, FOCUS)[0].overridden


def test_the_lower_rating_counts_as_the_targets_are_while_the_office_has_not_decided(world, round_):
    submission = submit(world, round_, **{MEETINGS: "1"})
    assert not counting(world, MEETINGS)[0].overridden
    for target, counts in ((2, True), (1, False), (20, False), (4, True)):
        set_target(world, target)
        figure, total = counting(world, MEETINGS)
        assert (figure.overridden, total.overridden) == (counts, int(counts)), target
    with within(world.usa):
        row = next(row for row in review_rows(submission) if row.part.code == MEETINGS)
        assert (row.overridden, row.rating) == (True, "not_met")
        accept_submission(submission=submission, by=world["usa-staff"], choices={MEETINGS: "computed"})
    set_target(world, 2)
    assert not counting(world, MEETINGS)[0].overridden


def set_target(world, value):
    with within(world.usa):
        set_threshold(
            office=world.usa, code=f"target:{MEETINGS}", value=value, half_year=H1, by=world["usa-staff"]
        )


def test_a_bare_percentage_is_shown_and_enters_no_sum(world, round_, signed_in):
    submit(world, round_, **{MEETS: "10"})
    figure, total = counting(world, MEETS)
    assert (figure.value, figure.percent_only) == (10, True)
    assert (total.value_count, total.measured.value, total.overridden) == (0, None, 0)
    page = signed_in("usa-staff").get("/office/usa/figures/?look=table").content.decode()
    assert "10%" not in page.split("<table")[-1] or "0 of " in page


def test_the_office_chooses_for_each_override_which_value_counts(world, round_, signed_in):
    submission = submit(world, round_, **{MEETS: "1/6", FOCUS: "1/1"})
    staff, url = signed_in("usa-staff"), f"/office/usa/submissions/{submission.pk}/"
    review = staff.get(url).content.decode()
    assert review.count("The office decides which value counts when it accepts the survey.") == 2
    page = staff.get(f"{url}accept/").content.decode()
    assert "Choose which value counts for each override." in page
    assert "The computed value: 67% (4 of 6), Partly met" in page
    assert "Override: 17% (1 of 6), Not met" in page
    response = staff.post(f"{url}accept/", {MEETS: "computed"})
    assert response.status_code == 422
    assert "Choose one." in response.content.decode()
    with within(world.hill):
        assert not OverrideReview.objects.exists()
    assert staff.post(f"{url}accept/", {MEETS: "computed", FOCUS: "computed"}).status_code == 302
    assert counting(world, MEETS)[0].numerator == 4
    assert not counting(world, FOCUS)[0].has_value
    page = staff.get(url).content.decode()
    assert "The office decides" not in page
    assert page.count("The computed value counts in ratings and sums.") == 2


def test_the_office_reads_why_before_it_chooses_and_no_hidden_value(world, round_):
    submission = submit(world, round_, **{MEETS: "1/6"})
    with within(world.hill):
        Answer.objects.filter(submission=submission, part=MEETS).update(reason="We <b>met</b> on Zoom.")
    with within(world.usa):
        row = next(row for row in review_rows(submission) if row.own_rating is not None)
        result = AcceptForm([row]).as_p()
        hidden = AcceptForm([replace(row, own_is_shown=False)]).as_p()
    assert "Reason: We &lt;b&gt;met&lt;/b&gt; on Zoom.<br>Evidence: " in result
    assert "Hidden (small number)" in hidden
    assert "17%" not in hidden
    assert "Zoom" not in hidden


def test_an_action_without_a_choice_accepts_nothing(world, round_):
    submission = submit(world, round_, **{MEETS: "1/6"})
    with within(world.usa), pytest.raises(ValidationError) as caught:
        accept_submission(submission=submission, by=world["usa-staff"], choices={MEETS: "nonsense"})
    assert list(caught.value.message_dict) == [MEETS]


def test_a_higher_override_counts_once_the_office_chose_it_and_reopening_takes_the_choice_back(world, round_):
    submission = submit(world, round_, sector_breadth="8/8")
    with within(world.usa):
        accept_submission(
            submission=submission, by=world["usa-staff"], choices={"sector_breadth": "override"}
        )
    figure, total = counting(world, "sector_breadth")
    assert (figure.numerator, figure.overridden, figure.reviewed) == (8, True, True)
    assert total.overridden == 1
    with within(world.usa):
        reopen_submission(submission=submission, reason="Look again.", by=world["usa-staff"])
    with within(world.hill):
        assert not OverrideReview.objects.exists()
        version = submission.versions.get()
    assert version.content["parts"]["sector_breadth"]["answer"]["counts"] == "override"


def test_sums_in_pages_and_files_say_how_many_of_their_parts_are_overrides(world, round_, signed_in):
    submit(world, round_, **{MEETS: "1/6"})
    with within(world.usa):
        refresh_office([world.hill], H1)
    staff = signed_in("usa-staff")
    for url in ("/office/usa/figures/?look=table", f"/office/usa/parts/{MEETS}/?receipt={MEETS}"):
        assert "1 of them is an override" in staff.get(url).content.decode(), url
    assert "override, not reviewed" in staff.get(f"/office/usa/parts/{MEETS}/").content.decode().replace(
        "&#x27;", "'"
    )
    iati = staff.get("/office/usa/figures/2026-H1.xml").content.decode()
    assert "1 of them is an override" in iati
