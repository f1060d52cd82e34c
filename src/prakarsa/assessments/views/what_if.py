"""Suppose, see the index move, save nothing."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.assessments.forms import EDITION, SEARCH, SWITCHES, VERIFIED, WhatIfForm
from prakarsa.assessments.permissions import READERS
from prakarsa.assessments.queries import Assessment, assessment_of
from prakarsa.assessments.queries.suppositions import answers_for, offer_for, waiting_answers
from prakarsa.assessments.showing import working_rows
from prakarsa.assessments.views.scope import edition_for, region_for
from prakarsa.foundation.filters import words_in
from prakarsa.foundation.limits import SEARCHES, limited
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.rules.index.standing import RegionAnswers
from prakarsa.rules.index.what_if import WhatIf, score_what_if


@require_safe
@roles(*READERS)
@limited(SEARCHES, parameter=SEARCH)
def what_if(request: SeatedRequest, slug: str) -> HttpResponse:
    """Show the index under the suppositions of the address."""
    region = region_for(request, slug)
    assessment = assessment_of(region=region, edition=edition_for(request, region))
    form = WhatIfForm(_with_basis(request.GET), assessment=assessment)
    words = form.read_query(request.GET)
    context = {"form": form, **_results(form, assessment)}
    if request.headers.get("HX-Request"):
        return render(request, "assessments/_supposed.html", context)
    text = words_in(words[SEARCH])
    chosen = {name: frozenset(request.GET.getlist(name)) for name in SWITCHES}
    basis = form.cleaned_data["basis"]
    offer = offer_for(assessment, basis=basis, text=text, chosen=chosen)
    context |= {"assessment": assessment, "offer": offer, "text": text, "edition": words[EDITION]}
    return render(request, "assessments/what_if.html", context)


def _with_basis(query: QueryDict) -> QueryDict:
    data = query.copy()
    data["basis"] = query.get("basis") or VERIFIED
    return data


def _results(form: WhatIfForm, assessment: Assessment) -> dict[str, object]:
    if not form.is_valid():
        return {}
    basis = form.cleaned_data["basis"]
    answers = answers_for(assessment, basis=basis)
    before = after = score_what_if(answers, WhatIf(), assessment.edition)
    supposed = _supposed(form, assessment, answers)
    if supposed != WhatIf():
        after = score_what_if(answers, supposed, assessment.edition)
    return {
        "basis": basis,
        "before": before,
        "after": after,
        "gain": after.value.index_hundredths - before.value.index_hundredths,
        "working": working_rows(after, before),
    }


def _supposed(form: WhatIfForm, assessment: Assessment, answers: RegionAnswers) -> WhatIf:
    values = form.cleaned_data
    added = waiting_answers(assessment, frozenset(values["add"]))
    levels = form.region_levels()
    code, level = values["indicator"], values["level"]
    if code and level is not None:
        for each in (*answers.innovations, *added):
            levels[each.key, code] = max(level, each.levels.get(code, 0))
    counted = {each.key for each in answers.innovations}
    return WhatIf(
        left_out=frozenset(values["out"]),
        added=tuple(each for each in added if each.key not in counted),
        levels=levels,
        formula_year=values["year"],
    )
