"""The addresses of tasks, of other offices, and of how people are looked after."""

from __future__ import annotations

from django.urls import path

from minsheng.web.desk import referrals, tasks, window

__all__ = ["care"]

care = [
    path("tasks", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>", tasks.task, name="task"),
    path("referrals", referrals.referrals, name="referrals"),
    path("referrals/<str:number>", referrals.referral, name="referral"),
    path("households/<str:number>/window", window.window, name="window"),
]
