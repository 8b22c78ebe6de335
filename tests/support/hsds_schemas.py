"""JSON Schema of the HSDS 3 fields that the directory fills, after https://docs.openreferral.org (types, formats, what
is required), closed to anything else; and of the descriptor of a tabular data package."""

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
ANY_TEXT: Schema = {"type": "string"}
UUID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TIME: Schema = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}


def thing(required: dict[str, Schema], /, **optional: Schema) -> Schema:
    return {
        "type": "object",
        "properties": required | optional,
        "required": list(required),
        "additionalProperties": False,
    }


def many(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 1}


ADDRESS = thing(
    {
        "id": UUID,
        "location_id": UUID,
        "address_1": TEXT,
        "city": ANY_TEXT,
        "state_province": ANY_TEXT,
        "postal_code": ANY_TEXT,
        "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "address_type": {"enum": ["physical", "postal", "virtual"]},
    }
)
LOCATION = thing(
    {"id": UUID, "location_type": {"enum": ["physical", "postal", "virtual"]}},
    name=TEXT,
    addresses=many(ADDRESS),
)
TERM = thing({"id": UUID, "code": TEXT, "name": TEXT, "taxonomy": TEXT})
SERVICE = thing(
    {
        "id": UUID,
        "name": TEXT,
        "status": {"enum": ["active", "inactive", "defunct", "temporarily closed"]},
        "organization": thing({"id": UUID, "name": TEXT, "description": TEXT}),
    },
    description=TEXT,
    url={"type": "string", "pattern": "^https?://"},
    application_process=TEXT,
    eligibility_description=TEXT,
    assured_date=DATE,
    phones=many(thing({"id": UUID, "number": TEXT}, service_id=UUID, type=TEXT)),
    languages=many(thing({"id": UUID}, service_id=UUID, name=TEXT, code=TEXT)),
    schedules=many(
        thing(
            {"id": UUID},
            service_id=UUID,
            freq={"enum": ["WEEKLY", "MONTHLY"]},
            byday={"type": "string", "pattern": "^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$"},
            opens_at=TIME,
            closes_at=TIME,
        )
    ),
    service_areas=many(thing({"id": UUID}, service_id=UUID, name=TEXT)),
    service_at_locations=many(thing({"id": UUID, "location": LOCATION}, service_id=UUID)),
    attributes=many(
        thing(
            {"id": UUID, "link_id": UUID, "link_entity": {"const": "service"}, "taxonomy_term": TERM},
            link_type=TEXT,
            value=TEXT,
        )
    ),
)
PAGE = thing(
    {
        "total_items": {"type": "integer"},
        "total_pages": {"const": 1},
        "page_number": {"const": 1},
        "size": {"type": "integer"},
        "first_page": {"const": True},
        "last_page": {"const": True},
        "empty": {"type": "boolean"},
        "contents": {"type": "array", "items": SERVICE},
    }
)
FIELD = thing(
    {"name": TEXT, "type": {"enum": ["string", "date"]}},
    constraints=thing({}, required={"const": True}, unique={"const": True}),
)
FOREIGN_KEY = thing({"fields": TEXT, "reference": thing({"resource": TEXT, "fields": {"const": "id"}})})
RESOURCE = thing(
    {
        "name": {"type": "string", "pattern": "^[a-z_]+$"},
        "path": {"type": "string", "pattern": r"^[a-z_]+\.csv$"},
        "profile": {"const": "tabular-data-resource"},
        "schema": thing(
            {"fields": many(FIELD), "primaryKey": {"const": "id"}}, foreignKeys=many(FOREIGN_KEY)
        ),
    },
    format={"const": "csv"},
    mediatype={"const": "text/csv"},
    encoding={"const": "utf-8"},
    dialect={"type": "object"},
)
DATAPACKAGE = thing(
    {"name": TEXT, "profile": {"const": "tabular-data-package"}, "resources": many(RESOURCE)},
    title=TEXT,
    version=TEXT,
    taxonomy=TEXT,
)
