"""A value that another document lends holds as long as that document, and no longer."""

from datetime import date

from minsheng.policy.unknown import Unknown

DECLARED = """
figure: {label: {zh: 数, en: figure}, type: money/month, by: [area, from], set_by: {zh: 市, en: the city}, cites: 第一条, values: []}
"""
LENT = """
figure:
  - {area: 620100, value: 100.00, cites: 第一条}
"""
RULE = "mine: {of: person, gives: money/month, label: {zh: 甲, en: a}, is: figure, cites: 第一条}"


def test_before_during_and_after_the_lending_document(packs, pack):
    lender = pack(document="另一办法", in_force="2018-01-01", more="last_day: 2018-12-31\n", values=LENT)
    library = packs({"a.md": pack(parameters=DECLARED, rules=RULE), "b.md": lender})
    assert [finding.render("en") for finding in library.findings.errors] == []
    values = [
        library.as_of(day, "620100").parameter("figure", ())
        for day in (date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1))
    ]
    assert [None if isinstance(value, Unknown) else value for value in values] == [None, 10000, 10000, None]
