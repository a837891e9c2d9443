"""The addresses of papers, notices and templates."""

from django.urls import URLPattern, path

from minsheng.web.desk import notices, paper_templates, papers

__all__ = ["of_papers"]

of_papers: list[URLPattern] = [
    path("cases/<str:number>/papers/<str:name>", papers.of_case, name="case_paper"),
    path("households/<str:number>/papers/<str:name>", papers.of_household, name="household_paper"),
    path("papers/<str:number>", papers.show, name="paper"),
    path("papers/<str:number>/pdf", papers.print_pdf, name="paper_pdf"),
    path("papers/<str:number>/word", papers.print_word, name="paper_word"),
    path("papers/<str:number>/withdraw", papers.give_back, name="paper_withdraw"),
    path("notices", notices.notices, name="notices"),
    path("administration/templates", paper_templates.templates, name="templates"),
    path("administration/templates/<str:area>/<str:name>", paper_templates.template, name="template"),
    path("administration/templates/<str:area>/<str:name>/default", paper_templates.default, name="template_default"),
    path(
        "administration/templates/<str:area>/<str:name>/<int:version>", paper_templates.version, name="template_version"
    ),
]
