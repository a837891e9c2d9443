"""A real SIGKILL while somebody is being told: everybody of a step was told, or nobody; the next worker tells the rest, once."""

import base64
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.full
ROOT = Path(__file__).resolve().parents[2]
KEY = base64.urlsafe_b64encode(bytes(32)).decode()

#: A register with cases that are all late, made in a process of its own.
MAKE = """
import django
django.setup()
from datetime import date
from django.core.management import call_command
call_command("migrate", verbosity=0)
from minsheng.casework.act import act, open_case
from minsheng.casework.event import Event
from minsheng.casework.models import PlaceSetting
from minsheng.registry.intake import new_household
from minsheng.registry.models import Area, Assignment, User
day = date(2021, 11, 2)
for code, name in (("620171", "county"), ("620171101", "township")):
    Area.objects.create(code=code, name=name)
county, township = Area.objects.order_by("code")
clerk, head = (User.objects.create(username=name, name=name) for name in ("clerk", "head"))
Assignment.objects.create(user=clerk, role="township_clerk", area=township, valid_from=day)
for name, value in (("reminder", "2"), ("red", "3"), ("supervisor", "10")):
    PlaceSetting.objects.create(area=county, name=f"ladder.{name}", value=value, valid_from=day, state="confirmed",
                                proposed_by=clerk, answered_by=head)
for number in range(6):
    home = new_household(township, "", {"name": f"p{number}"}, on=day, synthetic=True)
    case = open_case(home, "hardship", clerk, on=day)
    act(case.pk, Event("accepted", day, "township"), clerk)
"""
#: The worker, which stops dead in the middle of a step: one of two people has been told, inside the transaction.
STOP = """
import django
django.setup()
import time
from pathlib import Path
from minsheng.casework import ladder
real, told = ladder.notify, []
def notify(*a, **k):
    new = real(*a, **k)
    told.append(k["level"])
    if len(told) == {place}:
        Path("stuck").touch()
        time.sleep(600)
    return new
ladder.notify = notify
from minsheng.cli import main
main(["worker", "--once", "--on", "2021-12-01"])
"""
COUNT = """
import django
django.setup()
from minsheng.casework.models import Notification
rows = [key.split("/") for key in Notification.objects.filter(level="yellow").values_list("key", flat=True)]
print(sorted((row[1], row[-1]) for row in rows))
"""


@pytest.fixture
def place(tmp_path):
    own = {
        "DATABASE_URL": os.environ.get("MINSHENG_TEST_DATABASE", f"sqlite:///{tmp_path}/desk.sqlite3"),
        "MINSHENG_DEMO": "1",
        "MINSHENG_KEYS": KEY,
        "MINSHENG_LANG": "en",
        "DJANGO_SETTINGS_MODULE": "minsheng.web.settings",
        "MINSHENG_POLICIES": str(ROOT / "policies"),
    }
    return os.environ | own


def python(code, place, folder, **more):
    done = subprocess.run([sys.executable, "-c", code], env=place, cwd=folder, capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("place_of_death", [1, 2, 5])
def test_killed_while_telling(place, tmp_path, place_of_death):
    python(MAKE, place, tmp_path)
    code = STOP.format(place=place_of_death)
    worker = subprocess.Popen(
        [sys.executable, "-c", code], env=place, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for _ in range(1200):
        if (tmp_path / "stuck").exists():
            break
        assert worker.poll() is None, worker.communicate()[1]
        time.sleep(0.1)
    worker.kill()
    worker.communicate()
    told = eval(python(COUNT, place, tmp_path))  # noqa: S307 - printed by the lines above
    by_case = {}
    for case, role in told:
        by_case.setdefault(case, set()).add(role)
    assert all(roles == {"township_clerk", "township_head"} for roles in by_case.values())
    assert len(by_case) == (place_of_death - 1) // 2
    python("from minsheng.cli import main; main(['worker', '--once', '--on', '2021-12-01'])", place, tmp_path)
    everybody = eval(python(COUNT, place, tmp_path))  # noqa: S307 - printed by the lines above
    assert len(everybody) == len(set(everybody)) == 12
