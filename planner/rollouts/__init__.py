"""One CRM rollout: what it is about, its units, waves and people."""
