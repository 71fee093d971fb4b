"""Many rollouts at once: the start page, and whole rollouts carried from one installation to another."""
