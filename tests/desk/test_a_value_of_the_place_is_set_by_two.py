"""A value that the place sets: proposed by one, confirmed by another, in force from its day, undone by another change only."""

import json
from datetime import date, timedelta

import pytest

from minsheng.casework import value_preview
from minsheng.casework.law import law_of, library
from minsheng.casework.local_values import Proposal, confirm, propose, refuse, withdraw
from minsheng.casework.models import LawVersion, StoredText, ValueChange
from minsheng.policy.finding import PolicyError
from minsheng.policy.library import Library
from minsheng.policy.record import differences, record_of
from minsheng.policy.today import today_in_china
from minsheng.registry.file import household_on

CHOICES = ((("setting", "urban"),), (("setting", "rural"),))
SOON = today_in_china() + timedelta(days=30)


@pytest.fixture
def proposal(areas):
    def make(value="800.00", first_day=SOON, area="620171", parameter="dibao.standard", keys=CHOICES, **more):
        about = {"document": "新政发〔2026〕1号", "issuer": "兰州新区管委会", "article": "第一条", **more}
        return Proposal(parameter, areas[area], first_day, dict.fromkeys(keys, value), **about)

    return make


@pytest.fixture
def two(staff):
    return staff("county_clerk", "620171"), staff("county_head", "620171")


@pytest.fixture
def proposed(proposal, two):
    def make(**about):
        change = propose(proposal(**about), two[0])
        base = LawVersion.objects.values_list("digest", flat=True).first() or ""
        ValueChange.objects.filter(pk=change.pk).update(preview_state="done", base=base, preview={})
        return change

    return make


def standard(day, area="620171"):
    return law_of(area, day).parameter("dibao.standard", ("urban",))


def test_it_holds_from_its_day_on_and_not_before(proposed, two):
    before = standard(SOON)
    change = proposed()
    assert standard(SOON) == before
    confirm(change.pk, two[1])
    assert standard(SOON) == 80000
    assert standard(SOON - timedelta(days=1)) == before
    assert standard(SOON, "500110") != 80000


def test_the_document_and_the_article_stand_in_the_law(proposed, two):
    confirm(proposed().pk, two[1])
    row = law_of("620171", SOON).bound["dibao.standard"].row(("urban",))
    assert (row.document, row.cites, row.demonstration) == ("新政发〔2026〕1号", ("第一条",), False)
    assert library().pack("新政发〔2026〕1号").in_force == SOON


def test_whoever_proposes_does_not_confirm(proposed, two, staff):
    change = proposed()
    head = staff("county_head", "620171", username="county_clerk")
    for somebody in (two[0], head):
        with pytest.raises(PolicyError) as problem:
            confirm(change.pk, somebody)
        assert problem.value.findings[0].code in ("A20", "A24")
    assert ValueChange.objects.get().state == "proposed"
    assert not LawVersion.objects.exists()


@pytest.mark.parametrize(
    ("role", "code"), [("township_clerk", "620171001"), ("county_head", "500110"), ("supervisor", "620171")]
)
def test_whoever_may_not_confirm(proposed, staff, role, code):
    change = proposed()
    with pytest.raises(PolicyError) as problem:
        confirm(change.pk, staff(role, code, "somebody"))
    assert problem.value.findings[0].code == "A20"


def test_whoever_may_not_propose(proposal, staff):
    for role, code in (("county_head", "620171"), ("county_clerk", "500110"), ("supervisor", "620171")):
        with pytest.raises(PolicyError) as problem:
            propose(proposal(), staff(role, code, f"{role}{code}"))
        assert problem.value.findings[0].code == "A20"


def test_nothing_is_confirmed_unseen(proposal, two):
    change = propose(proposal(), two[0])
    with pytest.raises(PolicyError) as problem:
        confirm(change.pk, two[1])
    assert problem.value.findings[0].code == "A25"


def test_a_preview_that_others_have_overtaken_is_made_again(proposed, two):
    first, second = (
        proposed(),
        proposed(value="900.00", document="新政发〔2026〕2号", first_day=SOON + timedelta(days=9)),
    )
    confirm(first.pk, two[1])
    with pytest.raises(PolicyError) as problem:
        confirm(second.pk, two[1])
    assert problem.value.findings[0].code == "A25"


