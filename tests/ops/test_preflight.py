import socket

import pytest

from emergency_ops.embedded import preflight, system
from emergency_ops.embedded.messages import SENTENCES, Refusal


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_a_missing_library_names_its_package(monkeypatch):
    monkeypatch.setattr(system, "loads", lambda library: "harfbuzz" not in library)
    with pytest.raises(Refusal, match=r"libharfbuzz-subset.so.0 is missing.*apt-get install.* libharfbuzz-subset0$"):
        preflight.check_libraries()


def test_a_missing_font_names_its_package(monkeypatch):
    monkeypatch.setattr(system, "has_chinese_font", lambda: False)
    with pytest.raises(Refusal, match=r"no Chinese font.*apt-get install.* fonts-noto-cjk$"):
        preflight.check_font()


def test_without_fontconfig_there_is_no_font(monkeypatch):
    def refuse(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr("ctypes.CDLL", refuse)
    assert not system.has_chinese_font()


def test_the_machine_of_the_tests_has_what_it_needs():
    assert system.missing_packages() == []


def test_a_missing_program_is_its_package():
    assert system.missing_packages(["no-such-program"]) == ["no-such-program"]


def test_another_processor_points_to_servers_of_ones_own(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(Refusal, match=r"linux riscv64.*DATABASE_URL and REDIS_URL"):
        preflight.check_platform()


def test_a_taken_port_is_named_with_a_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=f"^Port {port} is taken.*--port {port + 1}"):
            preflight.check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(Refusal, match=r"Cannot listen on 192\.0\.2\.1 port 8000"):
        preflight.check_port("192.0.2.1", 8000)


def test_a_port_beyond_the_last_is_refused():
    with pytest.raises(Refusal, match="There is no port 70000"):
        preflight.check_port("127.0.0.1", 70000)


def test_a_chinese_terminal_reads_chinese(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert str(Refusal("port-taken", port=8000, option="port", other=8001)).startswith("端口 8000 已被占用")


@pytest.mark.parametrize("key", SENTENCES)
def test_both_languages_take_the_same_values(key):
    chinese, english = SENTENCES[key]
    fields = [{part.split("}")[0].split(":")[0] for part in text.split("{")[1:]} for text in (chinese, english)]
    assert fields[0] == fields[1]
