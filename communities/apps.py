from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from tfc import form_fields


class CommunitiesConfig(AppConfig):
    name = "communities"

    def __init__(self, app_name: str, app_module: Any) -> None:
        """Register the rules before any model is loaded, since a column takes its rules at that time."""
        super().__init__(app_name, app_module)
        form_fields.require_single_lines()
        form_fields.restrict_web_addresses()
        form_fields.use_plain_messages()
        form_fields.accept_typed_numbers()

    def ready(self) -> None:
        from communities import sessions
        from tfc import tracing
        from tfc.db_roles.apply import grant_global_tables, grant_pages

        tracing.watch_slow_queries()
        sessions.connect()

        # The signal is sent once per app after all migrations ran; one connection is enough.
        post_migrate.connect(grant_global_tables, sender=self)
        post_migrate.connect(grant_pages, sender=self)
