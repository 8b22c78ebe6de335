"""The demo's accounts, which `make run` prints and the demo's data bring."""

from communities.models import Role

PASSWORD = "traffickfree-demo"  # noqa: S105 (printed on purpose)

# By the slug of the office.
STAFF = {"usa": "staff@usa.example", "uk": "staff@uk.example", "oasis": "international@oasis.example"}
# A colleague in the office of the USA: two people score where to start next.
COLLEAGUE = "colleague@usa.example"


def get_demo_email(role: Role, slug: str) -> str:
    """``coordinator@pasadena.example``: one account for each role in each community."""
    return f"{role.name.lower()}@{slug}.example"
