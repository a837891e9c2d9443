"""The words of the result page, in both languages."""

from __future__ import annotations

from minsheng.policy.vocabulary import Text

__all__ = ["PAYER", "PERIOD", "STATUS", "STATUS_ICON", "WORDS", "words"]

STATUS = {
    "yes": Text("符合", "entitled"),
    "no": Text("不符合", "not entitled"),
    "cannot_tell_yet": Text("还不能判断", "cannot tell yet"),
    "needs_local_setting": Text("待当地设定", "needs a local setting"),
}
STATUS_ICON = {"yes": "✓", "no": "✕", "cannot_tell_yet": "?", "needs_local_setting": "⚙"}
PAYER = {
    "central": Text("中央", "central"),
    "province": Text("省", "province"),
    "city": Text("市", "city"),
    "county": Text("区县", "county"),
    "township": Text("乡镇", "township"),
    "fund": Text("基金", "fund"),
}
PERIOD = {
    "month": Text("元/月", "yuan a month"),
    "year": Text("元/年", "yuan a year"),
    "once": Text("元（一次）", "yuan, once"),
    "": Text("元", "yuan"),
}

WORDS: dict[str, Text] = {
    "title": Text("谁该得到什么，花多少钱，谁来出", "Who is entitled to what, what it costs, who bears it"),
    "by_the_law_of": Text("按 {day} 的法测算", "By the law of {day}"),
    "synthetic": Text("合成数据，不是真实的人", "Synthetic data: none of these people exist"),
    "synthetic_more": Text(
        "人口规模和构成参照公布的数字生成，每一户、每一人都是编造的。这里的结果只用来说明规则怎样起作用，不能用于任何人的审批。",
        "The size and make-up follow published figures; every household and person is made up. These "
        "results show how the rules work; they "
        "must not be used to decide about anybody.",
    ),
    "part": Text(
        "这是按比例 {scale} 制作的样本，不和公布的数比较。",
        "A sample made at scale {scale}; it is not held against published figures.",
    ),
    "switch": Text("English", "中文"),
    "contents": Text("目录", "Contents"),
    "households": Text("户", "households"),
    "people": Text("人", "people"),
    "month_money": Text("每月应付", "due each month"),
    "month_money_note": Text("按月发放的项目合计", "all benefits paid by the month"),
    "entitled_people": Text("符合的人", "people entitled"),
    "open_cases": Text("还不能判断", "cannot tell yet"),
    "open_cases_note": Text("缺少事实的人次（各项目合计）", "people times benefits with a fact missing"),
    "set_aside": Text("有错、搁置的户", "households set aside for errors"),
    "set_aside_note": Text("原因见 set-aside.csv", "reasons in set-aside.csv"),
    "how": Text("怎样读这一页", "How to read this page"),
    "how_1": Text(
        "“符合”：按现有事实，规则都满足。“不符合”：至少一条不满足。“还不能判断”：缺少的事实会改变结论，补上才能定。"
        "“待当地设定”：文件把一个数留给当地，当地还没有设定。",
        "“Entitled”: on the facts given every rule is met. “Not entitled”: at least one is not. “Cannot "
        "tell yet”: a missing fact would change the "
        "answer. “Needs a local setting”: the document leaves a figure to the place, which has not set it.",
    ),
    "how_2": Text(
        "按家庭享受的项目（如低保），家庭成员都计入人数；一个人可以符合几个项目，各项目的人数不能相加。"
        "金额是应付数，到分为止，不是已付数。",
        "For a benefit of families (such as dibao) all members are counted; a person may be entitled "
        "to several benefits, so people of different "
        "benefits must not be added up. Amounts are what is due, exact to the fen, not what was paid.",
    ),
    "how_3": Text(
        "带 ◆ 的结果用到了演示值：文件没有印出、为演示而编的数。换成当地的数，结果会变。",
        "Results marked ◆ rest on demonstration values: figures that no document prints, made up for the demonstration. "
        "Local figures will change them.",
    ),
    "decided": Text("决定了什么", "What was decided"),
    "decided_chart": Text("符合和待定的人数", "People entitled or still open"),
    "benefit": Text("项目", "Benefit"),
    "of_families": Text("按家庭", "families"),
    "of_people": Text("按人", "people"),
    "counted": Text("对象", "Of"),
    "yes_households": Text("符合的户", "Households entitled"),
    "money": Text("每个项目多少钱", "Money by benefit"),
    "money_chart": Text("每月应付（万元）", "Due each month (thousand yuan)"),
    "period": Text("期间", "Period"),
    "amount": Text("应付金额（元）", "Amount due (yuan)"),
    "per_head": Text("平均每人（元）", "Per person (yuan)"),
    "units": Text("份数", "Decisions"),
    "open_amounts": Text("金额未定的份数", "Decisions without an amount"),
    "at_most": Text("未定部分最多（元）", "At most, of those (yuan)"),
    "sum": Text("合计", "Total"),
    "no_money": Text("没有按月发钱的项目。", "No benefit is paid by the month."),
    "townships": Text("各乡镇（街道）", "By township"),
    "townships_chart": Text("各乡镇每月应付（万元）", "Due each month by township (thousand yuan)"),
    "township": Text("乡镇（街道）", "Township"),
    "people_of": Text("{benefit}（人）", "{benefit} (people)"),
    "month_amount": Text("每月应付（元）", "Due each month (yuan)"),
    "payers": Text("谁来出", "Who bears it"),
    "payers_chart": Text("每月由谁承担（万元）", "Borne each month by (thousand yuan)"),
    "payer_column": Text("{payer}（元）", "{payer} (yuan)"),
    "not_set": Text("分担未设定（元）", "Shares not set (yuan)"),
    "published": Text("公布的数与测算的数", "Published beside computed"),
    "published_lead": Text(
        "两者并排列出，差别说明原因；测算从不为了接近公布数而调整。",
        "Both stand beside each other and the difference is explained; the computation is never adjusted to come near.",
    ),
    "figure": Text("指标", "Figure"),
    "published_value": Text("公布", "Published"),
    "computed_value": Text("测算", "Computed"),
    "difference": Text("差", "Difference"),
    "people_figure": Text("{label}：{year}年末人数", "{label}: people at the end of {year}"),
    "money_figure": Text("{label}：全年金额（万元）", "{label}: money in the year (million yuan)"),
    "why": Text("为什么不同", "Why they differ"),
    "reasons": Text("不符合的主要原因", "Main reasons for a no"),
    "reason": Text("决定的规则或事实", "Deciding rule or fact"),
    "needs": Text("补上什么就能判断", "What would settle the open ones"),
    "need": Text("缺少的事实或设定", "Missing fact or setting"),
    "none_open": Text("没有待定的。", "Nothing is open."),
    "demonstration": Text("用到的演示值", "Demonstration values used"),
    "demonstration_lead": Text(
        "下列的数没有任何文件印出，是为演示编的。所有用到它们的结果都带 ◆。",
        "No document prints these figures; they were made up for the demonstration. Every result that used one is marked ◆.",
    ),
    "no_demonstration": Text("没有用到演示值。", "No demonstration value was used."),
    "parameter": Text("设定", "Setting"),
    "for": Text("适用于", "For"),
    "value": Text("值", "Value"),
    "used_by": Text("用到的项目", "Used by"),
    "documents": Text("依据的文件", "Documents applied"),
    "number": Text("文号", "Number"),
    "name": Text("名称", "Title"),
    "kind": Text("性质", "Kind"),
    "official": Text("政策文件", "policy document"),
    "made_up": Text("示范设定，不是政府文件", "demonstration settings, not a government document"),
    "files": Text("全部结果", "All results"),
    "files_lead": Text("同一文件夹里：", "In the same folder:"),
    "file_households": Text("每户一行", "one row a household"),
    "file_people": Text("每人一行", "one row a person"),
    "file_totals": Text("合计，电子表格可以打开", "totals, opens in a spreadsheet"),
    "file_json": Text("合计，供程序读取", "totals for programs"),
    "download": Text("下载表格（CSV）", "Download the table (CSV)"),
    "chart_of": Text(
        "图：{title}。同样的数字在下面的表里。", "Chart: {title}. The same figures are in the table below."
    ),
    "no_chart": Text(
        "没有图表脚本，数字都在表里。", "Charts need a script that is not here; all figures are in the tables."
    ),
    "took": Text("决定用时 {seconds} 秒，每秒 {rate} 户。", "Decided in {seconds} s, {rate} households a second."),
    "unit_large": Text("万元", "million yuan"),
    "unit_chart": Text("万元", "thousand yuan"),
    "unit_people": Text("人", "people"),
}


def words(lang: str) -> dict[str, str]:
    """All words of the page in one language.

    >>> words("en")["sum"]
    'Total'
    """
    return {key: text.in_(lang) for key, text in WORDS.items()}
