"""Responsibilities wave by wave: a wave may give a deliverable to other roles, and is then judged by the same rules."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from planner.people.raci_matrix import Finding, Letter, Matrix, findings

Letters = Mapping[str, Letter]


def in_wave(matrix: Matrix, others: Mapping[int, Letters]) -> Matrix:
    """The matrix as it holds in a wave; `others` are the wave's own letters, by the number of the deliverable."""
    changed = tuple(
        replace(each, letters=others[each.id]) if each.id in others else each for each in matrix.deliverables
    )
    return replace(matrix, deliverables=changed)


def findings_of_waves(matrix: Matrix, waves: Mapping[str, Mapping[int, Letters]]) -> Iterator[tuple[str, Finding]]:
    """What is wrong in a wave alone, with the wave's name; what is wrong everywhere is told once, by `findings`."""
    everywhere = {each.sentence for each in findings(matrix)}
    for name, others in waves.items():
        for each in findings(in_wave(matrix, others)) if others else ():
            if each.sentence not in everywhere:
                yield name, each
