"""Why the rollout is made: a tree of goals that are owned, measured and looked at again, and what the system is for."""
