"""The words and lights of gates, decisions and lessons, as pages show them."""

from planner.schedule.gates import DECISION_WORDS, STANDING_LIGHTS, STANDING_WORDS
from planner.schedule.lessons import ANSWER_WORDS, KIND_WORDS

WORDS = {"standing": STANDING_WORDS, "lights": STANDING_LIGHTS, "decisions": DECISION_WORDS}
LESSON_WORDS = {"kinds": KIND_WORDS, "answers": ANSWER_WORDS}
