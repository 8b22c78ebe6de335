import json

from tests.evaluation.reports.samples import snapshot_of


def test_it_is_plain_data(filled):
    snapshot = snapshot_of(filled.hill)
    assert json.loads(json.dumps(snapshot)) == snapshot
