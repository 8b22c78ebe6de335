"""Receipts of sums, receipts as files, and what is shown of a frozen figure."""

import hashlib
import html
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from communities.models import Community
from dashboards.sum_receipts import SumReceipt, build_receipt, build_term
from evaluation.actions.figures import freeze_figures, refresh_figures
from evaluation.instrument import PARTS, Unit, part
from evaluation.measures import Measurement, State, build_declared_zero, build_not_applicable, unknown
from evaluation.measures.measured import count, share
from evaluation.models import Figure, Round
from events.models import Event
from tests.base import World, within
from tests.dashboards.test_dashboard import H1, OFFICE_RECEIPT, RECEIPT, add_meeting, refresh, round_

__all__ = ["round_"]

NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)
MEETINGS, KNOWS = "stakeholder_meetings", "access_known"
SUM = f"/office/usa/parts/{MEETINGS}/"


def receipt_over(code: str, *measured_values: Measurement) -> SumReceipt:
    """Communities a, b, c … with these figures, and hashes of their own."""
    summands = []
    for at, measured in enumerate(measured_values, start=1):
        data = {
            name: value for name, value in measured.as_json().items() if name not in ("value", "overridden")
        }
        name = chr(96 + at)
        row = {
            "community_id": at, "community__slug": name, "community__name": name, "survey": None,
            "definition_version": 1, "receipt_hash": str(at) * 64, "computed_at": NOON, **data,
        }  # fmt: skip
        summands.append(build_term(part(code), "usa", row, None))
    return build_receipt(part(code), str(H1), "usa", reversed(summands))


def test_it_names_every_summand_and_counts_once_what_was_done_together():
    result = receipt_over(
        MEETINGS,
        count(4, upper=4, joint={"secret-key": 2}),
        count(3, upper=5, joint={"secret-key": 1, "alone": 1}),
        build_declared_zero(Unit.COUNT),
        unknown(Unit.COUNT, "nothing_recorded"),
        build_not_applicable(Unit.COUNT),
    )
    data = result.data
    assert [(row["community"], row["receipt"][:1], row["state"], row["n"]) for row in data["communities"]] == [
        ("a", "1", "value", "4"), ("b", "2", "value", "3"), ("c", "3", "declared_zero", "0"),
        ("d", "4", "unknown", None), ("e", "5", "not_applicable", None),
    ]  # fmt: skip
    assert (data["together_once"], data["counted_again"], data["sum"]["n"]) == ([["a", "b"]], "1", "6")
    added = sum(int(community["n"]) for community in data["communities"] if community["n"])
    assert added - int(data["counted_again"]) == int(data["sum"]["n"])
    assert (data["known_count"], data["applicable"], data["states"]["unknown"]) == (3, 4, 1)
    assert "secret-key" not in json.dumps(data)


def test_its_hash_changes_with_any_receipt_behind_it_and_not_with_the_order():
    two, three = count(2, upper=2), count(3, upper=3)
    receipt, again, other = (
        receipt_over(MEETINGS, *order) for order in ((two, three), (two, three), (three, two))
    )
    assert receipt.fingerprint == again.fingerprint != other.fingerprint
    first, *others = receipt.terms
    assert (
        replace(receipt, terms=[replace(first, fingerprint="f" * 64), *others]).fingerprint
        != receipt.fingerprint
    )


def test_a_share_is_made_of_summed_counts_and_never_of_averaged_percentages():
    data = receipt_over("sector_breadth", share(1, 2), share(0, 8)).data
    assert (data["sum"]["n"], data["sum"]["d"]) == ("1", "10")


def test_it_reveals_no_small_numbers_and_no_hash_to_guess_them():
    few, many = share(2, 60, interval=(0.0, 12.0)), share(30, 60, interval=(38.0, 62.0))
    data = receipt_over(KNOWS, few, many).data
    hidden, shown_receipt = data["communities"]
    assert (hidden["state"], hidden["n"], hidden["d"], hidden["receipt"]) == ("hidden", None, None, None)
    assert (shown_receipt["n"], shown_receipt["receipt"], data["states"]["hidden"]) == ("30", None, 1)
    assert (data["sum"]["state"], data["sum"]["n"]) == ("unknown", None)
    for state in State:
        assert state.value in data["states"]


def lines_of_the_docs() -> str:
    text = (Path(settings.BASE_DIR) / "docs" / "measures.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(import hashlib.*?)```", text, re.DOTALL)[0]


