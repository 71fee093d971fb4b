"""Whether to introduce a CRM system at all: questions, verdict, strategic decision and reasons to stop."""
