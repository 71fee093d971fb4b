"""What proves a stored decision unchanged: one fingerprint over the report's fingerprint and all that was decided."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from planner.reports.decision import ConditionDraft, Decision


def plain_conditions(conditions: Sequence[ConditionDraft], people: Mapping[int, str]) -> list[dict[str, str]]:
    """Conditions as they are stored: text, the owner's name, and the date in ISO form."""
    return [
        {
            "text": each.text,
            "owner": people.get(each.owner_id or 0, ""),
            "due": each.due.isoformat() if each.due else "",
        }
        for each in conditions
    ]


def seal(
    report: str,
    decision: Decision,
    reason: str,
    conditions: Sequence[object],
    decider: str,
    decided_at: datetime,
) -> str:
    """SHA-256 over the report's fingerprint, the decision, its reason and conditions, who decided and when.

    The decider is named by e-mail address, so that the seal holds when the rollout is moved to another installation.
    """
    moment = decided_at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [report, decision.value, reason, list(conditions), decider, moment]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
