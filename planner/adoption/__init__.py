"""Adoption: who uses the new system, how much of it, who needs help, and when nine in ten will be there."""
