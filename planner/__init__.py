"""CRM Rollout Planner: plan the introduction of a CRM system and see whether it succeeds."""

__version__ = "0.1.0"
