"""Every component of the desk on one page, in demonstrations only: to look at, and for the visual test."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from minsheng.policy.language import N_
from minsheng.policy.wording import status_word
from minsheng.registry.words import language, say
from minsheng.web.desk.document_items import Shown
from minsheng.web.desk.known_facts import Group, Known
from minsheng.web.desk.prompts import Prompt
from minsheng.web.desk.reasons import branches
from minsheng.web.desk.words import LEVEL_WORDS

__all__ = ["gallery"]

_DAY = date(2026, 11, 21)
_LONG = "很长的内容" * 12
_REASONS = (
    "✗ 应当享受低保：否  〔《示例文件》第三条〕",
    "  ✗ 人均月收入 812.00 元 < 低保标准 700.00 元/月  〔《示例文件》第四条〕",
    "    · 工资性收入：1,624.00 元/月（申报 2026-11-01）",
    "  ? 财产符合当地规定：尚不清楚",
    "✓ 户籍在本地：是  〔《示例文件》第二条〕",
)


class _Example(forms.Form):
    """A form with everything a form can have, wrong on purpose."""

    name = forms.CharField(max_length=60)
    amount = forms.DecimalField(max_digits=8, decimal_places=2)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    choice = forms.ChoiceField(choices=())
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        words = {
            "name": N_("name"),
            "amount": N_("amount"),
            "day": N_("day"),
            "choice": N_("one of"),
            "text": N_("reason or note"),
        }
        for name, word in words.items():
            self.fields[name].label = say(word)
        self.fields["amount"].help_text = say(N_("yuan a month"))
        choice: Any = self.fields["choice"]
        choice.choices = [("", "—"), ("a", say(N_("yes"))), ("b", say(N_("no")))]


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """All components, in every state."""
    if not settings.DEMO:
        raise Http404
    lang = language()
    fact = Known(say(N_("wages")), "223.00", say(N_("declared")), "工资条", _DAY, "示例", True)
    fact.before = [Known(fact.label, "100.00", fact.source, "", date(2026, 1, 1), "示例", True)]
    shown = {
        "statuses": [
            (status, status_word(status, lang)) for status in ("yes", "no", "cannot_tell_yet", "needs_local_setting")
        ],
        "levels": [(level, say(word)) for level, word in LEVEL_WORDS.items()],
        "tree": branches(_REASONS),
        "empty_form": _Example(),
        "form": _Example({"name": _LONG, "amount": "abc", "day": "2026-02-30", "choice": ""}),
        "groups": [Group(say(N_("income, spending and property")), [fact]), Group(say(N_("circumstances")), [])],
        "prompts": [Prompt(say(N_("late")), 3, "#"), Prompt(_LONG, 12_345, "#")],
        "item": Shown(
            say(N_("rule")),
            "example.rule",
            _LONG[:20],
            "第三条",
            lines=[(say(N_("is")), "income_per_head < dibao.standard[setting]", True)],
            reading={"used": "甲", "instead_of": "乙", "because": _LONG},
            values=[{"where": "城镇", "value": "700.00 元/月", "since": _DAY, "demonstration": True}],
        ),
        "example": Shown(say(N_("example")), "x1", "一户两人", "第四条", ok=False),
        "long": _LONG,
        "day": _DAY,
        "page": "gallery",
    }
    return render(request, "desk/gallery.html", shown)
