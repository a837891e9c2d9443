"""The desk over a register of a whole county: the list and the page of a case as a township user sees them, and a decision with its record.

``python -m bench.casework --persons 1000000`` prints the figures; ``make bench`` writes them as ``casework``. The register is filled on a
private PostgreSQL in a process of its own: people, households and memberships, a case for every tenth person, spread over townships of
different sizes as in a real county. Nobody is real.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.timing import ROOT
from tools import postgres

__all__ = ["measure"]

COUNTY, TOWNSHIPS = "620171", 20
PEOPLE_PER_HOUSEHOLD, PEOPLE_PER_CASE = 2.6, 10
REQUESTS, PAGES, DECISIONS = 60, 40, 8
_FIRST = date(2019, 1, 1)
_SEED = 36
Row = tuple[object, ...]


def measure(persons: int) -> dict[str, Any]:
    """The figures for a register of so many people, or why there are none."""
    if not postgres.is_there():
        return {"left_out": "needs PostgreSQL's initdb (Debian: apt-get install postgresql)"}
    with postgres.private_cluster() as url:
        env = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "minsheng.web.settings",
            "MINSHENG_SECRET": secrets.token_hex(32),
            "MINSHENG_KEYS": urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "MINSHENG_DEMO": "0",
        }
        command = [sys.executable, "-m", "bench.casework", "--inside", "--persons", str(persons)]
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError("measuring the desk failed; see above")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def inside(persons: int) -> dict[str, Any]:
    """Fill the database that the settings name, and measure."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    township, cases = _fill(persons)
    filled = time.perf_counter() - begun
    return {
        "persons": persons,
        "cases": cases,
        "fill_s": round(filled, 1),
        **_look(township),
        "decide_to_record_ms": _decide(township),
    }


# filling ----------------------------------------------------------------------------------------------------------------------------


