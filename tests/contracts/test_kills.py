"""C01: a process that is killed while it signs leaves a whole signature or none."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

from prakarsa.audit.models import AuditEntry
from prakarsa.audit.verification import verify
from prakarsa.contracts.checkups import half_held, half_signed, unsigned_but_running
from prakarsa.contracts.models import ContractVersion, Signature, VersionEnd
from tests.auctions.builders import make_period
from tests.contracts.builders import State, agreed_lot, make_contract
from tests.worlds import make_world

KILLS = int(os.environ.get("PRAKARSA_KILLS", "4"))


def test_C01_kill_while_contracts_are_signed_leaves_nothing_half_signed(
    shared_database: str,
) -> None:
    world = make_world()
    period = make_period(world)
    for _number in range(3):
        make_contract(world, State.SIGNING, lot=agreed_lot(world, period))
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for number in range(KILLS):
        kill_one(shared_database, seed + number, after=chance.random() / 2)
        assert half_signed() == set()
        assert not half_held().exists()
        assert not unsigned_but_running().exists()
        written = {
            "sign": Signature.objects.count(),
            "amend": ContractVersion.objects.filter(number__gt=1).count(),
            "take_back": VersionEnd.objects.count(),
        }
        for act, count in written.items():
            assert AuditEntry.objects.filter(act=f"contracts.contract.{act}").count() == count
    assert Signature.objects.count() >= KILLS
    assert verify().is_whole


def kill_one(database: str, seed: int, *, after: float) -> None:
    """Start a signing process, and kill it some time after its first act."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
        "PRAKARSA_LOG_LEVEL": "CRITICAL",
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    command = [sys.executable, "-m", "tests.contracts.signing_child", str(seed)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        time.sleep(after)
        process.kill()
