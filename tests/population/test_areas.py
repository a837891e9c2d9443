"""Area codes: to the township for Qijiang, to the county for the other places of the documents."""

import re

from minsheng.population.areas import all_areas, covers, find_area, parent_of, townships_of


def test_the_places_of_the_documents_are_there():
    names = {
        "500000": "重庆市",
        "500110": "綦江区",
        "620000": "甘肃省",
        "620100": "兰州市",
        "620102": "城关区",
        "620171": "兰州新区",
        "150800": "巴彦淖尔市",
    }
    for code, name in names.items():
        area = find_area(code)
        assert area is not None
        assert area.name == name


def test_every_area_lies_in_its_parent():
    for code in all_areas():
        assert re.fullmatch(r"\d{6}|\d{9}", code)
        parent = parent_of(code)
        assert parent == "" or (parent in all_areas() and covers(parent, code))


def test_qijiang_has_its_townships_with_their_villages():
    townships = townships_of("500110")
    assert len(townships) == 31
    assert all(t.communities + t.villages > 0 for t in townships)
