"""How work runs with the new system: the problems that staff report about it, and how fast they are settled."""
