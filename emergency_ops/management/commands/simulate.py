"""Plays a fleet over real HTTP against a running instance, with faults of the plan."""

import argparse
import signal
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from emergency_ops.lib import clock
from emergency_ops.lib.wording import listed
from emergency_ops.simulator.faults import KINDS, Fault, FaultKind, Unit, choose, targets
from emergency_ops.simulator.fleet import Fleet
from emergency_ops.simulator.player import Player, Script
from emergency_ops.simulator.responder import Responder, Screens
from emergency_ops.simulator.sender import KeyRefused, Sender
from incidents.monitoring.actions import create_key, revoke_key
from resources.network.choices import TerminalStatus
from resources.network.hours import parse
from resources.network.models import Terminal

WARM_UP = 240.0


def positive(text: str) -> float:
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(_("必须大于 0"))
    return value


class Command(BaseCommand):
    help = "Play a fleet of terminals over HTTP: simulate --fault line, simulate --fault power=310101-0001 --speed 6"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default=settings.SITE_URL, help="the running instance (default: %(default)s)")
        parser.add_argument("--key", help="an intake key; without it one is made for this run and revoked at its end")
        parser.add_argument(
            "--fault", action="append", default=[], metavar="KIND[=TARGET]", help="see --list; may be repeated"
        )
        parser.add_argument("--list", action="store_true", help="list the kinds of faults and leave")
        parser.add_argument("--terminals", type=int, help="play only so many terminals")
        parser.add_argument(
            "--interval", type=positive, default=60.0, help="simulated seconds between two reports of one terminal"
        )
        parser.add_argument("--speed", type=positive, default=1.0, help="simulated seconds in one second")
        parser.add_argument("--after", type=positive, default=WARM_UP, help="simulated seconds before the first fault")
        parser.add_argument(
            "--lasting", type=positive, help="simulated seconds that a fault lasts (default: until the end)"
        )
        parser.add_argument("--duration", type=positive, help="simulated seconds to play (default: until Ctrl-C)")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--all-hours", action="store_true", help="also strike sites that are closed now")

    def handle(self, *args: Any, **options: Any) -> None:
        translation.activate(settings.LANGUAGE_CODE)
        if options["list"]:
            for kind in KINDS.values():
                self.stdout.write(f"{kind.name:<15} {kind.title}")
            return
        units, awake = load_units(options["terminals"])
        faults = [plan_fault(text, units if options["all_hours"] else awake, options) for text in options["fault"]]
        script = Script(faults, options["speed"], options["duration"])
        fleet = Fleet(awake, interval=options["interval"], seed=options["seed"], first_seq=int(time.time()))
        self._introduce(units, awake, options)
        self._play(fleet, script, options)

    def _introduce(self, units: list[Unit], awake: list[Unit], options: dict[str, Any]) -> None:
        self.stdout.write(
            _("%(awake)d 台终端正在营业时间内上报（共 %(all)d 台），目标 %(url)s，Ctrl-C 结束。")
            % {"awake": len(awake), "all": len(units), "url": options["url"]}
        )

    def _play(self, fleet: Fleet, script: Script, options: dict[str, Any]) -> None:
        stopping: list[bool] = []

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.append(True)

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        key, secret = None, options["key"]
        if not secret:
            key, secret = create_key(name=_("模拟终端"), sites=[], actor=None, now=clock.now())
        sender = Sender(options["url"], secret)
        player = Player(fleet, sender, script, self.stdout.write)
        screens = Screens(fleet.units, secret)
        responder = Responder(options["url"], secret, screens, player.faults_of, self.stdout.write)
        try:
            responder.start()
            player.play(lambda: bool(stopping))
        except KeyRefused as error:
            raise CommandError(_("接入密钥未被接受：%(answer)s") % {"answer": error}) from error
        finally:
            responder.stop()
            sender.close()
            if key is not None:
                connection.close()  # a server that was started again meanwhile knows nothing of this one
                revoke_key(key, actor=None, now=clock.now())
        self.stdout.write(
            _("已结束：接受 %(accepted)d 条，重复 %(duplicates)d 条，拒绝 %(rejected)d 条，未送出 %(waiting)d 条。")
            % {**{k: sender.totals[k] for k in ("accepted", "duplicates", "rejected")}, "waiting": len(sender.waiting)}
        )


def load_units(limit: int | None) -> tuple[list[Unit], list[Unit]]:
    """All terminals in service, and those of them whose site is open now."""
    local = clock.now().astimezone(clock.SHANGHAI)
    rows = Terminal.objects.filter(status=TerminalStatus.IN_SERVICE).select_related("site").order_by("code")[:limit]
    units, awake = [], []
    for row in rows:
        unit = Unit(
            row.code,
            row.site.code,
            row.site.region_id,
            row.line,
            row.software_version,
            tuple(row.payment_methods),
            row.hourly_payments,
        )
        units.append(unit)
        if parse(row.site.opening_hours).is_open(local):
            awake.append(unit)
    if not units:
        raise CommandError(_("没有投用的终端：请先导入网点和终端，或运行 ./ops manage load_sample。"))
    if not awake:
        raise CommandError(_("现在没有营业中的网点，终端都不上报：请在营业时间内运行。"))
    return units, awake


def plan_fault(text: str, units: list[Unit], options: dict[str, Any]) -> Fault:
    """`line` or `line=310101-电信`: the fault on its target's terminals, or CommandError with what there is to choose from."""
    name, _sep, target = text.partition("=")
    kind = KINDS.get(name)
    if kind is None:
        raise CommandError(_("没有故障类型“%(name)s”，可选：%(kinds)s。") % {"name": name, "kinds": listed(KINDS)})
    members = members_of(kind, target or choose(kind, units) or "", units)
    start = options["after"]
    end = start + options["lasting"] if options["lasting"] else None
    return Fault(kind, target or choose(kind, units) or "", frozenset(unit.code for unit in members), start, end)


def members_of(kind: FaultKind, target: str, units: list[Unit]) -> list[Unit]:
    found = targets(kind, units)
    if not found:
        raise CommandError(
            _("现在营业的网点中没有故障“%(kind)s”的对象：请在营业时间内运行，或加 --all-hours。") % {"kind": kind.name}
        )
    if target not in found:
        some = listed(sorted(found)[:8])
        raise CommandError(
            _("故障“%(kind)s”不能发生在“%(target)s”。营业中的可选对象例如：%(some)s。")
            % {"kind": kind.name, "target": target, "some": some}
        )
    return found[target]
