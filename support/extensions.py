"""What support adds to pages and jobs of other apps (tfc/registry.py)."""

from support import changes, lists, notices, personal_data, search
from support.emergency_contacts import list_countries
from support.imports import ServiceImport
from support.publishing import is_page_published
from support.retention import RETENTION
from tfc.registry import Extensions

extensions = Extensions(
    panels={"is_page_published": is_page_published, "countries_to_call": list_countries},
    pages=[
        "support:check-in",
    ],
    imports=[ServiceImport],
    exports=lists,
    notifications=[notices],
    search=search,
    changes=changes,
    retention=RETENTION,
    personal_data=personal_data,
)
