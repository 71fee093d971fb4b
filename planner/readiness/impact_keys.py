"""The lasting names of things on the impact map, so that one area's lines find another area's things."""


def task_key(number: int) -> str:
    """A row of the plan, by its number in the database."""
    return f"task:{number}"


def phase_key(ref: str) -> str:
    """A phase, by its ref."""
    return f"phase:{ref}"


def gate_key(key: str) -> str:
    """A gate, by its key, such as `go-live-gate@2`."""
    return f"gate:{key}"


def goal_key(number: int) -> str:
    """A goal, by its number in the database."""
    return f"goal:{number}"


def kpi_key(ref: str) -> str:
    """A key figure, by its ref."""
    return f"kpi:{ref}"


def factor_key(ref: str) -> str:
    """A success factor, by its ref."""
    return f"factor:{ref}"


def criterion_key(ref: str) -> str:
    """A criterion of a factor or gate, by its ref."""
    return f"criterion:{ref}"


def person_key(user_id: int) -> str:
    """A person with an account."""
    return f"person:{user_id}"


def training_key(number: int) -> str:
    """A course, by its number in the database."""
    return f"training:{number}"


def expectation_key(key: str) -> str:
    """Something that a group expects, by its lasting name."""
    return f"expectation:{key}"
