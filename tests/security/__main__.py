"""`make security` once its servers run: run each control in full and print the table."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from dev.layout import BUILD, VENV
from tests.security.control_tally import RESULTS, Tally
from tests.security.controls import CONTROLS, Control
from tests.security.table import ControlRow, get_row, written

# Exit codes of pytest: all passed, some failed. Any other means that it did not finish.
ENDED = (0, 1)
KNOWN = "https://pypi.org/pypi/pip/26.3/json"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make security")
    parser.add_argument("only", nargs="*", metavar="CONTROL", help="only these controls")
    only = parser.parse_args().only
    if unknown := set(only) - {control.code for control in CONTROLS}:
        parser.error(f"there is no control {', '.join(sorted(unknown))}")
    chosen = [control for control in CONTROLS if control.code in only or not only]
    rows = measure(chosen)
    print(written(rows))
    BUILD.mkdir(exist_ok=True)
    (BUILD / "security.json").write_text(json.dumps([vars(row) for row in rows], indent=2))
    return 1 if any(row.is_bad for row in rows) else 0


def measure(chosen: list[Control]) -> list[ControlRow]:
    tallies = tested(get_paths(chosen))
    return [
        get_row(control, tallies.get(control.code) if control.paths else ran(control)) for control in chosen
    ]


def get_paths(chosen: list[Control]) -> list[str]:
    """Return each path once, folder by folder: pytest 9.1 loses a conftest.py's fixtures when it returns to a
    folder."""
    return sorted({path for control in chosen for path in control.paths})


def tested(paths: list[str]) -> dict[str, Tally]:
    """Run these tests and return the results by control."""
    if not paths:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "tallies.json"
        environment = {**os.environ, "SECURITY": "every", "MATRIX": "every", RESULTS: str(place)}
        command = [sys.executable, "-m", "pytest", *paths]
        process = subprocess.run(command, env=environment, check=False)
        if process.returncode not in ENDED:
            sys.exit(process.returncode)
        return {code: Tally(**load) for code, load in json.loads(place.read_text()).items()}


def ran(control: Control) -> Tally:
    if control.network and not has_network():
        return Tally(tests=1, left_out=1)
    program, *arguments = control.command
    print(f"\n── {control.code}: {' '.join(control.command)}", flush=True)
    process = subprocess.run([str(VENV / "bin" / program), *arguments], check=False)
    return Tally(tests=1, tried=1, failed=int(process.returncode != 0))


def has_network() -> bool:
    """Return True if the package index knows of a vulnerability; a mirror with only the files knows of none."""
    try:
        with urllib.request.urlopen(KNOWN, timeout=5):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
