"""The page from training to result: for each wave or unit who is trained, who uses the system, and what it moved.

Pages: templates/adoption/.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.adoption.chain import Link, said
from planner.adoption.chain_service import chain as chain_of
from planner.adoption.views import blueprint
from planner.basics.export import Cell
from planner.kpis.wording import amount
from planner.web import clock, current
from planner.web.downloads import table_file
from planner.web.guards import needs

WAYS = {"wave": "Waves", "unit": "Units"}
HEADER = (
    "Group", "To be trained", "Trained", "Licensed", "Active in 28 days", "Adopted", "Functions expected",
    "Functions used", "Trained, not using", "Using, not trained", "First use after access", "First use after training",
    "Days a week added by training", "Interval from", "Interval to", "Trained in comparison", "Not yet trained in it",
    "Key figures",
)  # fmt: skip


def asked_way() -> str:
    """By what the page is asked for."""
    by = request.args.get("by", "wave")
    return by if by in WAYS else "wave"


@blueprint.get("/rollouts/<int:rollout_id>/adoption/chain")
@needs(Permission.ADOPTION_VIEW)
def chain(rollout_id: int) -> ResponseReturnValue:
    """Trained, uses, result: joined for each wave or unit."""
    by = asked_way()
    return render_template(
        "adoption/chain.html",
        found=chain_of(current.rollout(), by, clock.today()),
        by=by,
        ways=WAYS,
        said=said,
        amount=amount,
        currency=current.rollout().currency,
        may_open=current.scope(Permission.SCORES_VIEW) is Scope.ALL,
    )


@blueprint.get("/rollouts/<int:rollout_id>/adoption/chain.<fmt>")
@needs(Permission.ADOPTION_EXPORT)
def export_chain(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """The same as a table, CSV or Excel, with the same groups left out."""
    found = chain_of(current.rollout(), asked_way(), clock.today())
    links = [*([found.whole] if found.whole else []), *found.links]
    return table_file(f"from-training-to-result-{rollout_id}", fmt, HEADER, [_row(each) for each in links])


def _row(link: Link) -> tuple[Cell, ...]:
    effect, functions = link.effect, link.functions
    return (
        link.name, link.trained.whole, link.trained.part, link.active.whole, link.active.part, link.adopted.part,
        functions.whole if functions else None, functions.part if functions else None,
        "not shown" if link.idle is None else link.idle, "not shown" if link.untrained is None else link.untrained,
        *(each.words if each else "not counted yet" for each in (link.access, link.training)),
        *((effect.added, effect.low, effect.high, effect.trained, effect.others) if effect else (None,) * 5),
        "; ".join(f"{each.name}: {each.moved.words if each.moved else 'no later reading'}" for each in link.figures),
    )  # fmt: skip