def test_it_is_undone_by_another_change_only(proposed, two):
    was = standard(SOON)
    confirm(proposed().pk, two[1])
    confirm(proposed(value="650.00", document="新政发〔2026〕3号").pk, two[1])
    assert standard(SOON) == 65000 != was
    assert [change.state for change in ValueChange.objects.all()] == ["confirmed", "confirmed"]
    assert LawVersion.objects.count() == 2


def test_what_was_settled_is_not_settled_again(proposed, two):
    change = proposed()
    confirm(change.pk, two[1])
    for again in (confirm, lambda pk, user: refuse(pk, user, "太晚了"), lambda pk, user: withdraw(pk, two[0])):
        with pytest.raises(PolicyError) as problem:
            again(change.pk, two[1])
        assert problem.value.findings[0].code == "A26"


def test_turning_down_needs_a_reason_and_withdrawing_is_for_the_proposer(proposed, two):
    change = proposed()
    with pytest.raises(PolicyError):
        refuse(change.pk, two[1], "  ")
    with pytest.raises(PolicyError):
        withdraw(change.pk, two[1])
    refuse(change.pk, two[1], "文号不对")
    assert ValueChange.objects.get().state == "refused"


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"value": "abc"}, "S9"),
        ({"value": "800.001"}, "S9"),
        ({"keys": ((("setting", "urbn"),),)}, "S7"),
        ({"parameter": "dibao.nothing"}, "A20"),
        ({"document": "兰政发〔2017〕8号"}, "A21"),
        (
            {"parameter": "hardship.decider", "first_day": date(2022, 1, 1), "keys": ((),), "value": "township"},
            "A22",
        ),
    ],
)
def test_what_cannot_be_law_is_refused_with_its_findings(proposal, two, about, code):
    with pytest.raises(PolicyError) as problem:
        propose(proposal(**about), two[0])
    assert code in {finding.code for finding in problem.value.findings}
    assert not ValueChange.objects.exists()


def test_nothing_that_is_so_already_is_proposed(proposed, proposal, two):
    confirm(proposed().pk, two[1])
    with pytest.raises(PolicyError) as problem:
        propose(proposal(), two[0])
    assert problem.value.findings[0].code == "A23"


def test_texts_that_look_like_markup_stay_texts(proposed, two):
    nasty = "a: [b] # \"c\" '```rules' <b>"
    confirm(proposed(document=nasty, article=nasty[:40], issuer=nasty, title=nasty).pk, two[1])
    pack = library().pack(nasty)
    assert (pack.title.zh, pack.issuer.zh, pack.articles) == (nasty, nasty, (nasty[:40],))
    assert standard(SOON) == 80000


def test_records_of_before_are_recomputed_the_same(proposed, two, household):
    day = date(2021, 11, 20)
    old = law_of("620171001", day)
    kept = json.loads(json.dumps(record_of(old.decide(household_on(household, day, old.vocabulary))), default=str))
    contents = {name: text for name, text in library().contents.items() if not name.endswith(".cases.yaml")}
    confirm(proposed().pk, two[1])
    new = law_of("620171001", day)
    assert new is not old
    again = json.loads(json.dumps(record_of(new.decide(household_on(household, day, new.vocabulary))), default=str))
    assert not list(differences(kept["decision"], again["decision"]))
    replayed = Library.from_contents(contents, library().folder).as_of(day, "620171001")
    told = replayed.decide(household_on(household, day, replayed.vocabulary)).as_json("zh")
    assert not list(differences(kept["decision"], json.loads(json.dumps(told, default=str))))


def test_the_texts_of_every_version_are_kept(proposed, two):
    version = confirm(proposed().pk, two[1])
    (kept,) = version.texts.values()
    assert "800.00" in StoredText.objects.get(digest=kept).text


def test_the_preview_says_who_gains_and_what_it_costs(proposal, two, household):
    change = propose(proposal(value="1500.00"), two[0])
    value_preview.preview(change.pk)
    change.refresh_from_db()
    assert change.preview_state == "done", change.preview
    assert change.preview["households"] == 1
    assert sum(group["households"] for group in change.preview["groups"]) == 1
    assert change.preview["on"] == SOON.isoformat()
    confirm(change.pk, two[1])


def test_a_preview_of_an_empty_area_says_so(proposal, two):
    change = propose(proposal(), two[0])
    value_preview.preview(change.pk)
    change.refresh_from_db()
    assert change.preview_state == "done"
    assert change.preview["households"] == 0
