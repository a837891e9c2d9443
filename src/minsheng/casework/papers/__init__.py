"""The papers of a case: what each says, when a case asks for it, and how it is printed.

Which papers there are, their fields and their words are data (``papers.yaml``, :mod:`minsheng.casework.papers.kind`). A paper is
composed from plain inputs (:mod:`minsheng.casework.papers.particulars`, :mod:`minsheng.casework.papers.compose`), and printed as
PDF (:mod:`minsheng.casework.papers.pdf`) or as a Word document from a template that an office may replace
(:mod:`minsheng.casework.papers.word`). Nothing here knows the database.
"""

from minsheng.casework.papers.compose import compose
from minsheng.casework.papers.kind import PaperKind, paper_kind, paper_kinds
from minsheng.casework.papers.paper import Paper
from minsheng.casework.papers.particulars import Member, Particulars
from minsheng.casework.papers.pdf import pdf
from minsheng.casework.papers.wanted import papers_wanted, papers_wanted_now
from minsheng.casework.papers.word import word, write_templates

__all__ = [
    "Member",
    "Paper",
    "PaperKind",
    "Particulars",
    "compose",
    "paper_kind",
    "paper_kinds",
    "papers_wanted",
    "papers_wanted_now",
    "pdf",
    "word",
    "write_templates",
]
