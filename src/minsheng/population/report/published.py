"""Published figures to hold computed ones against. They are shown beside each other and never made to fit."""

from __future__ import annotations

from dataclasses import dataclass

from minsheng.policy.vocabulary import Text

__all__ = ["PUBLISHED", "Published", "published_for"]


@dataclass(frozen=True, slots=True)
class Published:
    """A published year: people at its end, money paid in it (fen), the benefits that money stands for, and why computed ones differ."""

    area: str
    year: int
    label: Text
    people_of: str
    money_of: tuple[str, ...]
    people: int
    money: int
    cites: Text
    because: Text


_QJ = Text(
    "綦江区保障和改善民生行动方案（2018—2020年）附件7 一、基本情况", "Qijiang action plan 2018–2020, annex 7, part 1"
)

PUBLISHED: tuple[Published, ...] = (
    Published(
        "500110",
        2017,
        Text("城乡低保", "Dibao, urban and rural"),
        "dibao",
        ("dibao", "dibao.supplement"),
        28_300,
        12_700_000_000,
        _QJ,
        Text(
            "人数：公布的是年末在册的人，测算的是这一天按规则符合的人，在册的可能已不符合，符合的可能没有申请。"
            "金额：公布数是2017年全年实际发放；测算数是按当天的人和标准算一个月再乘12。公布数折合每人每月约374元，高于农村标准350元全额，"
            "说明其中不只是年末在册人员的差额部分（文件没有分开列出分类施保、物价补贴、年内退出人员等）。"
            "测算用的家庭收入和财产是假定的，补助比例是演示值，都没有为了接近公布数而调整。",
            "People: published are those on the roll at year end, computed those who meet the rules on the day; some on the roll no "
            "longer do, some who do have not applied. Money: the published sum was paid over all of 2017; the computed one is one "
            "month at the day's people and standards, times 12. The published sum comes to about 374 yuan a head and month, more than "
            "the whole rural standard of 350, so it holds more than the difference payments of those on the roll at year end (the "
            "document does not list supplements, price-linked payments or people who left). Incomes and property here are assumed and "
            "the supplement shares are demonstration values; none was adjusted to come near.",
        ),
    ),
    Published(
        "500110",
        2017,
        Text("特困供养", "Hardship support"),
        "hardship",
        ("hardship",),
        7_006,
        5_164_890_000,
        _QJ,
        Text(
            "公布数只含基本生活供养金，折合每人每月约614元，低于年末标准650元：年内人数、标准有变动。"
            "测算数按年末标准乘12，并加上照料护理补贴，护理补贴标准是演示值。",
            "The published sum is for basic living only and comes to about 614 yuan a head and month, below the year-end standard "
            "of 650: numbers or standards changed within the year. The computed sum takes the year-end standard times 12 and adds "
            "the care allowance, whose amounts are demonstration values.",
        ),
    ),
    Published(
        "500110",
        2017,
        Text("孤儿基本生活保障", "Orphans' basic support"),
        "orphan_support",
        ("orphan_support",),
        93,
        117_120_000,
        _QJ,
        Text(
            "孤儿人数照公布数生成；测算的人数还包括事实无人抚养儿童（假定）。文件没有印出孤儿的月标准，所以不测算金额。",
            "The number of orphans is taken as published; the computed one also has children in fact without care (assumed). "
            "The document prints no monthly standard for orphans, so no money is computed.",
        ),
    ),
)


def published_for(areas: tuple[str, ...]) -> list[Published]:
    """The published figures that speak of these areas: all of them must lie in the one they were published for."""
    return [figure for figure in PUBLISHED if areas and all(area.startswith(figure.area) for area in areas)]
