from tests.base import World
from tests.stakeholders.findings_base import add_finding, findings, stored


def test_it_deletes_and_offers_undo(world: World, signed_in):
    finding = add_finding(world.hill)
    client = signed_in("hill-leader")
    response = client.post(findings("hill", f"{finding.pk}/delete/"), follow=True)
    restore = findings("hill", f"{finding.pk}/restore/")
    assert response.redirect_chain == [(findings("hill"), 302)]
    assert f'action="{restore}"' in response.content.decode()
    assert stored(world.hill, finding).deleted_at is not None
    assert client.get(findings("hill", f"{finding.pk}/")).status_code == 404
    back = client.post(restore, {"next": findings("hill")})
    assert back["Location"] == findings("hill")
    assert stored(world.hill, finding).deleted_at is None


def test_it_deletes_once_when_it_is_asked_twice(world: World, signed_in):
    finding = add_finding(world.hill)
    client, url = signed_in("hill-leader"), findings("hill", f"{finding.pk}/delete/")
    client.post(url)
    first = stored(world.hill, finding).deleted_at
    assert client.post(url).status_code == 302
    assert stored(world.hill, finding).deleted_at == first


def test_it_lists_the_trash_with_a_way_to_restore(world: World, signed_in):
    gone = add_finding(world.hill, "Gone words")
    add_finding(world.hill, "Kept words")
    client = signed_in("hill-leader")
    client.post(findings("hill", f"{gone.pk}/delete/"))
    page = client.get(findings("hill", "trash/")).content.decode()
    assert "Gone words" in page
    assert findings("hill", f"{gone.pk}/restore/") in page
    assert "Kept words" not in page
