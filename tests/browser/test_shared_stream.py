"""The part of the stream that all tabs of a browser share, without a browser's tabs: ports and connections are stand-ins."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.browser
WORKER = """() => {
  window.opened = [];
  window.told = [];
  let connect;
  const SharedWorkerGlobalScope = {};
  const globalThis = { addEventListener: (_name, listener) => { connect = listener; } };
  const EventSource = class extends EventTarget {
    constructor(address) { super(); opened.push(address); this.close = () => {}; }
  };
  %s
  const port = { start() {}, postMessage: (message) => told.push(message), addEventListener: (_name, listener) => { window.say = (data) => listener({ data }); } };
  connect({ ports: [port] });
}"""


@pytest.fixture
def worker(chromium):
    page = chromium.new_context().new_page()
    page.clock.install()
    page.evaluate(WORKER % Path(finders.find("js/stream.js")).read_text(encoding="utf-8"))
    return page


def say(worker, **message):
    worker.evaluate(f"say({json.dumps(message)})")


def test_a_tab_that_slept_is_told_that_it_was_forgotten(worker):
    say(worker, address="/live/stream", topics=["stock"], since=1)
    worker.clock.run_for(200_000)
    say(worker)
    assert worker.evaluate("told.at(-1)") == {"forgotten": True}


def test_a_tab_that_says_it_is_there_is_kept(worker):
    say(worker, address="/live/stream", topics=["stock"], since=1)
    for _minute in range(4):
        worker.clock.run_for(60_000)
        say(worker)
    assert worker.evaluate("told.filter((one) => one.forgotten).length") == 0
