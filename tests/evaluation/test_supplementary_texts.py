"""Texts and sums of supplementary figures, checked by hand."""

from stakeholders.contribution_texts import add_up, lines

NOTHING = {"gifts": 0, "money": {}, "hours": None, "pieces": None, "unknown": {}}


def supplementary(partners: dict[str, int] | None = None, **total) -> dict:
    return {"giving": {"total": NOTHING | total}, "new_partners": partners or {}}


def test_it_says_each_kind_and_currency_by_itself():
    result = supplementary(
        {"schools": 1}, money={"GBP": "1200.00", "USD": "0.50"}, hours="3.50", unknown={"goods": 2}
    )
    assert lines(result) == [
        ("Money", "1,200 GBP"),
        ("Money", "0.50 USD"),
        ("Hours of work", "3.50"),
        ("Goods, amount not known", "2 contributions"),
        ("New partners", "1"),
    ]


def test_what_nobody_counted_is_no_zero():
    assert lines(supplementary()) == lines(None) == []
    assert lines(supplementary(money={"USD": "0.00"})) == [("Money", "0 USD")]


def test_over_communities_it_adds_like_to_like():
    rows = [
        supplementary({"media": 1}, gifts=2, money={"USD": "10.50"}, hours="2.00", unknown={"money": 1}),
        supplementary(
            {"media": 2, "schools": 1}, gifts=3, money={"USD": "1", "MXN": "7"}, unknown={"money": 1}
        ),
        supplementary(),
    ]
    assert add_up(rows) == supplementary(
        {"media": 3, "schools": 1},
        gifts=5,
        money={"MXN": "7", "USD": "11.50"},
        hours="2.00",
        unknown={"money": 2},
    )
    assert add_up([]) == supplementary()
