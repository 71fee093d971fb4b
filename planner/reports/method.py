"""How the report's figures come about, in words that stand in every report, so that it can be read on its own."""

PARAGRAPHS = """\
The verdict does not come from the score. The gate is on hold while any must-criterion is not met or not known, or \
while the low end of a critical factor is under its line. A should-criterion that is not met makes the verdict a \
conditional go. No average, however high, outvotes these.

A criterion is an answer in steps from 0 to 4, a check with evidence, or a live figure held against a line. A step \
brings 0, 25, 50, 75 or 100 %; a check or a line that is reached brings 100 %, else 0.

The score of a factor is the weighted mean of its criteria that are known; pillars and the whole are weighted means of \
their factors. What does not apply, for a stated reason, is left out altogether.

Unknown is never counted as zero and never as good. The low end of a range takes every unknown as 0, the high end as \
100; “known” is the share of weight behind the score. Evidence that is older than its time, and answers that wait for \
a second person where one is asked for, count as unknown.

Evidence is asserted (somebody says so), observed (somebody has seen it) or measured (it was counted). Each answer has \
an author; whoever verifies it is somebody else. The appendix shows every criterion behind every score.

This is version {version} of the way of scoring. A report keeps the figures of its day: it is never computed again."""


def method(scoring_version: str) -> tuple[str, ...]:
    """The paragraphs of the section on the method."""
    return tuple(part.replace("{version}", scoring_version) for part in PARAGRAPHS.split("\n\n"))