def told_by_the_docs(content: bytes, folder: Path) -> str:
    (folder / "receipt.json").write_bytes(content)
    command = [sys.executable, "-c", lines_of_the_docs(), str(folder / "receipt.json")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_the_commands_in_the_docs_compute_the_hash_of_each_file(
    signed_in, world: World, round_: Round, tmp_path: Path
):
    add_meeting(world.hill, "Secret breakfast")
    refresh(world.hill)
    refresh(world.dale)
    with within(world.hill):
        stored = Figure.objects.get(part=MEETINGS)
    own = signed_in("hill-member").get(f"{RECEIPT}?as=json")
    assert own["Content-Disposition"].startswith("attachment")
    assert told_by_the_docs(own.content, tmp_path) == stored.receipt_hash
    assert hashlib.sha256(own.content).hexdigest() == stored.receipt_hash
    office = signed_in("usa-staff")
    page = office.get(SUM)
    receipt = page.context["sum_receipt"]
    assert receipt.fingerprint in page.content.decode()
    file = office.get(f"{SUM}?as=json")
    assert told_by_the_docs(file.content, tmp_path) == receipt.fingerprint
    assert [community["community"] for community in file.json()["communities"]] == ["dale", "hill"]
    assert (file.json()["known_count"], file.json()["applicable"]) == (1, 2)


def test_the_sums_of_a_narrowed_view_and_of_all_offices_have_theirs(signed_in, world: World, round_: Round):
    add_meeting(world.hill, "Breakfast")
    refresh(world.hill)
    refresh(world.dale)
    Community.objects.filter(pk=world.hill.pk).update(region="Ohio")
    narrowed, everywhere = (
        f"/office/usa/figures/?region=Ohio&receipt={MEETINGS}",
        f"/international/?receipt={MEETINGS}",
    )
    for who, url, towns in (("usa-staff", narrowed, ["hill"]), ("oasis-staff", everywhere, ["dale", "hill"])):
        client = signed_in(who)
        page = client.get(url)
        file = client.get(f"{url}&as=json")
        assert [community["community"] for community in file.json()["communities"]] == towns
        assert (
            file.json()["sum"]["n"],
            page.context["sum_receipt"].fingerprint in page.content.decode(),
        ) == ("1", True)
        assert f"{html.escape(url.partition('?')[2])}&amp;as=json" in page.content.decode()
        assert "sum_receipt" in client.get(url.replace(MEETINGS, "%00x")).context
    assert signed_in("usa-staff").get(f"{narrowed}&as=json").json()["filters"] == {"region": "Ohio"}
    assert signed_in("usa-staff").get(f"{everywhere}&as=json").status_code == 404


def test_an_office_gets_counts_and_no_id(signed_in, world: World, round_: Round):
    add_meeting(world.hill, "Secret breakfast")
    refresh(world.hill)
    data = signed_in("usa-staff").get(f"{OFFICE_RECEIPT}?as=json").json()
    assert data["records"] == {"events.event": 1, "stakeholders.organization": 2}
    with within(world.hill):
        assert data["receipt"] == Figure.objects.get(part=MEETINGS).receipt_hash
    assert not {"joint_keys", "ids"} & set(data)
    assert signed_in("uk-staff").get(f"{OFFICE_RECEIPT}?as=json").status_code == 404
    assert signed_in("hill-coordinator").get(f"{SUM}?as=json").status_code == 404


def test_a_file_asks_for_a_fresh_proof(signed_in, world: World, round_: Round):
    refresh(world.hill)
    client = signed_in("hill-member")
    session = client.session
    proofs = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**proof, "at": proof["at"] - 3600} for proof in proofs]
    session.save()
    assert (client.get(RECEIPT).status_code, client.get(f"{RECEIPT}?as=json").status_code) == (200, 302)


def test_a_frozen_figure_stays_and_its_pages_list_later_changes(signed_in, world: World, round_: Round):
    event = add_meeting(world.hill, "Hill breakfast")
    refresh(world.hill)
    with within(world.hill):
        freeze_figures(world.hill, H1)
        before = list(Figure.objects.order_by("part").values())
        Event.objects.filter(pk=event.pk).update(note="corrected")
    add_meeting(world.hill, "Hill lunch")
    with within(world.hill):
        refresh_figures([world.hill], H1)
        assert list(Figure.objects.order_by("part").values()) == before
    assert len(before) == len(PARTS)
    client = signed_in("hill-member")
    changes = re.compile(r"Since then: [1-9]\d* added, 1 corrected\.")
    assert "Meetings and events: 1 added, 1 corrected" in client.get(RECEIPT).content.decode()
    for page in ("", "all/", "check/", f"{MEETINGS}/"):
        content = client.get(f"/c/hill/survey/{H1}/{page}").content.decode()
        assert re.search(rf'href="{RECEIPT}">\s*{changes.pattern}', content), page
