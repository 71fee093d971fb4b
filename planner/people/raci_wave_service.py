"""Gives a deliverable other responsibilities in one wave, and takes them back."""

from collections.abc import Mapping

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import raci_queries as queries
from planner.people.raci_matrix import Letter, Matrix, findings
from planner.people.raci_models import RaciDeliverable, RaciWaveLetters
from planner.people.raci_service import matrix_of
from planner.people.raci_waves import findings_of_waves, in_wave
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout, Wave


def write_letters(
    row: RaciDeliverable, wave: Wave, letters: Mapping[str, Letter], version: int | None
) -> RaciWaveLetters:
    """Say who has which part in a deliverable in one wave; the same as everywhere is refused, it needs no words."""
    found = queries.wave_letters_of(row.id, wave.id)
    if found is not None:
        check_version(found, version, fields(row, found))
    kept = {key: letter.value for key, letter in letters.items()}
    if kept == row.letters:
        raise RuleBroken("That is how it is in all waves: change a letter, or leave it.")
    if found is None:
        found = RaciWaveLetters(deliverable_id=row.id, wave_id=wave.id)
        db.session.add(found)
    found.letters = kept
    db.session.flush()
    return found


def remove_letters(row: RaciDeliverable, wave: Wave, version: int | None) -> RaciDeliverable:
    """Let a wave be as all others again."""
    found = queries.wave_letters_of(row.id, wave.id)
    if found is None:
        raise RuleBroken("This wave is as all others already.")
    check_version(found, version, fields(row, found))
    db.session.delete(found)
    db.session.flush()
    return row


def fields(row: RaciDeliverable, found: RaciWaveLetters | None) -> dict[str, object]:
    """The letters of a wave by the names of its form; where it has none of its own, those of all waves."""
    letters = row.letters if found is None else found.letters
    roles = {role.key: role.id for role in queries.roles(row.rollout_id)}
    return {f"role_{roles[key]}": letter for key, letter in letters.items() if key in roles}


def matrix_in(rollout: Rollout, wave: Wave | None) -> Matrix:
    """The matrix of a rollout, or as it holds in one of its waves."""
    matrix = matrix_of(rollout)
    return matrix if wave is None else in_wave(matrix, queries.wave_letters(rollout.id).get(wave.id, {}))


def wrong_in_waves(rollout: Rollout, matrix: Matrix) -> list[tuple[Wave, str, str, int | None]]:
    """What is wrong in single waves alone: wave, light, sentence, and the deliverable on whose page it is put right."""
    waves = {str(wave.number): wave for wave in rollouts.waves(rollout.id)}
    others = queries.wave_letters(rollout.id)
    found = findings_of_waves(matrix, {number: others.get(wave.id, {}) for number, wave in waves.items()})
    return [(waves[number], each.light.value, each.sentence, each.deliverable_id) for number, each in found]


def number_wrong(rollout: Rollout) -> tuple[Matrix, int]:
    """The matrix, and how many things are wrong in it, in all waves together and in single ones."""
    matrix = matrix_of(rollout)
    return matrix, len(findings(matrix)) + len(wrong_in_waves(rollout, matrix))
