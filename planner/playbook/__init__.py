"""Playbooks: the written experience from which a rollout is planned and judged.

Reads `phases/` into typed values, says file, key and reason of everything that is wrong with a playbook, and compares
two versions piece by piece.
"""
