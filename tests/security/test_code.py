"""Rules of our code, each with samples that it catches, and of the repository: no secret, no unknown package."""

import hashlib
import json
import re
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.base import tenant_models
from tests.security.code_rules import faults
from tfc.own_apps import OWN_APPS

ROOT = Path(__file__).resolve().parents[2]
CODE = ("tfc", *OWN_APPS, "dev")
MODELS = frozenset(model.__name__ for model in tenant_models())

# The only exceptions; docs/adr/0029-rules-of-the-code.md gives the reasons.
NAMED: dict[str, set[str]] = {
    "raw-sql": {
        # Creates policies, logins and servers.
        "tfc/tenancy.py", "tfc/auditing.py", "tfc/db_roles/", "tfc/logins.py", "tfc/read_replica.py",
        "tfc/health.py", "tfc/metrics.py", "dev/", "tfc/backup/catalogue.py", "tfc/backup/making.py",
        "tfc/watchdog.py",
        # Shared helpers: batched lists, bulk writes, advisory locks.
        "tfc/batched_queries.py", "tfc/bulk.py", "tfc/locks.py", "tfc/compiled_queries.py",
        # Figures of many communities, with their own login.
        "evaluation/rollups", "evaluation/figure_queries/sums.py",
        # All communities of an office in one query, within its scope.
        "evaluation/target_points.py",
        # Rows with given ids, and statements that a queryset cannot express.
        "reports/archive/ids.py", "reports/archive/restoring.py", "residents/actions/answers.py",
        "communities/hard_delete.py", "evaluation/figure_queries/digests.py",
    },
    # Quoted table and column names from models or the catalog, never values.
    "interpolated-sql": {
        "tfc/tenancy_operations.py", "tfc/db_roles/apply.py", "tfc/sharing.py", "tfc/batched_queries.py",
        "tfc/backup/catalogue.py",
        "tfc/compiled_queries.py", "reports/archive/ids.py", "evaluation/figure_queries/digests.py",
    },
    # Our own drawings from numbers and escaped texts.
    "mark-safe": {
        "tfc/charts", "tfc/templatetags", "charts",
        "communities/personal_files.py",
        # Our own Markdown, with HTML off.
        "tfc/help_pages.py",
        "tfc/signed_cache.py",
        "events/matrix_page.py", "tfc/search/words.py", "stakeholders/ranking_chart.py", "support/public_events.py",
    },
    # Pages without a session: a cross-site request can send nothing that the other site cannot send itself.
    "csrf-exempt": {
        "communities/access.py", "communities/views/pages.py", "residents/views/public.py",
        "dashboards/views/stop_sent.py", "support/views/public_events.py",
    },
    # Run by hand, not while serving.
    "as-owner": {"communities/management/commands/restore.py"},
    "runs-data": set(),
    "no-scope": set(),
    # The server's own checks; moments already in local time; made-up plans.
    "utc-day": {"communities/audit/hash_chain.py", "evaluation/quality/facts.py", "demo"},
}  # fmt: skip

CAUGHT = {
    "raw-sql": [
        "connection.cursor()",
        "Event.objects.raw(SQL)",
        "Event.objects.extra(where=[])",
        "RawSQL('1', [])",
    ],
    "interpolated-sql": [
        "cursor.execute(f'SELECT {name}')",
        "cursor.execute('SELECT ' + name)",
        "cursor.execute('SELECT %s' % name)",
        "cursor.execute('SELECT {}'.format(name))",
        "cursor.execute(text)",
        "RawSQL(f'{name}', [])",
        "Event.objects.raw(f'SELECT {name}')",
        "TEXT = f'SELECT * FROM {name}'",
    ],
    "mark-safe": ["mark_safe(name)", "safestring.mark_safe(name)", "SafeString(name)"],
    "csrf-exempt": ["@csrf_exempt\ndef view(request): ...", "view = decorators.csrf_exempt(view)"],
    "as-owner": ["Event.objects.using('owner')", "connections['owner']", "atomic(using='owner')"],
    "runs-data": ["eval(name)", "pickle.loads(name)"],
    "utc-day": ["timezone.now().date()", "report.published_at.date()", "since.date()"],
    "no-scope": [
        "@open_view\ndef view(request):\n    return Event.objects.count()",
        "@signed_in_view\ndef view(request):\n    with other():\n        return Event.objects.count()",
    ],
}
LEFT_ALONE = [
    "cursor.execute('SELECT %s', [name])",
    "cursor.execute(COUNT_UP, [name])",
    "cursor.execute(sql.SQL('SELECT {}').format(sql.Identifier(name)))",
    "COUNT = f'SELECT {FIELDS} FROM t'",
    "execute(sql, params, many, context)",
    "@open_view\ndef view(request):\n    with community_scope(1, 2):\n        return Event.objects.count()",
    "@open_view\ndef view(request):\n    return Community.objects.count()",
    "@community_view(Role.MEMBER)\ndef view(request):\n    return Event.objects.count()",
    "json.loads(name)",
    "now.astimezone(town.zone).date()",
    "timezone.localdate(report.published_at)",
    "start.date()",
    "Event.objects.using('figures')",
]


