"""Verify the audit log: each sealed day against its seal, and details against their entries."""

import datetime as dt
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from communities.audit.hash_chain import CHECKER, Fault, find_faults, get_last_hashed_day
from tfc.backup.catalogue import sees_every_row


class Command(BaseCommand):
    help = (
        "Check that no entry of the audit was altered, added or taken away. Reads as the owner of the tables."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seals",
            type=Path,
            metavar="FILE",
            help="what audit_digests printed earlier, kept elsewhere; - reads it from the input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        _check_login()
        fault_list = list(find_faults(_read_stored_hashes(options["seals"]) if options["seals"] else {}))
        for fault in fault_list:
            self.stdout.write(_in_words(fault))
        if fault_list:
            raise CommandError(f"Faults: {len(fault_list)}")
        until = get_last_hashed_day()
        if until is None:
            self.stdout.write(
                "No day is sealed yet: a day is sealed an hour after its end. The details of entries are as they"
                " were written."
            )
        else:
            self.stdout.write(f"The audit is what was written, up to {until.isoformat()}.")


def _check_login() -> None:
    """Raise CommandError for another login, which fails or sees only some of the entries and would report the rest as
    missing.
    """
    connections[CHECKER].ensure_connection()
    if not sees_every_row(connections[CHECKER].connection):
        raise CommandError(
            "This reads every entry, and needs the login that owns the tables: set DATABASE_OWNER_URL, or call it"
            " on a server by: sudo tfc-manage --owner verify_audit"
        )


def _read_stored_hashes(path: Path) -> dict[dt.date, str]:
    """Return the seals in lines as audit_digests prints them: day, number of entries, seal."""
    try:
        text = sys.stdin.read() if path == Path("-") else path.read_text()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}). Let the shell read it: --seals - <FILE"
        raise CommandError(message) from error
    digests_by_day = {}
    for line in text.splitlines():
        try:
            day, _number, digest = line.split()
            digests_by_day[dt.date.fromisoformat(day)] = digest
        except ValueError:
            raise CommandError(f"This line is no seal: {line[:80]}") from None
    return digests_by_day


def _in_words(fault: Fault) -> str:
    message = {
        "entries": "an entry is not what was sealed.",
        "count": "entries are missing, or were added since.",
        "chain": "the seal does not follow from the day before.",
        "missing-day": "the seal of the day is missing.",
        "copy": "the seal differs from the copy that was kept elsewhere.",
        "details": f"the details of entry {fault.entry_id} are not what was written.",
        "lost-details": f"the details of entry {fault.entry_id} are gone, and nobody erased them.",
    }[fault.code]
    return f"{fault.day.isoformat()}: {message}"
