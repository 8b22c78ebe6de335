def test_it_leads_search_engines_to_the_public_pages_alone(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /$",
        "Allow: /p/",
        "Allow: /static/",
        "Disallow: /",
    ]
    assert dict(client.cookies) == {}
