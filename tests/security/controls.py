"""The security controls with the tests that prove them: `make security` runs them in full.

A new control is a row in the section of its part (numbers as in docs/security/README.md). A test belongs to the control
with the longest path above it, or to the one that it names by ``@pytest.mark.control``.
"""

from dataclasses import dataclass

from dev.checks import BANDIT


@dataclass(frozen=True)
class Control:
    """``what``: the text in the table. ``paths``: test files or folders.

    ``command``: a program of .venv that succeeds with exit code 0. ``network``: skipped, and reported as such, without
    a connection.
    """

    code: str
    what: str
    paths: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    network: bool = False


CONTROLS = (
    # 1. Isolation of tenants.
    Control(
        "isolation-urls",
        "every URL × person × own and other tenant × verb, with a canary in each text column, by a table of access",
        ("tests/matrix/test_matrix.py", "tests/matrix/test_access_table.py"),
    ),
    Control(
        "isolation-database",
        "the wall through the ORM, threads and logins, and as the catalogue shows it",
        (
            "tests/test_tenancy.py",
            "tests/test_isolation_catalog.py",
            "tests/library/test_library_isolation.py",
            "tests/security/isolation/test_offices.py",
        ),
    ),
    Control(
        "isolation-fields",
        "each text column × reader × format, against the table of who may see it (tests/matrix/fields.txt)",
        (
            "tests/security/isolation/test_fields.py",
            "tests/security/isolation/test_reports.py",
            "tests/security/isolation/test_colleagues.py",
        ),
    ),
    Control(
        "isolation-caches",
        "each page asked cold, by other tenants, and warm",
        ("tests/security/isolation/test_caches.py",),
    ),
    Control(
        "isolation-mail",
        "each email that is sent: to whom, and no word of any record in it",
        ("tests/security/isolation/test_mail.py", "tests/security/isolation/test_writers.py"),
    ),
    Control(
        "raw-sql",
        "statements as the login that serves: roles, policies, files, oracles, what outlives a scope",
        ("tests/security/test_raw_sql.py",),
    ),
    Control(
        "mutations",
        "small faults in policies, doors, caches and files, each noticed by a named test",
        ("tests/security/test_mutations.py", "tests/security/test_code_mutations.py"),
    ),
    Control(
        "coordinators-only",
        "ways out for what coordinators alone may read: logs, errors, emails, sessions, files, tasks",
        ("tests/stakeholders/test_location_exports.py", "tests/stakeholders/test_finding_location.py"),
    ),
    Control(
        "few-people",
        "counts of a few people, shown or worked out from what is shown",
        (
            "tests/test_disclosure.py",
            "tests/test_disclosure_solver.py",
            "tests/evaluation/test_figure_imports.py",
        ),
    ),
    Control(
        "inference",
        "inputs of an office or a coordinator from which a guarded answer could follow (docs/security/inference.md)",
        ("tests/security/inference",),
    ),
    Control(
        "residents",
        "each route by which a team could learn what a resident answered: before closing, of few, and by what changes",
        ("tests/security/isolation/test_residents.py",),
    ),
    Control(
        "approved-services",
        "services, phones, addresses and links before a second person approved them; who read a confidential address",
        ("tests/support/test_approvals.py",),
    ),
    Control(
        "rights",
        "requests of a person: a download with nothing of others, a deletion that leaves no word in tables, logs and"
        " restored backups",
        ("tests/security/rights",),
    ),
    # 2. Database logins.
    Control(
        "logins",
        "what each login that answers pages may do, password hashes among it, and that each door uses its own",
        (
            "tests/security/test_logins.py",
            "tests/security/test_grants.py",
            "tests/security/test_links.py",
            "tests/security/test_list_login.py",
            "tests/security/test_passwords.py",
            "tests/security/test_watchdog.py",
            "tests/dev/test_logins.py",
        ),
    ),
    Control(
        "injection",
        "SQL that would move the scope, in every text that a page, its links, forms, files, headers and cookies take",
        ("tests/security/test_injection.py", "tests/security/fuzz/test_sql.py"),
    ),
    # 3. Accounts.
    Control(
        "access", "who may come in, with which login, and how fresh", ("tests/communities/test_access.py",)
    ),
    Control(
        "accounts",
        "sessions that end, lock and are seen; guesses; unknown addresses; new devices; fresh proofs; exports",
        ("tests/security/accounts",),
    ),
    # 4. Audit.
    Control(
        "audit",
        "who did what, forged, altered, taken away and forgotten entries, by each login; the way back to a version",
        ("tests/security/audit",),
    ),
    # 5. Headers.
    Control(
        "headers",
        "every header on each answer of each URL, with each verb, and of what answers before a view",
        ("tests/security/accounts/test_headers.py",),
    ),
    # 6. Files.
    Control(
        "spreadsheets",
        "hostile spreadsheets: bombs, entities, names, macros",
        ("tests/spreadsheets/test_hostile.py",),
    ),
    Control(
        "files",
        "hostile files at every door that takes files, and texts that would have the maker of PDFs read others",
        ("tests/security/files", "tests/library/test_files.py", "tests/stakeholders/test_evidence_files.py"),
    ),
    Control(
        "documents",
        "scripts, actions, fields, connections and embedded files in PDF and Office files; twenty ordinary ones",
        ("tests/documents",),
    ),
    # 7. Forms.
    Control(
        "forms",
        "every form, page and address, ours and those of accounts, with bad input of every kind",
        ("tests/security/fuzz", "tests/test_charsets.py"),
    ),
    Control(
        "bots",
        "a program against each form for anybody: bursts, thousands of answers, forged and used solutions; an honest"
        " festival behind one address",
        ("tests/security/bots", "tests/residents/test_public_abuse.py", "tests/residents/test_set_aside.py"),
    ),
    Control(
        "slow-connections",
        "200 connections that send a form, a file or headers byte by byte, while help pages and health are asked",
        ("tests/security/test_slow_connections.py", "tests/web_server"),
    ),
    # 8. No lost records.
    Control(
        "repeated-submissions",
        "each form sent twice, also with other content, and one record changed by two people",
        ("tests/repeated_submissions", "tests/security/fuzz/test_second_delivery.py"),
    ),
    Control("faults", "workers, brokers and databases that die at the wrong moment", ("tests/faults",)),
    Control(
        "line-breaks",
        "a line break in every field and column of one line, and in names that emails begin with; digests that fail",
        ("tests/test_single_line.py", "tests/communities/test_digest_retry.py"),
    ),
    Control(
        "broker",
        "values and messages that somebody else wrote into the broker; a broker without password in production",
        ("tests/test_signed_cache.py", "tests/test_deploy.py"),
    ),
    # 9. Backup and restore.
    Control(
        "backup",
        "a backup put back and compared rule by rule; logins that see no row, changed bytes, wrong keys",
        (
            "tests/security/backup_and_retention/test_backup.py",
            "tests/security/backup_and_retention/test_scripts.py",
        ),
    ),
    Control(
        "purged",
        "what was deleted for good, after a restore by the command",
        ("tests/security/backup_and_retention/test_restore.py",),
    ),
    Control(
        "point-in-time",
        "the database back at the moment before a mistake, by the lines that operators are given",
        ("tests/security/backup_and_retention/test_point_in_time.py",),
    ),
    # 10. Retention.
    Control(
        "retention",
        "what is kept no longer, record by record, and numbers alone for the office",
        (
            "tests/security/backup_and_retention/test_retention.py",
            "tests/support/test_tally_purge.py",
            "tests/support/test_tend_interest.py",
        ),
    ),
    Control(
        "account-closing",
        "what is left of a person whose account is closed",
        ("tests/security/backup_and_retention/test_closing.py",),
    ),
    Control(
        "answers",
        "figures, receipts and pages before and after residents' answers are added up",
        ("tests/security/backup_and_retention/test_answers.py",),
    ),
    # 11. Migrations.
    Control("migrations", "locks, waits and SQL of migrations while others work", ("tests/migrations",)),
    Control(
        "migrations-sql",
        "squawk over the SQL of each migration since the first release",
        command=("python", "-m", "tests.migrations.lint"),
    ),
    # 12. Dependencies and code.
    Control(
        "code",
        "rules of the code with their samples, secrets, packages that others made, hashes of all that is installed",
        ("tests/security/test_code.py",),
    ),
    Control("bandit", "bandit over all code of ours", command=BANDIT),
    Control(
        "advisories",
        "known faults of the packages that are installed",
        command=("pip-audit", "--strict", "--disable-pip", "--require-hashes", "-r", "requirements.txt"),
        network=True,
    ),
    Control(
        "errors-and-logs",
        "canaries in exceptions, frames, forms and settings, looked for in the error page and in the log",
        ("tests/security/test_error_page.py", "tests/security/test_log_walk.py", "tests/test_logs.py"),
    ),
    Control(
        "threat-model",
        "each row of the threat model names tests that are there",
        ("tests/security/test_threat_model.py",),
    ),
    Control("counting", "this table itself", ("tests/security/test_control_tally.py",)),
    # 13. Browser traces.
    Control(
        "browser-traces",
        "what a browser's profile, each logger and each proxy remember of a visit to a page for everyone",
        ("tests/security/traces",),
    ),
)
