"""Staff for a demonstration: one for each role, all with the same password, which is printed. Nobody is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from minsheng.registry.models import Area, Office, User
from minsheng.registry.staffing import appoint
from minsheng.web.demonstration.place_settings import settle

__all__ = ["PASSWORD", "Colleague", "make_staff"]

PASSWORD = "minsheng-demo"  # noqa: S105 - printed, and only for made-up staff


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the demonstration: sign-in name, role, name on papers and area."""

    username: str
    role: str
    name: str
    area: str


def _colleagues(townships: list[Area], county: Area, city: Area) -> list[Colleague]:
    first = townships[0]
    found = [
        Colleague("county", "county_clerk", "何示范", county.code),
        Colleague("county-head", "county_head", "高示范", county.code),
        Colleague("check", "check_centre", "核示范", county.code),
        Colleague("finance", "finance", "钱示范", county.code),
        Colleague("supervisor", "supervisor", "纪示范", county.code),
        Colleague("city", "city", "成示范", city.code),
        Colleague("admin", "administrator", "管示范", county.code),
        Colleague("village", "village_assistant", "田示范", first.code),
    ]
    for number, township in enumerate(townships):
        tail = str(number + 1) if number else ""
        found += [
            Colleague(f"township{tail}", "township_clerk", f"{'乡镇'[number % 2]}示范", township.code),
            Colleague(f"township-head{tail}", "township_head", f"{'林邓'[number % 2]}示范", township.code),
        ]
    return found


@transaction.atomic
def make_staff(townships: list[Area], county: Area, city: Area, *, since: date) -> list[Colleague]:
    """Somebody for each role, with an office for each area.

    Args:
        townships: the first one also has a village assistant.
        county: where decisions are made.
        city: above the county.
        since: from which day they have their roles.

    Raises:
        RuntimeError: not in demo mode: people with a printed password must never be on a real desk.
    """
    if not settings.DEMO:
        raise RuntimeError("staff with a printed password are for demo mode only")
    areas = {area.code: area for area in (*townships, county, city)}
    offices = {
        code: Office.objects.create(name=f"{area.name}{_KIND[len(area.stem)]}（示范）", area=area, telephone="000-0000")
        for code, area in areas.items()
    }
    made = _colleagues(townships, county, city)
    for colleague in made:
        user = User(username=colleague.username, name=colleague.name, office=offices[colleague.area])
        user.set_password(PASSWORD)
        user.save()
        appoint(user, colleague.role, areas[colleague.area], since)
    settle(county, User.objects.get(username="admin"), User.objects.get(username="county-head"), since)
    return made


#: What the office of an area is called, by how many digits its code says something.
_KIND = {2: "民政局", 4: "民政局", 6: "民政局", 9: "社会救助窗口"}
