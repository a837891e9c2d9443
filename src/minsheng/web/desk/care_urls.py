"""The addresses of tasks, of other offices, and of how people are looked after."""

from __future__ import annotations

from django.urls import path

from minsheng.web.desk import tasks

__all__ = ["care"]

care = [
    path("tasks", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>", tasks.task, name="task"),
]
