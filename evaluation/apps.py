from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"

    def ready(self) -> None:
        # The settings of offices live here, and the pages of findings and strategies, to the left, go by them.
        from evaluation.figure_queries.thresholds import horizon_on
        from stakeholders.horizon import read_with

        read_with(horizon_on)
