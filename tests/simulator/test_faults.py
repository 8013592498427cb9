from emergency_ops.simulator.faults import KINDS, Fault, Unit, choose, targets

UNITS = [
    Unit(
        f"310101-000{site}-0{n}", f"310101-000{site}", "310101", "310101-电信", "4.2.1", ("wechat", "cash"), 12.0 * site
    )
    for site in (1, 2)
    for n in (1, 2)
]


def test_a_line_fault_strikes_every_terminal_on_the_line():
    assert len(targets(KINDS["line"], UNITS)["310101-电信"]) == 4


def test_a_line_with_one_site_is_no_target():
    assert targets(KINDS["line"], UNITS[:2]) == {}


def test_a_method_fault_strikes_only_terminals_that_take_it():
    cash_only = Unit("x", "310101-0001", "310101", "l", "v", ("cash",), 1.0)
    assert cash_only not in targets(KINDS["method"], [*UNITS, cash_only])["310101-0001"]


def test_the_busiest_target_is_chosen():
    assert choose(KINDS["power"], UNITS) == "310101-0002"


def test_nothing_is_chosen_where_nothing_fits():
    assert choose(KINDS["line"], []) is None


def test_a_fault_strikes_between_its_two_moments():
    fault = Fault(KINDS["power"], "310101-0001", frozenset({UNITS[0].code}), 10, 20)
    assert [fault.strikes(UNITS[0], at) for at in (9, 10, 19, 20)] == [False, True, True, False]


def test_every_cause_of_the_plan_can_be_played():
    wanted = {
        "screen",
        "missing-part",
        "storm",
        "crash",
        "method",
        "balance",
        "power",
        "line",
        "parameter",
        "deleted-record",
        "intrusion",
    }
    assert wanted <= set(KINDS)
