"""The addresses of tasks, of other offices, and of how people are looked after."""

from __future__ import annotations

from django.urls import path

from minsheng.web.desk import care as looking_after
from minsheng.web.desk import care_homes, referrals, tasks, window

__all__ = ["care"]

care = [
    path("tasks", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>", tasks.task, name="task"),
    path("referrals", referrals.referrals, name="referrals"),
    path("referrals/<str:number>", referrals.referral, name="referral"),
    path("people/<int:pk>/care", looking_after.care, name="care"),
    path("people/<int:pk>/care/change", looking_after.open_change, name="open_change"),
    path("people/<int:pk>/care/<str:do>", looking_after.write, name="care_write"),
    path("agreements/<int:pk>", looking_after.agreement, name="agreement"),
    path("kept-property/<int:pk>", looking_after.kept, name="kept"),
    path("care-homes", care_homes.homes, name="care_homes"),
    path("households/<str:number>/window", window.window, name="window"),
]
