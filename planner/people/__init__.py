"""People of a rollout: so far the hours they are promised for."""
