"""How much a playbook holds, for lists and for the summary of a check."""

from planner.playbook.outline import Playbook


def counts(playbook: Playbook) -> dict[str, int]:
    """The number of pieces of each kind, in the order in which people ask for them."""
    return {
        "phases": len(playbook.phases),
        "stages": sum(len(phase.stages) for phase in playbook.phases),
        "tasks": sum(len(phase.tasks) for phase in playbook.phases),
        "deliverables": sum(len(phase.deliverables) for phase in playbook.phases),
        "gates": sum(len(phase.gates) for phase in playbook.phases),
        "gate criteria": sum(len(gate.criteria) for phase in playbook.phases for gate in phase.gates),
        "factors": len(playbook.factors),
        "factor criteria": sum(len(factor.criteria) for factor in playbook.factors),
        "suitability questions": len(playbook.suitability),
        "key figures": len(playbook.kpis),
        "roles": len(playbook.roles),
        "courses": len(playbook.courses),
        "functions": len(playbook.functions),
        "surveys": len(playbook.surveys),
        "survey items": sum(len(survey.items) for survey in playbook.surveys),
        "systems": len(playbook.vendors),
        "known mistakes": len(playbook.mistakes),
        "capabilities": len(playbook.capabilities),
    }
