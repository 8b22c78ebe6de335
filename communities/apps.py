from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self) -> None:
        from communities import sessions
        from tfc import logins, signed_cache, slow  # noqa: F401 (register the checks of production)
        from tfc.grants import grant_global_tables, grant_pages

        slow.watch()
        sessions.connect()

        # Sent once an app after all migrations ran; once is enough.
        post_migrate.connect(grant_global_tables, sender=self)
        post_migrate.connect(grant_pages, sender=self)
