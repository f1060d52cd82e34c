"""Affairs are found under every spelling of the list."""

import pytest

from prakarsa.rules.affairs import all_affairs, basic_affairs, find_affair, nearest_affairs
from prakarsa.rules.index.edition import require_edition


def test_the_six_basic_affairs_are_those_of_the_edition() -> None:
    assert basic_affairs() == require_edition(2026).basic_affairs
    assert {affair.name for affair in all_affairs() if affair.confirmed} == set(basic_affairs())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" kesehatan ", "Kesehatan"),
        ("PUPR", "Pekerjaan Umum dan Penataan Ruang"),
        ("pekerjaan  umum danpenataan ruang", "Pekerjaan Umum dan Penataan Ruang"),
        ("trantibum linmas", "Ketenteraman, Ketertiban Umum, dan Pelindungan Masyarakat"),
        ("DUKCAPIL", "Administrasi Kependudukan dan Pencatatan Sipil"),
    ],
)
def test_spellings(written: str, name: str) -> None:
    affair = find_affair(written)
    assert affair is not None
    assert affair.name == name


def test_each_spelling_belongs_to_one_affair() -> None:
    for affair in all_affairs():
        for spelling in (affair.name, *affair.aliases):
            assert find_affair(spelling) == affair


def test_wrong_names_are_offered_the_nearest() -> None:
    assert find_affair("Kesehatn") is None
    assert nearest_affairs("Kesehatn")[0] == "Kesehatan"
    assert len(nearest_affairs("sesuatu yang lain sekali")) == 3
