"""Submitting the forms of the public pages as a browser does."""

import time
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core.signing import TimestampSigner

from tests.human_check import solve
from tfc.human_check import HumanCheck


def sent(name: str, monkeypatch: pytest.MonkeyPatch, seconds: float = 60, /, **fields: Any) -> dict[str, Any]:
    """Return a form of this name ("coming:7") shown so many seconds ago, with the proof of work."""
    form_id = uuid.uuid4()
    with monkeypatch.context() as patch:
        then = time.time() - seconds
        patch.setattr(time, "time", lambda: then)
        ticket = TimestampSigner(salt=f"support.{name}").sign(form_id.hex)
    proof = solve(HumanCheck(name, form_id, settings.PROOF_OF_WORK_BITS))
    return {"ticket": ticket, "proof": proof, "website": "", **fields}
