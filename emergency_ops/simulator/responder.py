"""The terminals' side of remote commands: a long poll, signatures checked, each command carried out once."""

import hashlib
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import httpx

from incidents.response.diagnosis.rules import is_genuine

from .faults import Fault, Unit

WAIT = 20
PAUSE = 2.0
Struck = Callable[[Unit], list[Fault]]


def _now() -> datetime:
    return datetime.now(UTC)


class Screens:
    """What each terminal shows and which commands it has carried out; the answers that it gives. Pure but for its memory.

    texts: what was shown last and until when, by terminal. clock: the terminals' own; a text ends by it, told or not.
    """

    def __init__(self, units: Iterable[Unit], secret: str, clock: Callable[[], datetime] = _now) -> None:
        self.units = {unit.code: unit for unit in units}
        self.secret = hashlib.sha256(secret.encode()).hexdigest()
        self.clock = clock
        self.texts: dict[str, tuple[str, datetime | None]] = {}
        self.answered: dict[str, dict[str, Any]] = {}

    def answer(self, command: dict[str, Any], struck: Struck) -> dict[str, Any] | None:
        """The body of an answer; None from a terminal that is silent, or that is not ours. Forged commands are refused."""
        unit = self.units.get(command["terminal"])
        faults = struck(unit) if unit else []
        if unit is None or any(fault.kind.silent for fault in faults):
            return None
        if not is_genuine(command, self.secret):
            return {"ok": False, "output": "bad signature"}
        if "expires_at" in command and datetime.fromisoformat(command["expires_at"]) <= self.clock():
            return {"ok": False, "output": "expired"}
        if command["id"] not in self.answered:
            self.answered[command["id"]] = self._carry_out(unit, command, faults)
        return self.answered[command["id"]]

    def _carry_out(self, unit: Unit, command: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
        match command["kind"]:
            case "ping_backend":
                failing = any(fault.kind.failing for fault in faults)
                return {"ok": not failing, "output": "timeout after 3000 ms" if failing else "HTTP 200 in 41 ms"}
            case "restart_app":
                for fault in faults:
                    if fault.kind.name == "crash":
                        fault.cured.add(unit.code)
                return {"ok": True, "output": f"application {unit.version} restarted"}
            case "fetch_log":
                lines = [f"{part}: {state} {code}" for fault in faults for part, state, code in fault.kind.components]
                return {"ok": True, "output": "\n".join(["INFO started", *lines, "INFO heartbeat sent"])}
            case "show_text":
                return {"ok": True, "output": self._show(unit, command["params"]) or "screen cleared"}
        return {"ok": True, "output": "", "data": self._status(unit, faults)}

    def shown(self, terminal: str) -> str:
        """What scrolls over the terminal's screen now, "" for nothing."""
        text, until = self.texts.get(terminal, ("", None))
        return "" if until is not None and until <= self.clock() else text

    def _show(self, unit: Unit, params: dict[str, Any]) -> str:
        until = datetime.fromisoformat(params["until"]) if "until" in params else None
        self.texts[unit.code] = params["text"], until
        return self.shown(unit.code)

    def _status(self, unit: Unit, faults: list[Fault]) -> dict[str, Any]:
        device = next((fault.kind.device for fault in faults if fault.kind.device != "online"), "online")
        codes = ", ".join(code for fault in faults for _part, _state, code in fault.kind.components)
        return {"device": device, "version": unit.version, "faults": codes or "-", "screen": self.shown(unit.code)}


class Responder(threading.Thread):
    """Polls beside the player until told to stop. A server that is away is asked again."""

    def __init__(self, base_url: str, key: str, screens: Screens, struck: Struck, tell: Callable[[str], None]) -> None:
        super().__init__(daemon=True, name="responder")
        self.client = httpx.Client(
            base_url=base_url, headers={"Authorization": f"Bearer {key}"}, timeout=WAIT + 10, trust_env=False
        )
        self.screens, self.struck, self.tell = screens, struck, tell
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            self.stopping.wait(self._turn())
        self.client.close()

    def stop(self) -> None:
        self.stopping.set()

    def _turn(self) -> float:
        """One poll and its answers; how many seconds to wait before the next."""
        try:
            found = self.client.get("/api/v1/commands", params={"wait": WAIT})
            if found.status_code != 200:
                return PAUSE
            body = found.json()
            for command in body["commands"]:
                self._answer(command)
        except (httpx.HTTPError, ValueError):
            return PAUSE
        return float(body["retry_after"])

    def _answer(self, command: dict[str, Any]) -> None:
        given = self.screens.answer(command, self.struck)
        if given is None:
            return
        self.client.post(f"/api/v1/commands/{command['id']}/answer", json=given)
        self.tell(
            f"⌘ {command['terminal']} {command['kind']}: {'ok' if given['ok'] else 'failed'} {given['output'][:60]}"
        )
