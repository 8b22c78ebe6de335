"""A person who imports a file, and the worker that processes it."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from communities.imports.work import work_on
from communities.models import Community, ImportBatch, ImportJob, ImportRow, Office
from tests.base import within


@dataclass
class ImportClient:
    client: Client
    town: Community | Office
    kind: str = "organizations"

    @property
    def url(self) -> str:
        start = "office" if isinstance(self.town, Office) else "c"
        return f"/{start}/{self.town.slug}/imports/"

    def upload(self, content: str | bytes, name: str = "list.csv", **more: Any) -> Any:
        data = content.encode() if isinstance(content, str) else content
        return self.client.post(self.url, {"kind": self.kind, "file": SimpleUploadedFile(name, data), **more})

    def bring(self, content: str | bytes, name: str = "list.csv") -> ImportBatch:
        """Upload a file and process it up to the step that needs the person."""
        response = self.upload(content, name)
        assert response.status_code == 302
        return self.after_work(response)

    def after_work(self, response: HttpResponse) -> ImportBatch:
        batch_id = int(response["Location"].strip("/").rpartition("/")[2])
        return self.work(batch_id)

    def work(self, batch_id: int) -> ImportBatch:
        assert work_on(ImportJob.objects.get(batch_id=batch_id).pk)
        return self.batch(batch_id)

    def batch(self, batch_id: int) -> ImportBatch:
        with within(self.town):
            return ImportBatch.objects.get(pk=batch_id)

    def page(self, batch: ImportBatch, query: str = "") -> str:
        response = self.client.get(f"{self.url}{batch.pk}/{query}")
        assert response.status_code == 200
        return response.content.decode()

    def act(self, batch: ImportBatch, action: str, **more: Any) -> Any:
        return self.client.post(f"{self.url}{batch.pk}/", {"action": action, **more})

    def columns(self, batch: ImportBatch, **answers: str) -> ImportBatch:
        """Confirm the recognized columns and choose others: ``c3="phone"``, ``r0="dmy"``."""
        data = {
            f"c{place}": batch.mapping.get(str(place)) or "-" for place in range(len(batch.table["header"]))
        }
        response = self.act(batch, "columns", **{**data, **answers})
        assert response.status_code == 302
        return self.work(batch.pk)

    def commit(self, batch: ImportBatch, **more: str) -> ImportBatch:
        assert self.act(batch, "commit", **more).status_code == 302
        return self.work(batch.pk)

    def undo(self, batch: ImportBatch) -> ImportBatch:
        assert self.act(batch, "undo").status_code == 302
        return self.work(batch.pk)

    def rows(self, batch: ImportBatch) -> list[ImportRow]:
        with within(self.town):
            return list(ImportRow.objects.filter(batch=batch).order_by("number"))
