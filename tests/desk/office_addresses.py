"""The addresses of administration, of the policy pages and of the values of a place: what each is of, and how it is named in a test."""

from datetime import date

from minsheng.casework.models import ValueChange
from minsheng.registry.models import Area, Office, RosterUpload, User

#: As PAGES of the test that asks every page who may see it: those that are of nothing in particular stand with None.
PAGES = {
    "person": "person",
    "id_number": "person",
    "file": "household",
    "items": "list",
    "gallery": None,
    "policies": None,
    "policy": "document",
    "administration": None,
    "roles": None,
    "offices": None,
    "office": "office",
    "staff": None,
    "member": "member",
    "rosters": None,
    "roster_template": None,
    "roster": "roster",
    "roster_import": "roster",
    "roster_report": "roster",
    "holidays": None,
    "keys": None,
    "access_log": None,
    "values": None,
    "value_propose": "value",
    "value_change": "value_change",
    "value_settle": "value_change",
}
#: Addresses of what everybody who signs in may read: the law is public.
FOR_EVERYBODY = ("policy",)
#: Addresses to which something is sent.
SENT = ("roster_import", "value_settle")


def a_proposal():
    area, user = Area.objects.get(code="620171"), User.objects.first()
    values = [{"keys": {"setting": "urban"}, "value": "800.00"}]
    about = {"document": "新政发〔2026〕1号", "issuer": "管委会", "article": "第一条", "proposed_by": user}
    return ValueChange.objects.create(
        parameter="dibao.standard", area=area, first_day=date(2027, 1, 1), values=values, **about
    )


def a_roster():
    return RosterUpload.objects.create(name="x.csv", on=date(2021, 11, 1), state="refused", user=User.objects.first())


ARGUMENTS = {
    "list": lambda case: [case.household.number, "household", "supporters"],
    "roster": lambda case: a_roster().pk,
    "person": lambda case: case.household.memberships.order_by("pk").first().person_id,
    "office": lambda case: Office.objects.create(name="中川镇社会事务办", area=case.area).pk,
    "member": lambda case: case.happenings.get(place=1).by.username,
    "document": lambda case: "民发〔2021〕43号",
    "value": lambda case: ["620171", "dibao.standard"],
    "value_change": lambda case: a_proposal().pk,
}
