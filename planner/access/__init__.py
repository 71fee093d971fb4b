"""Accounts, sign-in, roles and the audit trail."""
