import os
import subprocess
import sys

import pytest

from emergency_ops.embedded.instance import Instance, State
from emergency_ops.embedded.layout import Layout
from emergency_ops.embedded.messages import Refusal


@pytest.fixture
def layout(data):
    return Layout.at(data, data / "d")


def test_nobody_holds_a_fresh_folder(layout):
    assert Instance(layout).holder() is None


def test_others_see_who_holds_it(layout):
    with Instance(layout).held("up"):
        assert Instance(layout).holder() == State(os.getpid(), "up")
    assert Instance(layout).holder() is None


def test_a_second_up_is_refused(layout):
    with Instance(layout).held("up"), pytest.raises(Refusal), Instance(layout).held("up"):
        pass


def test_the_lock_dies_with_its_holder(layout):
    hold = (
        "import os, sys; from pathlib import Path; from emergency_ops.embedded.layout import Layout; "
        "from emergency_ops.embedded.instance import Instance; d = Path(sys.argv[1]);\n"
        "with Instance(Layout.at(d, d)).held('up'): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", hold, str(layout.data)], check=False)
    assert Instance(layout).state().command == "up"
    assert Instance(layout).holder() is None
