"""Training: courses, who needs them, sessions, attendance, results, certificates, and whether a wave will be ready."""
