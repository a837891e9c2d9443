"""The addresses of administration, of the policy pages, and of the values that the place sets."""

from django.urls import URLPattern, path

from minsheng.web.desk import (
    administration,
    gallery,
    list_items,
    offices,
    person_page,
    policy_pages,
    roles,
    rosters,
    search,
    set_up,
    staff_pages,
    value_pages,
)

__all__ = ["for_the_office"]

for_the_office: list[URLPattern] = [
    path("search", search.search, name="search"),
    path("people/<int:pk>", person_page.person, name="person"),
    path("people/<int:pk>/id-number", person_page.id_number, name="id_number"),
    path("households/<str:number>/file", person_page.file, name="file"),
    path("households/<str:number>/lists/<str:owner>/<str:name>", list_items.items, name="items"),
    path("gallery", gallery.gallery, name="gallery"),
    path("policies", policy_pages.policies, name="policies"),
    path("policies/<path:document>", policy_pages.policy, name="policy"),
    path("administration", administration.administration, name="administration"),
    path("administration/roles", roles.table, name="roles"),
    path("administration/offices", offices.offices, name="offices"),
    path("administration/offices/<int:pk>", offices.office, name="office"),
    path("administration/staff", staff_pages.members, name="staff"),
    path("administration/staff/<str:username>", staff_pages.member, name="member"),
    path("administration/rosters", rosters.rosters, name="rosters"),
    path("administration/rosters/template", rosters.roster_template, name="roster_template"),
    path("administration/rosters/<int:pk>", rosters.roster, name="roster"),
    path("administration/rosters/<int:pk>/import", rosters.roster_import, name="roster_import"),
    path("administration/rosters/<int:pk>/report", rosters.roster_report, name="roster_report"),
    path("administration/holidays", set_up.holidays, name="holidays"),
    path("administration/keys", set_up.keys, name="keys"),
    path("administration/access", set_up.access_log, name="access_log"),
    path("administration/values", value_pages.values, name="values"),
    path("administration/values/changes/<int:pk>", value_pages.change, name="value_change"),
    path("administration/values/changes/<int:pk>/settle", value_pages.settle, name="value_settle"),
    path("administration/values/<str:code>/<str:name>", value_pages.propose_value, name="value_propose"),
]
