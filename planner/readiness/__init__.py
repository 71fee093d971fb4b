"""Readiness: what must be true for the rollout to succeed, how far it is, how we know, and what follows for a gate."""
