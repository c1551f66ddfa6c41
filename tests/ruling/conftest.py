"""The judgements that reports are tested with are those that are published."""

from tests.report.conftest import golden, holding, not_applicable, unproven, violated

__all__ = ["golden", "holding", "not_applicable", "unproven", "violated"]