def _fill(persons: int) -> tuple[str, int]:
    """A county with its people and cases; the code of the township in the middle, and how many cases there are."""
    from django.db import connection

    from minsheng.policy.today import today_in_china
    from minsheng.registry.models import Area, Assignment, User

    dice = random.Random(_SEED)
    for code, name in (("100000", "全国"), ("620000", "甘肃省"), ("620100", "兰州市"), (COUNTY, "样例区")):
        Area(code=code, name=name).save()
    townships = [Area(code=f"{COUNTY}{n:03}", name=f"第{n}镇") for n in range(1, TOWNSHIPS + 1)]
    for area in townships:
        area.save()
    sizes = [1 / (n + 3) for n in range(TOWNSHIPS)]  # a few large towns, many small ones
    clerk = User.objects.create(username="clerk", name="测试经办")
    middle = townships[TOWNSHIPS // 2]
    Assignment.objects.create(user=clerk, role="township_clerk", area=middle, valid_from=_FIRST)
    homes = dice.choices([area.pk for area in townships], sizes, k=int(persons / PEOPLE_PER_HOUSEHOLD))
    cases = persons // PEOPLE_PER_CASE
    codes = {area.pk: area.code for area in townships}
    today = today_in_china()
    fact = [
        "name",
        "value",
        "source",
        "evidence",
        "list_name",
        "item",
        "valid_from",
        "recorded_at",
        "household_id",
        "person_id",
    ]
    with connection.cursor() as cursor:
        _copy(
            cursor,
            "registry_person",
            ["id", "name", "sex", "id_token", "id_masked", "synthetic"],
            _people(persons, dice),
        )
        _copy(cursor, "registry_household", ["id", "number", "area_id", "address", "synthetic"], _homes(homes, codes))
        columns = ["household_id", "person_id", "relation", "valid_from"]
        _copy(cursor, "registry_membership", columns, _members(persons, len(homes)))
        _copy(cursor, "registry_fact", fact, _facts(persons, len(homes), today))
        rows = list(_cases(cases, homes, codes, today, dice))
        columns = "id number household_id area_id process benefit law_day state ended waits_for due_on due_provisional version synthetic"
        _copy(cursor, "casework_case", columns.split(), (row for row, _ in rows))
        columns = "case_id place kind on role by_id step outcome clock reason recorded_at"
        _copy(cursor, "casework_happening", columns.split(), _happenings(rows, clerk.pk, today))
        for table in ("registry_person", "registry_household", "casework_case"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608
        cursor.execute("ANALYZE")
    return middle.code, cases


def _copy(cursor: Any, table: str, columns: list[str], rows: Iterable[Row]) -> None:
    """Rows into a table as fast as PostgreSQL takes them; columns that are not named get what their type has for nothing."""
    from django.apps import apps

    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    named = [field for field in model._meta.concrete_fields if field.column not in columns and not field.primary_key]
    plain = {f.column: f.get_db_prep_save(f.get_default(), cursor.db) for f in named if not f.null}
    names = ", ".join(f'"{name}"' for name in [*columns, *plain])
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row((*row, *plain.values()))


def _people(persons: int, dice: random.Random) -> Iterator[Row]:
    for n in range(1, persons + 1):
        yield (
            n,
            f"{dice.choice('赵钱孙李周吴郑王')}{n:07}",
            "male" if n % 2 else "female",
            "",
            f"620123********{n % 10000:04}",
            True,
        )


def _homes(homes: list[int], codes: dict[int, str]) -> Iterator[Row]:
    for n, area in enumerate(homes, 1):
        yield n, f"{codes[area]}-{n:07}", area, f"第{n % 40}村{n % 300}号", True


def _members(persons: int, homes: int) -> Iterator[Row]:
    for n in range(1, persons + 1):
        yield (n - 1) % homes + 1, n, "head" if n <= homes else "other", _FIRST


def _facts(persons: int, homes: int, today: date) -> Iterator[Row]:
    now = f"{today} 09:00+08"
    for n in range(1, persons + 1):
        for name, value in (("wage_income", "300.00"), ("can_work", "true"), ("seriously_ill", "false")):
            yield name, value, "declared", "", "", "", _FIRST, now, None, n
    for n in range(1, homes + 1):
        for name, value in (("financial_assets", "3200.00"), ("setting", '"rural"')):
            yield name, value, "declared", "", "", "", _FIRST, now, n, None


def _cases(
    count: int, homes: list[int], codes: dict[int, str], today: date, dice: random.Random
) -> Iterator[tuple[Row, str]]:
    """Cases of the last two years: four of five have ended, the others wait to be accepted or run."""
    for n in range(1, count + 1):
        home = dice.randrange(len(homes))
        area, applied = homes[home], today - timedelta(1 + dice.randrange(700))
        kind = dice.choices(("withdrawn", "applied", "review"), (80, 5, 15))[0]
        due = None if kind != "review" else today + timedelta(dice.randrange(-10, 25))
        waits = "" if kind == "withdrawn" else "township"
        about = (kind, kind == "withdrawn", waits, due, False, {"applied": 1, "review": 2, "withdrawn": 3}[kind], True)
        number = f"{codes[area]}-{applied:%Y%m%d}-{n:06}"
        yield (n, number, home + 1, area, "hardship.application", "hardship", applied, *about), kind


def _happenings(rows: list[tuple[Row, str]], by: int, today: date) -> Iterator[Row]:
    for row, kind in rows:
        day = row[6]
        assert isinstance(day, date)
        kinds = {
            "applied": ["applied"],
            "review": ["applied", "accepted"],
            "withdrawn": ["applied", "accepted", "withdrawn"],
        }[kind]
        for place, what in enumerate(kinds, 1):
            role = "township" if what == "accepted" else "applicant"
            yield row[0], place, what, day, role, by, "", "", "", "", f"{day} 09:00+08"


# looking ----------------------------------------------------------------------------------------------------------------------------


def _look(township: str) -> dict[str, Any]:
    """The list and the page of a case, as the clerk of a township asks for them."""
    from django.test import Client

    from minsheng.casework.models import Case
    from minsheng.registry.models import User

    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username="clerk"))
    lists = [
        f"/desk/cases?{words}"
        for words in ("tab=waiting", "tab=running", "tab=ended", "tab=waiting&late=late", "tab=ended&sort=number")
    ]
    rows = Case.objects.filter(area__code=township, ended=False).order_by("pk").values_list("number", flat=True)
    pages = [f"/desk/cases/{number}" for number in rows[:PAGES]]
    first, list_queries = _asked(client, lists * (REQUESTS // len(lists)))
    second, page_queries = _asked(client, pages)
    return {
        "list_ms_median": round(median(first), 1),
        "list_ms_p95": round(quantiles(first, n=20)[-1], 1),
        "list_queries": list_queries,
        "page_ms_median": round(median(second), 1),
        "page_queries": page_queries,
    }


def _asked(client: Any, addresses: list[str]) -> tuple[list[float], int]:
    """The milliseconds of each request after one round that does not count, and the most queries that one took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for address in dict.fromkeys(addresses):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, secure=True)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        most = max(most, len(queries))
    times = []
    for address in addresses:
        begun = time.perf_counter()
        client.get(address, secure=True)
        times.append((time.perf_counter() - begun) * 1000)
    return times, most


def _decide(township: str) -> float:
    """The milliseconds from a decision to its record and all that follows from it, for the made-up household of the tour."""
    from minsheng.casework.act import open_case
    from minsheng.casework.law import library
    from minsheng.casework.models import Record
    from minsheng.policy.household import read_household
    from minsheng.registry.file import take_over
    from minsheng.registry.models import Area, Assignment, Household, Membership, Person, User
    from tests.desk.doing import does_everything, happens

    area = Area.objects.get(code=township)
    roles = ("township_clerk", "township_head", "county_clerk", "check_centre")
    staff = {role: User.objects.create(username=role, name=role) for role in roles}
    for role, user in staff.items():
        place = area if role.startswith("township") else Area.objects.get(code=COUNTY)
        Assignment.objects.create(user=user, role=role, area=place, valid_from=_FIRST)
    clerk, head, county, centre = staff.values()
    vocabulary = library().vocabulary
    told = read_household(ROOT / "examples" / "zhang.json", vocabulary, latest=date(2021, 11, 20))
    cases = []
    for n in range(DECISIONS):
        home = Household.objects.create(number=f"zhang{n}", area=area, address="第一村", synthetic=True)
        people = []
        for place, thing in enumerate(told.lists["people"].items):
            person = Person.objects.create(name=thing.name, synthetic=True)
            relation = "head" if not place else "other"
            Membership.objects.create(household=home, person=person, relation=relation, valid_from=date(2021, 11, 1))
            people.append(person)
        take_over(told, home, people, vocabulary, on=date(2021, 11, 1))
        case = open_case(home, "hardship", clerk, on=date(2021, 11, 2))
        happens(case, clerk, "accepted", "2021-11-03")
        does_everything(case, clerk, centre, "2021-11-05")
        happens(case, clerk, "step", "2021-11-09", step="review", outcome="opinion")
        happens(case, clerk, "step", "2021-11-18", step="notice", outcome="quiet")
        cases.append(happens(case, head, "step", "2021-11-19", step="conclusion", outcome="agree"))
    _not_drawn(cases, county)
    times = []
    for case in cases:
        begun = time.perf_counter()
        happens(case, county, "step", "2021-11-22", role="county", step="decision", outcome="approve", reason="同意")
        times.append((time.perf_counter() - begun) * 1000)
        if not Record.objects.filter(case=case).exists():
            raise RuntimeError("a decision left no record")
    return round(median(times), 1)


def _not_drawn(cases: list[Any], county: Any) -> None:
    """A draw of the county that fell on none of the cases, where it must draw before it decides."""
    from django.utils import timezone

    from minsheng.casework.act import journey_of
    from minsheng.casework.draw import arrival_of
    from minsheng.casework.models import Draw, DrawnCase
    from minsheng.registry.models import Area

    now, area = timezone.now(), Area.objects.get(code=COUNTY)
    about = {"process": cases[0].process, "sample": "recheck", "share": "3/10", "rounding": "up", "seed": "bench"}
    times = {"published_at": now, "draw_at": now, "drawn_at": now, "published_by": county, "drawn_by": county}
    drawing = Draw.objects.create(number="bench", area=area, size=len(cases), **about, **times)
    for place, case in enumerate(cases, 1):
        arrival = arrival_of(journey_of(case))
        DrawnCase.objects.create(draw=drawing, case=case, arrival=arrival, place=place, digest="", drawn=False)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.casework")
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(ROOT)))
    print(json.dumps(inside(asked.persons) if asked.inside else measure(asked.persons), ensure_ascii=False))


if __name__ == "__main__":
    main()