@cache
def committed() -> tuple[str, ...]:
    process = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(name for name in process.stdout.split("\0") if name and (ROOT / name).is_file())


def find_faults() -> dict[str, set[str]]:
    """Return, by rule, the modules with a fault. Only the owner runs migrations, so they are left out."""
    by_rule: dict[str, set[str]] = defaultdict(set)
    for name in committed():
        if name.endswith(".py") and name.split("/")[0] in CODE and "/migrations/" not in name:
            for fault in faults((ROOT / name).read_text(), tenant_models=MODELS):
                by_rule[fault.rule].add(name)
    return by_rule


def test_our_code_keeps_each_rule_but_where_it_is_named():
    modules = find_faults()
    places = {
        rule: {next((prefix for prefix in named if name.startswith(prefix)), name) for name in modules[rule]}
        for rule, named in NAMED.items()
    }
    assert places == NAMED


@pytest.mark.parametrize(("rule", "source"), [(rule, source) for rule in CAUGHT for source in CAUGHT[rule]])
def test_the_rule_catches_its_samples(rule: str, source: str):
    assert rule in {fault.rule for fault in faults(source, tenant_models=frozenset({"Event"}))}


@pytest.mark.parametrize("source", LEFT_ALONE)
def test_the_rules_leave_the_rest_alone(source: str):
    assert faults(source, tenant_models=frozenset({"Event"})) == set()


def test_every_rule_has_its_samples():
    assert CAUGHT.keys() == NAMED.keys()


def test_no_template_lets_markup_through():
    """Plain-text emails have no markup to escape."""
    loose = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off|\|\s*escapejs.*\|\s*safe")
    pages = [ROOT / name for name in committed() if name.endswith((".html", ".svg")) and "templates/" in name]
    assert len(pages) > 100
    assert [path.name for path in pages if loose.search(path.read_text())] == []


# Strings that look like a key or a password; public ones are listed with their reason.
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[\w-]{10,}|sk_live_\w{16,}"
    r"|(?i:(?:password|secret|token|api_?key)\w*[\"']?\s*[:=]\s*[\"'](?=[^\"'\s]*\d)[A-Za-z0-9+/_-]{24,}[\"'])"
)
FOR_ALL_EYES = {
    "dev/checks.py"  # `make check` alone
}


def test_no_secret_is_committed():
    read = [name for name in committed() if not name.startswith(("static/vendor/", "tests/", "locale/"))]
    holding = {
        name
        for name in read
        if not name.endswith((".whl", ".woff2", ".png", ".json"))
        and SECRET.search((ROOT / name).read_text(errors="replace"))
    }
    assert holding - FOR_ALL_EYES == set()


@pytest.mark.parametrize(
    "text",
    ["SECRET_KEY = 'abcdefgh1jklmnop-qrstuvwxyz'", "-----BEGIN RSA PRIVATE KEY", "AKIAABCDEFGHIJKLMNOP"],
)
def test_it_knows_a_secret_when_it_sees_one(text: str):
    assert SECRET.search(text)
    assert not SECRET.search("SECRET_KEY = _needed('SECRET_KEY')")


def test_what_others_made_is_as_it_was_when_it_was_committed():
    texts = {
        f"static/{entry['path']}": entry["sha256"]
        for entry in _manifest()
        if entry["path"].startswith("vendor/")
    }
    texts |= dict(
        reversed(line.split()) for line in (ROOT / "vendor" / "sha256.txt").read_text().splitlines()
    )
    there = {
        name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        for name in committed()
        if name.startswith(("vendor/", "static/vendor/"))
        and not name.endswith(("README.md", "LICENSE", "MANIFEST.json", "sha256.txt"))
    }
    assert there == texts


def _manifest() -> list[dict[str, str]]:
    return json.loads((ROOT / "static" / "vendor" / "MANIFEST.json").read_text())["files"]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_held_by_its_hash(lock: str):
    lines = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    pinned = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert len(pinned) > 30
    assert [line for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []


def test_every_installer_asks_for_the_hashes():
    for name in ("dev/environment.py", "deploy/release.sh", "deploy/Dockerfile"):
        text = (ROOT / name).read_text()
        assert "--require-hashes" in text
        assert "--only-binary" in text
