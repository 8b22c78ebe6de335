"""`python -m tests.bench.migrate`: the tables of a scale set, as the tests make theirs, in a fifth of the time."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # it needs the settings

from tests.migrations.quick_states import quick_states  # noqa: E402


def main() -> None:
    with quick_states():
        call_command("migrate", database="owner", interactive=False)


if __name__ == "__main__":
    main()
