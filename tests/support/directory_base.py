"""Helpers for the tests of importing a directory: files, and their submission."""

import io
import json
import uuid
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from communities.models import Community
from support.models import DirectoryImport, Service
from tests.base import World, within
from tests.support.services_base import services

IMPORT = services("hill", "import/")
OUTSIDE = "7a1f4a0c-5a2b-4a57-9d0e-0f8b6f2d9c11"


def upload(client, content: bytes, name: str = "directory.json", url: str = IMPORT):
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def as_json(*objects: Any) -> bytes:
    return json.dumps({"contents": objects}).encode()


def as_zip(files: dict[str, str | bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return output.getvalue()


def an_object(**changes: Any) -> dict[str, Any]:
    return {
        "id": OUTSIDE,
        "name": "Night Line",
        "status": "active",
        "organization": {"id": str(uuid.uuid4()), "name": "Line of Hope"},
        "description": "Somebody listens.",
        "email": "desk@line.example",
        "url": "https://line.example",
        "phones": [{"number": "626 555 0142"}],
        "languages": [{"code": "spa"}, {"name": "Armenian"}, {"code": "xx", "name": "Elvish"}],
        "schedules": [{"freq": "WEEKLY", "byday": "MO,SU", "opens_at": "22:00", "closes_at": "06:00:00"}],
        "attributes": [{"taxonomy_term": {"code": "crisis"}}],
        "assured_date": "2026-01-05",
        "service_at_locations": [
            {
                "location": {
                    "addresses": [{"address_1": "1 Main St", "city": "Hill", "address_type": "physical"}]
                }
            }
        ],
    } | changes


def confirm(client, response, url: str = IMPORT):
    return client.post(url, {"signed": response.context["signed"]})


def read_in(client, content: bytes, name: str = "directory.json"):
    response = upload(client, content, name)
    assert response.status_code == 200
    return confirm(client, response)


def export(client, kind: str) -> bytes:
    return client.get(services("hill", f"export/{kind}/?all=1")).content


def everything(community: Community) -> list[dict[str, Any]]:
    with within(community):
        return [
            vars(service)
            | {
                "_state": None,
                "hours": sorted(map(str, service.hours.values_list("weekday", "opens", "closes"))),
            }
            for service in Service.objects.order_by("id")
        ]


def only(world: World) -> Service:
    with within(world.hill):
        return Service.objects.not_deleted().get()


def imports(world: World) -> list[DirectoryImport]:
    with within(world.hill):
        return list(DirectoryImport.objects.order_by("id"))
