"""The synthetic household of the examples on its way through two processes, and everything that its papers are made from."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from minsheng.casework import Event, Journey
from minsheng.casework.papers import Particulars
from minsheng.casework.papers.certificate import CertificateNumber, address_to_verify
from minsheng.casework.papers.particulars import members_of
from minsheng.policy.decision import decide
from minsheng.policy.household import read_household

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2021, 11, 20)
NUMBERS = ("620123195805120017", "620123196008230023", "620123198603070035")
#: What the office writes on the papers of this household; everything is made up.
OFFICE = {
    "apply_by": "self",
    "setting": "rural",
    "causes": ["illness", "disability"],
    "near_relative": "no",
    "registered_address": "兰州新区示范镇第一村12号（虚构）",
    "address": "兰州新区示范镇第一村12号（虚构）",
    "bank": "示范农商银行（虚构）",
    "account_holder": "张三（虚构）",
    "account": "6200000000000000000",
    "statement": "儿子智力残疾，妻子没有劳动能力，家里只有种地的收入，生活困难，申请救助。",
    "income": [{"who": "张三（虚构）", "wages": "0.00", "business": "620.50", "transfers": "218.00"}],
    "supporters": [{"name": "—", "kinship": "—"}],
    "papers_received": ["户口簿复印件", "身份证复印件", "残疾人证复印件", "诚信承诺书和核对授权书"],
    "papers_missing": ["农村住房安全鉴定表", "张亮（虚构）的残疾人证复印件"],
    "bring_by": "2021年11月12日",
    "office_phone": "0931-0000000",
    "office_address": "示范镇便民服务中心一楼（虚构）",
    "watch_phone": "0931-0000001",
    "check_number": "HD-2021-0031",
    "checked_on": date(2021, 11, 10),
    "valid_until": date(2022, 5, 10),
    "check_findings": [
        {
            "who": "张三（虚构）",
            "register": "基本养老保险",
            "declared": "108.00元/月",
            "found": "108.00元/月",
            "fits": "一致",
        }
    ],
    "check_result": "fits",
    "visited_on": date(2021, 11, 5),
    "investigators": "李某、赵某（虚构）",
    "visit_ways": ["home_visit", "neighbours"],
    "living": "三间土木结构平房，屋内有简单家具，水电正常。",
    "visited_income": "种地八亩，全年净收入约7446元；儿子护理补贴每月200元。",
    "meeting_on": date(2021, 11, 12),
    "meeting_place": "第一村村委会（虚构）",
    "chair": "孙某（虚构）",
    "recorder": "钱某（虚构）",
    "village": "第一村",
    "present": "村干部2人、党员代表3人、村民代表6人",
    "votes_for": 11,
    "votes_against": 0,
    "abstained": 0,
    "score": 82,
    "minutes": "与会人员认为该户情况属实，生活确有困难，同意上报。",
    "income_per_head": "365.25 元/月",
    "visit_result": "2021年11月5日入户，情况属实。",
    "notice_result": "2021年11月15日至22日公示，无异议。",
    "township_opinion": "经调查、核对和公示，拟同意纳入最低生活保障。",
    "paid_how": "按月社会化发放到一卡通账户",
    "change": "lower",
    "amount_before": "447.50 元/月",
    "amount_after": "300.00 元/月",
    "changed_from": "2022年6月",
    "changes": [{"day": "2021-12-01", "what": "新增", "after": "447.50", "people": 2, "by": "李某"}],
    "last_review": "—",
    "next_review": "2022年5月",
    "review_says": "keep",
    "official_name": "周某（虚构）",
    "official_post": "示范镇便民服务中心 干事（虚构）",
    "kinship": "侄子",
    "relative_statement": "申请人是本人的叔父，本人没有参与该户的受理、调查和审核。",
    "holder_nation": "汉族",
    "holder_registered": "甘肃省兰州新区示范镇第一村（虚构）",
    "holder_lives": "甘肃省兰州新区示范镇第一村（虚构）",
    "issued_on": date(2021, 12, 1),
    "care_levels": [{"day": "2021-11-05", "level": "部分丧失", "by": "示范镇人民政府"}],
    "placements": [{"day": "2021-12-01", "form": "分散供养", "where": "张三（虚构）"}],
}


def events(*, refused=False):
    yield Event("applied", date(2021, 11, 1), "applicant", "head")
    yield Event("correction", date(2021, 11, 1), "township", "clerk", reason="缺住房安全鉴定表")
    yield Event("completed", date(2021, 11, 3), "applicant", "head")
    yield Event("accepted", date(2021, 11, 3), "township", "clerk")
    yield Event("begun", date(2021, 11, 4), "township", "clerk", step="survey")
    for activity in ("home_visit", "neighbours", "letters"):
        yield Event("did", date(2021, 11, 5), "township", "clerk", step="survey", outcome=activity)
    yield Event("step", date(2021, 11, 8), "township", "clerk", step="survey", outcome="ask_for_data")
    yield Event("begun", date(2021, 11, 9), "county", "checker", step="data_check")
    yield Event("did", date(2021, 11, 10), "county", "checker", step="data_check", outcome="data_check")
    yield Event("step", date(2021, 11, 10), "county", "checker", step="data_check", outcome="fits")
    yield Event("step", date(2021, 11, 15), "township", "head", step="opinion", outcome="opinion")
    yield Event("step", date(2021, 11, 23), "township", "clerk", step="notice", outcome="quiet")
    outcome = "refuse" if refused else "approve"
    yield Event("step", date(2021, 11, 25), "county", "chief", step="decision", outcome=outcome, reason="说明理由")


@pytest.fixture(scope="session")
def decision(packs):
    law = packs.as_of(DAY, "620171")
    return decide(law, read_household(ROOT / "examples/zhang.json", packs.vocabulary), DAY)


@pytest.fixture(scope="session")
def particulars(decision):
    """A function that gives what papers of the household are made from; ``benefit`` chooses the outcome."""

    def of(benefit="dibao", *, status="", refused=False, **changes):
        wanted = [o for o in decision.outcomes if o.benefit == benefit and (not status or o.status == status)]
        outcome = wanted[0]
        process = decision.law.processes["dibao.application"]
        journey = Journey.of(process, events(refused=refused), roles={"dibao.decider": "county"})
        people = [
            replace(member, id_number=number)
            for member, number in zip(members_of(decision, outcome), NUMBERS, strict=True)
        ]
        number = CertificateNumber("620171", 2021, 17)
        given = Particulars(
            number="新民低〔2021〕0031号",
            office="兰州新区示范镇人民政府（虚构）",
            area_name="甘肃省兰州新区示范镇第一村",
            members=tuple(people),
            applicant=people[2] if benefit == "hardship" else None,
            decision=decision,
            outcome=outcome,
            journey=journey,
            last_day=date(2021, 12, 15),
            values={**OFFICE, "certificate_number": str(number)},
            address=address_to_verify("https://minsheng.example", number),
        )
        return replace(given, **changes)

    return of
