"""The plan of a rollout: phases, tasks, their dates and links, and the gates between phases."""
