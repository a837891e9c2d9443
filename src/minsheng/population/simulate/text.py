"""The words of the forecast page, in both languages; what the result page of a scan has already is taken from there."""

from __future__ import annotations

from minsheng.policy.vocabulary import Text
from minsheng.population.report.text import WORDS as REPORT_WORDS

__all__ = ["WORDS", "words"]

_TAKEN = (
    "switch",
    "contents",
    "households",
    "people",
    "benefit",
    "sum",
    "township",
    "not_set",
    "difference",
    "parameter",
    "for",
    "value",
    "used_by",
    "documents",
    "number",
    "name",
    "kind",
    "official",
    "made_up",
    "files",
    "files_lead",
    "download",
    "chart_of",
    "no_chart",
    "unit_large",
    "unit_chart",
    "unit_people",
    "synthetic",
    "demonstration",
    "demonstration_lead",
    "part",
)

WORDS: dict[str, Text] = {key: REPORT_WORDS[key] for key in _TAKEN} | {
    "title": Text("政策调整测算", "What a change of policy would mean"),
    "by_the_law_of": Text("按 {day} 的法测算", "By the law of {day}"),
    "by_two_laws": Text(
        "调整前按 {before}，调整后按 {after} 的法测算", "By the law of {before} before, and of {after} after"
    ),
    "synthetic_more": Text(
        "每一户、每一人都是编造的。这里的结果只说明规则的改变怎样起作用，不是任何地方的预算，也不能用于任何人的审批。",
        "Every household and person is made up. The results show how a change of the rules works; they are no budget of any "
        "place, and must not be used to decide about anybody.",
    ),
    "part": Text(
        "这是按 {scale} 缩小的样本，金额和户数也只有这么大一部分。",
        "A sample, scaled by {scale}: money and households are that much smaller.",
    ),
    "made_up_figures": Text(
        "◆ 用到了 {count} 个演示值（{names}），不是文件里的数，是为演示编的；这里的金额不能当作预算。",
        "◆ This rests on {count} demonstration values ({names}), which no document prints and which were made up; the amounts are "
        "no budget.",
    ),
    "and_others": Text("{names}等", "{names} and others"),
    "see_table": Text("见下表", "See the table"),
    "before": Text("调整前", "Before"),
    "after": Text("调整后", "After"),
    "more_a_year": Text("每年增减", "change in a year"),
    "payer_a_year": Text("{payer}每年增减", "change for the {payer} level"),
    "newly": Text("新纳入", "newly entitled"),
    "no_longer": Text("不再符合", "no longer entitled"),
    "gainers": Text("应得增加的户", "households that gain"),
    "losers": Text("应得减少的户", "households that lose"),
    "open_households": Text("还不能判断的户", "households that cannot be told"),
    "of_people": Text("{people} 人", "{people} people"),
    "month_each": Text("平均每户每月 {money} 元", "{money} yuan a month each on average"),
    "payers": Text("谁来出", "Who bears it"),
    "payers_chart": Text("十二个月的支出由谁承担（万元）", "Who bears twelve months of spending (thousand yuan)"),
    "payers_change_chart": Text(
        "谁多支出，谁少支出：每年增减（万元）", "Who spends more, who less: change in a year (thousand yuan)"
    ),
    "payer": Text("承担者", "Level"),
    "before_year": Text("调整前十二个月（元）", "Before, twelve months (yuan)"),
    "after_year": Text("调整后十二个月（元）", "After, twelve months (yuan)"),
    "difference_year": Text("十二个月增减（元）", "Change, twelve months (yuan)"),
    "difference_month": Text("每月增减（元）", "Change a month (yuan)"),
    "groups": Text("谁多得，谁少得", "Who gains, who loses"),
    "groups_chart": Text("每户每月应得的变化（户）", "Households by the change of their money a month"),
    "group": Text("每户每月", "A household, each month"),
    "gain": Text("增加", "gain"),
    "lose": Text("减少", "lose"),
    "same": Text("不变", "unchanged"),
    "open": Text("还不能判断", "cannot be told"),
    "band": Text("{way} {low}–{high} 元", "{way} {low}–{high} yuan"),
    "band_first": Text("{way}不超过 {high} 元", "{way} up to {high} yuan"),
    "band_last": Text("{way} {low} 元以上", "{way} over {low} yuan"),
    "changed": Text("改了什么", "What is changed"),
    "where": Text("地方", "Where"),
    "everywhere": Text("全部", "everywhere"),
    "document": Text("文件", "Document"),
    "how": Text("怎样", "How"),
    "came": Text("新施行", "came into force"),
    "went": Text("不再施行", "no longer in force"),
    "was_changed": Text("内容改了", "reads otherwise"),
    "definitions": Text("文件里改了的规定", "What the documents say otherwise"),
    "benefits": Text("各项待遇", "By benefit"),
    "benefits_chart": Text("各项待遇十二个月的支出（万元）", "Twelve months of spending by benefit (thousand yuan)"),
    "people_before": Text("调整前（人）", "People before"),
    "people_after": Text("调整后（人）", "People after"),
    "people_difference": Text("增减（人）", "Change"),
    "entitled": Text("新纳入的和不再符合的", "Newly entitled, and no longer"),
    "entitled_chart": Text("新纳入和不再符合的人数", "People newly entitled and no longer entitled"),
    "newly_households": Text("新纳入（户）", "Newly (households)"),
    "newly_people": Text("新纳入（人）", "Newly (people)"),
    "no_longer_households": Text("不再符合（户）", "No longer (households)"),
    "no_longer_people": Text("不再符合（人）", "No longer (people)"),
    "open_people_before": Text("调整前不能判断（人）", "Cannot be told before (people)"),
    "open_people_after": Text("调整后不能判断（人）", "Cannot be told after (people)"),
    "townships": Text("各乡镇（街道）", "By township"),
    "townships_chart": Text("各乡镇十二个月的增减（万元）", "Change over twelve months by township (thousand yuan)"),
    "gain_households": Text("增加（户）", "Gain (households)"),
    "lose_households": Text("减少（户）", "Lose (households)"),
    "open_column": Text("不能判断（户）", "Cannot be told (households)"),
    "receiving_before": Text("调整前享受的（户）", "With money before (households)"),
    "receiving_after": Text("调整后享受的（户）", "With money after (households)"),
    "near": Text("标准线附近的人", "Who is near the line"),
    "near_lead": Text(
        "把调整后的数再上下移 5% 和 10%，看谁的结论会变。移高才符合的，现在差得不多；移低就不符合的，稍有变动就会失去。",
        "The value afterwards is moved by 5 and 10 per cent, to see whose outcome differs. Who comes in only when it is higher "
        "misses it by little; who falls out when it is lower would lose it by little.",
    ),
    "near_chart": Text("{benefit}：数再移一点，结论会变的人", "{benefit}: people whose outcome would differ"),
    "moved": Text("把数移", "Moved by"),
    "enters": Text("变为符合", "come in"),
    "leaves": Text("变为不符合", "fall out"),
    "enters_households": Text("变为符合（户）", "Come in (households)"),
    "enters_people": Text("变为符合（人）", "Come in (people)"),
    "leaves_households": Text("变为不符合（户）", "Fall out (households)"),
    "leaves_people": Text("变为不符合（人）", "Fall out (people)"),
    "near_none": Text("上下移 10%，谁的结论都不变。", "Within 10 per cent up and down, nobody's outcome differs."),
    "near_too_many": Text(
        "改动的金额太多，没有移动：{names}。", "Too many amounts are changed; these were not moved: {names}."
    ),
    "near_no_money": Text(
        "改动的不是金额，没有标准可移。", "No amount of money is changed, so there is no line to move."
    ),
    "sweep": Text("定在多少，花多少", "What each value would cost"),
    "sweep_money_chart": Text(
        "{what}：十二个月的支出由谁承担（万元）", "{what}: twelve months of spending by level (thousand yuan)"
    ),
    "sweep_people_chart": Text("{what}：享受的户数和人数", "{what}: households and people with money"),
    "sweep_value": Text("定在", "Value"),
    "sweep_households": Text("享受的（户）", "Households with money"),
    "sweep_people": Text("享受的（人）", "People with money"),
    "sweep_year": Text("十二个月（元）", "Twelve months (yuan)"),
    "spread": Text("贫困差距和基尼系数", "Poverty gap and Gini coefficient"),
    "spread_missing_without": Text(
        "不算这些待遇，离标准每月共差（元）", "Missing to the standard without the money, a month (yuan)"
    ),
    "spread_missing_with": Text("算上这些待遇，离标准每月共差（元）", "Missing with the money, a month (yuan)"),
    "spread_gini": Text(
        "享受待遇家庭人均收入的基尼系数", "Gini coefficient of income per head where money is received"
    ),
    "spread_note": Text(
        "贫困差距：{people} 人各离标准差多少，合起来每月多少。{unknown} 人的收入不知道或者没有计入家庭，没有算进来。"
        "人均待遇按户内人口平均；基尼系数只看调整前或调整后享受待遇的户，人均年收入舍去元以下。",
        "Poverty gap: what {people} people together are short of the standard each month. {unknown} people whose income is not known, or "
        "who belong to no family, are left out. Money is spread over the people of a household; the coefficient is that of households "
        "with money before or after, a year's income per head rounded down to the yuan.",
    ),
    "spread_no_rule": Text(
        "没有算：要用规则“{rule}”（{name}）的值，结果里还没有这一列。不知道的，不猜。",
        "Not computed: this needs the values of the rule “{rule}” ({name}), which results do not hold yet. What is not known is "
        "not guessed.",
    ),
    "spread_no_comparison": Text(
        "没有算：改动的数不是拿来和收入相比的标准。",
        "Not computed: what is changed is no standard that income is compared with.",
    ),
    "figure": Text("指标", "Figure"),
    "counting": Text("怎样算的", "How it is counted"),
    "counting_1": Text(
        "同一批住户，先按调整前的法、再按调整后的法各判定一遍，两次的差就是改变的影响。",
        "The same households are decided twice, by the law before and by the law after; what differs is what the change does.",
    ),
    "counting_2": Text(
        "十二个月的钱：按月发的乘十二，按年发的和一次性的各算一次。",
        "Twelve months: what is paid by the month counts twelve times, what is paid by the year or once counts once.",
    ),
    "counting_3": Text(
        "多得、少得按户看，是全户各项钱的合计除以十二个月；人数是这些户的全部人口。调整前或调整后有一项待定的户，算“还不能判断”。",
        "Gains and losses are of whole households: all their money over twelve months, by the month; people are all people of these "
        "households. A household with anything open before or after counts as one that cannot be told.",
    ),
    "counting_4": Text(
        "金额是按规则应得的，不是实际领的；没有算人们会因为政策改变而搬家、工作或者来申请。",
        "Amounts are what is due under the rules, not what is drawn; nobody here moves, works or applies otherwise because of the change.",
    ),
    "counting_5": Text(
        "一个人可以有几项待遇，各项的人数不能相加；钱可以。金额算到分，没有四舍五入。",
        "One person may have several benefits, so people of different benefits must not be added up; money may. Amounts are "
        "exact to the fen.",
    ),
    "counting_6": Text(
        "带 ◆ 的待遇用到了演示值：文件没有印出、为演示编的数。换成当地的数，结果会变。",
        "Benefits marked ◆ rest on demonstration values: figures that no document prints, made up for the demonstration. Local figures "
        "will change them.",
    ),
    "file_json": Text("全部数字，供程序读取", "all figures, for programs"),
    "file_csv": Text("各地、各项待遇、谁来出", "by place, benefit and payer"),
    "file_groups": Text("多得和少得的户", "households that gain and lose"),
    "file_passages": Text("结论怎样变", "how outcomes pass into others"),
    "file_near": Text("标准线附近的人", "who is near the line"),
    "file_sweep": Text("定在多少，花多少", "what each value would cost"),
    "unit_households": Text("户", "households"),
    "unit_yuan": Text("元", "yuan"),
}


def words(lang: str) -> dict[str, str]:
    """All words of the page in one language.

    >>> words("en")["newly"]
    'newly entitled'
    """
    return {key: text.in_(lang) for key, text in WORDS.items()}
