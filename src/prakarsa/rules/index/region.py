"""The index of one region with its full working: every term, its inputs and its article."""

from collections.abc import Mapping
from fractions import Fraction

from prakarsa.rules.index.edition import Edition, FormulaValues
from prakarsa.rules.index.formula import Result, Sums, score
from prakarsa.rules.messages import Message, gettext_noop, message
from prakarsa.rules.working import Shown, Step, Worked

SPD = gettext_noop("Skor pemerintah daerah (SPD)")
SID_SUM = gettext_noop("Jumlah nilai inovasi")
DIVISOR = gettext_noop("Pembagi")
SID_MEAN = gettext_noop("Rata-rata nilai inovasi")
COUNT = gettext_noop("Nilai jumlah inovasi")
TOTAL = gettext_noop("Jumlah")
INDEX = gettext_noop("Indeks")
PREDICATE = gettext_noop("Predikat")
ADD_ANSWERS = gettext_noop("jumlah (bobot × tingkat)")
GREATER_OF = gettext_noop("terbesar dari {divisor_minimum} dan {innovations}")
DIVIDE = gettext_noop("{sid_sum} ÷ {divisor}")
COUNTED = gettext_noop(
    "{counted} × {count_weight}, karena urusan dasar {basic_affairs} ≥ {affairs_minimum}"
)
NOT_COUNTED = gettext_noop("0, karena urusan dasar {basic_affairs} < {affairs_minimum}")
ADD_PARTS = gettext_noop("{spd} + {sid_mean} + {count_score}")
SHARE_OF_MAXIMUM = gettext_noop("{total} ÷ {maximum_total} × 100, dibulatkan dua desimal")
BY_ROUNDED_INDEX = gettext_noop("menurut indeks yang sudah dibulatkan")
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
    steps = (
        *_answer_steps(sums),
        *_mean_steps(sums, result, numbers),
        _count_step(sums, result, numbers),
        *_result_steps(sums, result, numbers),
    )
    return Worked(value=result, steps=steps, notes=_notes(sums, result, numbers))


def _answer_steps(sums: Sums) -> tuple[Step, Step]:
    spd, sid = Fraction(sums.spd_hundredths, 100), Fraction(sums.sid_sum_hundredths, 100)
    return (
        _step("spd", (SPD, ADD_ANSWERS), spd, {}, "Indikator 1–15"),
        _step("sid_sum", (SID_SUM, ADD_ANSWERS), sid, {}, "Indikator 16–35"),
    )


def _mean_steps(sums: Sums, result: Result, values: FormulaValues) -> tuple[Step, Step]:
    counted = {"divisor_minimum": values.divisor_minimum, "innovations": sums.innovations}
    shared: dict[str, Shown] = {
        "sid_sum": Fraction(sums.sid_sum_hundredths, 100),
        "divisor": result.divisor,
    }
    about = (values.article, values.confirmed)
    return (
        _step("divisor", (DIVISOR, GREATER_OF), result.divisor, counted, *about),
        _step("sid_mean", (SID_MEAN, DIVIDE), result.sid_mean, shared, *about),
    )


def _count_step(sums: Sums, result: Result, values: FormulaValues) -> Step:
    is_covered = sums.basic_affairs >= values.affairs_minimum
    inputs: dict[str, Shown] = {
        "counted": min(sums.innovations, values.count_cap),
        "count_weight": Fraction(values.count_weight_hundredths, 100),
        "basic_affairs": sums.basic_affairs,
        "affairs_minimum": values.affairs_minimum,
    }
    points = Fraction(result.count_hundredths, 100)
    words = (COUNT, COUNTED if is_covered else NOT_COUNTED)
    return _step("count_score", words, points, inputs, "Indikator 36", values.confirmed)


def _result_steps(sums: Sums, result: Result, values: FormulaValues) -> tuple[Step, Step, Step]:
    parts = {
        "spd": Fraction(sums.spd_hundredths, 100),
        "sid_mean": result.sid_mean,
        "count_score": Fraction(result.count_hundredths, 100),
    }
    maximum = Fraction(values.maximum_total_hundredths, 100)
    share = {"total": result.total, "maximum_total": maximum}
    rounded = {"index": Fraction(result.index_hundredths, 100)}
    about = (values.article, values.confirmed)
    return (
        _step("total", (TOTAL, ADD_PARTS), result.total, parts, *about),
        _step("index", (INDEX, SHARE_OF_MAXIMUM), result.index, share, *about),
        _step("predicate", (PREDICATE, BY_ROUNDED_INDEX), result.predicate, rounded, *about),
    )


def _step(
    name: str,
    words: tuple[str, str],
    value: Shown,
    inputs: Mapping[str, Shown],
    article: str,
    *confirmed: bool,
) -> Step:
    """Build a step from its label and formula, whose places are the inputs."""
    label, formula = words
    return Step(
        name, message(label), value, message(formula, **inputs), inputs, article, all(confirmed)
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
