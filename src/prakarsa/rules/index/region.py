"""The index of one region with its full working: every term, its inputs and its article."""

from fractions import Fraction

from prakarsa.rules.index.edition import Edition, FormulaValues
from prakarsa.rules.index.formula import Result, Sums, score
from prakarsa.rules.messages import Message, gettext_noop, message
from prakarsa.rules.working import Step, Worked, shown

SPD = gettext_noop("Skor pemerintah daerah (SPD)")
SID_SUM = gettext_noop("Jumlah nilai inovasi")
DIVISOR = gettext_noop("Pembagi")
SID_MEAN = gettext_noop("Rata-rata nilai inovasi")
COUNT = gettext_noop("Nilai jumlah inovasi")
TOTAL = gettext_noop("Jumlah")
INDEX = gettext_noop("Indeks")
PREDICATE = gettext_noop("Predikat")
AFFAIRS_MISSING = gettext_noop(
    "Nilai jumlah inovasi 0 karena baru {covered} urusan pelayanan dasar tercakup; "
    "paling sedikit {minimum}."
)
DIVISOR_HIGHER = gettext_noop(
    "Jumlah nilai dibagi {divisor}, bukan {innovations}, karena inovasi yang dihitung belum "
    "{divisor}."
)
CAPPED = gettext_noop("Inovasi setelah yang ke-{cap} tidak menambah nilai jumlah inovasi.")


def score_region(
    sums: Sums, edition: Edition, *, values: FormulaValues | None = None
) -> Worked[Result]:
    """Return the index of one region with its working.

    `values` replaces the numbers of the formula (a what-if with an announced edition).
    """
    numbers = values or edition.values
    result = score([sums], numbers, edition.bands)[0]
    steps = (*_term_steps(sums, result, numbers), *_result_steps(sums, result, numbers))
    return Worked(value=result, steps=steps, notes=_notes(sums, result, numbers))


def _term_steps(sums: Sums, result: Result, values: FormulaValues) -> tuple[Step, ...]:
    return (
        _spd_step(sums),
        Step(
            name="sid_sum",
            label=message(SID_SUM),
            value=Fraction(sums.sid_sum_hundredths, 100),
            formula="jumlah (bobot × tingkat)",
            inputs={"innovations": sums.innovations},
            article="Indikator 16–35",
        ),
        _divisor_step(sums, result, values),
        _mean_step(sums, result, values),
        _count_step(sums, result, values),
    )


def _spd_step(sums: Sums) -> Step:
    return Step(
        name="spd",
        label=message(SPD),
        value=Fraction(sums.spd_hundredths, 100),
        formula="jumlah (bobot × tingkat)",
        article="Indikator 1–15",
    )


def _divisor_step(sums: Sums, result: Result, values: FormulaValues) -> Step:
    return Step(
        name="divisor",
        label=message(DIVISOR),
        value=result.divisor,
        formula=f"terbesar dari ({values.divisor_minimum}, {sums.innovations})",
        inputs={"divisor_minimum": values.divisor_minimum, "innovations": sums.innovations},
        article=values.article,
    )


def _mean_step(sums: Sums, result: Result, values: FormulaValues) -> Step:
    total = Fraction(sums.sid_sum_hundredths, 100)
    return Step(
        name="sid_mean",
        label=message(SID_MEAN),
        value=result.sid_mean,
        formula=f"{shown(total)} ÷ {result.divisor}",
        inputs={"sid_sum": total, "divisor": result.divisor},
        article=values.article,
    )


def _count_step(sums: Sums, result: Result, values: FormulaValues) -> Step:
    counted = min(sums.innovations, values.count_cap)
    weight = Fraction(values.count_weight_hundredths, 100)
    is_covered = sums.basic_affairs >= values.affairs_minimum
    sign = "≥" if is_covered else "<"
    return Step(
        name="count_score",
        label=message(COUNT),
        value=Fraction(result.count_hundredths, 100),
        formula=(f"{counted} × {shown(weight)}, " if is_covered else "0, ")
        + f"karena urusan dasar {sums.basic_affairs} {sign} {values.affairs_minimum}",
        inputs={
            "innovations": sums.innovations,
            "count_cap": values.count_cap,
            "count_weight": weight,
            "basic_affairs": sums.basic_affairs,
            "affairs_minimum": values.affairs_minimum,
        },
        article="Indikator 36",
    )


def _result_steps(sums: Sums, result: Result, values: FormulaValues) -> tuple[Step, ...]:
    spd = Fraction(sums.spd_hundredths, 100)
    count = Fraction(result.count_hundredths, 100)
    maximum = Fraction(values.maximum_total_hundredths, 100)
    return (
        Step(
            name="total",
            label=message(TOTAL),
            value=result.total,
            formula=f"{shown(spd)} + {shown(result.sid_mean)} + {shown(count)}",
            inputs={"spd": spd, "sid_mean": result.sid_mean, "count_score": count},
            article=values.article,
        ),
        Step(
            name="index",
            label=message(INDEX),
            value=result.index,
            formula=f"{shown(result.total)} ÷ {shown(maximum)} × 100, dibulatkan dua desimal",
            inputs={"total": result.total, "maximum_total": maximum},
            article=values.article,
        ),
        _predicate_step(result, values),
    )


def _predicate_step(result: Result, values: FormulaValues) -> Step:
    return Step(
        name="predicate",
        label=message(PREDICATE),
        value=result.predicate,
        formula="menurut indeks yang sudah dibulatkan",
        inputs={"index": Fraction(result.index_hundredths, 100)},
        article=values.article,
    )


def _notes(sums: Sums, result: Result, values: FormulaValues) -> tuple[Message, ...]:
    notes = []
    if sums.basic_affairs < values.affairs_minimum:
        notes.append(
            message(AFFAIRS_MISSING, covered=sums.basic_affairs, minimum=values.affairs_minimum)
        )
    if sums.innovations < result.divisor:
        notes.append(message(DIVISOR_HIGHER, divisor=result.divisor, innovations=sums.innovations))
    if sums.innovations > values.count_cap:
        notes.append(message(CAPPED, cap=values.count_cap))
    return tuple(notes)
