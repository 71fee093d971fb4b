"""What a profile changes in a playbook, and that nothing is changed without a reason."""

from hypothesis import given
from hypothesis import strategies as st

from planner.playbook.outline import Culture, Decision, Delivery, Market, Profile, Size
from planner.rollouts.profile import UnitDraft, WaveDraft, Work, choices, label, size_of
from planner.rollouts.tailoring import Kind, tailor
from tests.rollouts.samples import TINY

profiles = st.builds(
    Profile,
    market=st.sampled_from(Market),
    delivery=st.sampled_from(Delivery),
    culture=st.sampled_from(Culture),
    size=st.sampled_from(Size),
    decision=st.sampled_from(Decision),
    sector=st.just("retail"),
)


@given(profiles)
def test_each_conditional_task_is_kept_or_left_out_with_its_reason(profile: Profile) -> None:
    fitted = tailor(TINY, profile)
    told = {found.task: found for found in fitted.of(Kind.ADDED, Kind.LEFT_OUT)}
    assert set(told) == {"offers", "champions"}
    assert ("decide", "kick-off") in fitted.tasks
    for ref, found in told.items():
        assert (("decide", ref) in fitted.tasks) == (found.kind is Kind.ADDED)
    assert all(found.what and found.why for found in fitted.adaptations)


@given(profiles)
def test_each_fact_of_the_profile_gives_its_advice(profile: Profile) -> None:
    advice = tailor(TINY, profile).of(Kind.ADVICE)
    assert len(advice) == (5 if profile.size is Size.LARGE else 4)
    assert len({found.what for found in advice}) == len(advice)


def test_both_markets_mean_either_condition() -> None:
    profile = Profile(market=Market.BOTH, culture=Culture.CENTRALISED)
    assert tailor(TINY, profile).tasks == (("decide", "kick-off"), ("decide", "offers"))


def test_warnings_come_from_waves_and_units() -> None:
    profile = Profile(culture=Culture.DECENTRALISED)
    units = [UnitDraft("Lyon", 40, Work.SALES, 1), UnitDraft("Porto", 40, Work.SALES, 1)]
    warnings = tailor(TINY, profile, units, [WaveDraft(1, "All")]).warnings
    assert [found.what for found in warnings] == [
        "All units go live in one wave although units decide for themselves.",
        "All 80 people go live on one day.",
        "No go-live date yet for: All.",
    ]


def test_labels_are_told_apart_by_kind() -> None:
    assert label(Work.OTHER) == "Other work"
    for kind in (Work, Market, Culture, Delivery, Decision, Size):
        assert list(choices(kind)) == [str(each) for each in kind]


def test_size_classes_at_their_borders() -> None:
    assert [size_of(n) for n in (0, 49, 50, 249, 250)] == [Size.SMALL, Size.SMALL, Size.MEDIUM, Size.MEDIUM, Size.LARGE]
