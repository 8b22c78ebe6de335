"""`manage.py build_report` creates the same report as the page, on committed rows."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import Job
from tests.base import COMMITTED
from tests.reports.report_samples import NOW

pytestmark = COMMITTED


def paths(*arguments: str) -> list[Path]:
    output = StringIO()
    call_command("build_report", *arguments, stdout=output)
    return [Path(line) for line in output.getvalue().splitlines()]


def test_it_prints_the_paths_of_the_files_it_wrote(town, tmp_path):
    result = paths("--community", "hill", "--round", NOW, "--output", str(tmp_path / "new"))
    assert [path.name for path in result] == [
        f"traffickfree-hill-{NOW}.{kind}" for kind in ("pdf", "xlsx", "json")
    ]
    assert result[0].read_bytes()[:5] == b"%PDF-"
    assert json.loads(result[2].read_text())["name"] == "Hill"
    assert Job.objects.count() == 0


def test_it_builds_the_report_of_an_office_in_another_language(town, tmp_path):
    result = paths("--office", "usa", "--round", NOW, "--output", str(tmp_path), "--language", "es")
    snapshot = json.loads(result[2].read_text())
    assert (snapshot["scope"], snapshot["language"]) == ("office", "es")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--community", "atlantis", "--round", NOW), "no community “atlantis”"),
        (("--office", "mars", "--round", NOW), "no office “mars”"),
        (("--community", "hill", "--round", "spring"), "is not a half-year"),
        (("--community", "hill", "--round", "2019-H1"), "has not opened the round 2019-H1"),
        (("--community", "hill"), "required: --round"),
        (("--community", "hill", "--office", "usa", "--round", NOW), "not allowed with argument"),
    ],
)
def test_it_says_what_is_wrong(town, tmp_path, arguments, message):
    with pytest.raises(CommandError, match=message):
        paths(*arguments, "--output", str(tmp_path))


def test_it_says_when_it_cannot_write(town, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CommandError, match="cannot be written"):
        paths("--community", "hill", "--round", NOW, "--output", str(tmp_path / "taken"))
