"""Run by its test in a process of its own: ``database_away.py URL``. Prints what happened as JSON."""

import json
import sys
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from minsheng.casework import act as acting  # noqa: E402
from minsheng.casework.act import open_case  # noqa: E402
from minsheng.casework.models import Case, Happening  # noqa: E402
from minsheng.registry.models import Area, Assignment, Household, Membership, Person, User  # noqa: E402
from tools import postgres  # noqa: E402

URL = sys.argv[1]
FIRST = date(2021, 11, 1)
call_command("migrate", verbosity=0)
for code, name in (("100000", "全国"), ("620000", "甘肃省"), ("620171", "兰州新区"), ("620171001", "中川镇")):
    Area(code=code, name=name).save()
area = Area.objects.get(code="620171001")
clerk = User.objects.create(username="clerk", name="测试")
Assignment.objects.create(user=clerk, role="township_clerk", area=area, valid_from=FIRST)
home = Household.objects.create(number="h", area=area, synthetic=True)
person = Person.objects.create(name="试验人", synthetic=True)
Membership.objects.create(household=home, person=person, relation="head", valid_from=FIRST)
case = open_case(home, "hardship", clerk, on=date(2021, 11, 2))
client = Client(raise_request_exception=False, HTTP_HOST="localhost")
client.force_login(clerk)
address = f"/desk/cases/{case.number}/act"
typed = {"kind": "correction", "role": "township", "version": "1", "key": "k", "reason": "缺照片"}
said = {"happenings_before": Happening.objects.count()}


def gone(*args, **more):
    """What follows from what happened: the machine of the database goes."""
    postgres.stop_at_once(URL)
    Case.objects.count()


follow, acting.follow = acting.follow, gone
response = client.post(address, typed)
acting.follow = follow
page = response.content.decode()
said |= {"status": response.status_code, "typed_is_there": "缺照片" in page, "stack": "Traceback" in page}
said["page_while_away"] = client.get("/desk/").status_code
postgres.start_again(URL)
from django.db import connection  # noqa: E402

connection.close()
said |= {"happenings_after": Happening.objects.count(), "state_after": Case.objects.get().state}
said |= {"again": client.post(address, typed).status_code, "twice": client.post(address, typed).status_code}
said |= {"happenings_at_last": Happening.objects.count(), "page": client.get("/desk/").status_code}
print(json.dumps(said))
