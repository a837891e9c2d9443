"""The result page: tables, charts and downloads that open from a folder, without any request to elsewhere."""

from minsheng.population.report.context import BenefitInfo, Context, DemonstrationValue, Document, context_of
from minsheng.population.report.page import write_report

__all__ = ["BenefitInfo", "Context", "DemonstrationValue", "Document", "context_of", "write_report"]
