"""Run by the previous release's code on the tables of this one: returns its columns and its pages' answers.

Reads a JSON object (``session``: a coordinator's; ``gets``: paths; ``path``, ``typed``: a form) and writes one.
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

    from django.apps import apps
    from django.conf import settings
    from django.test import Client

    request = json.load(sys.stdin)
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = request["session"]
    answers = {path: client.get(path).status_code for path in request["gets"]}
    answers[request["path"]] = client.post(request["path"], request["typed"]).status_code
    known_tables = {
        model._meta.db_table: [column.column for column in model._meta.local_concrete_fields]
        for model in apps.get_models(include_auto_created=True)
    }
    print(json.dumps({"answers": answers, "known": known_tables}))
