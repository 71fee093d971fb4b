"""One CRM rollout: who introduces which kind of system for whom, in which units and waves, and with whose help."""
