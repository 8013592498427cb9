"""What must hold before anything is started; each refusal is one sentence that says what to do."""

import errno
import platform
import socket
import sys

from emergency_ops.embedded import system
from emergency_ops.embedded.messages import Refusal

ARCHITECTURES = ("x86_64", "aarch64")


def check_libraries() -> None:
    """Refuses without the shared libraries that notices are printed with."""
    missing = system.missing_libraries()
    if missing:
        packages = " ".join(system.LIBRARIES[name] for name in missing)
        raise Refusal("no-library", library=", ".join(missing), packages=packages)


def check_font() -> None:
    """Refuses without a Chinese font: pages would show empty boxes and nobody would be told."""
    if not system.has_chinese_font():
        raise Refusal("no-font", packages=system.FONT_PACKAGE)


def check_platform() -> None:
    """Refuses where the embedded servers have no binaries."""
    if sys.platform != "linux" or platform.machine() not in ARCHITECTURES:
        raise Refusal("platform", platform=f"{sys.platform} {platform.machine()}")


def check_port(host: str, port: int, option: str = "port") -> None:
    """Refuses an address that a server could not listen on; `option` is where the port was given."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OverflowError:
            raise Refusal("bad-port", port=port, option=option) from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refusal("port-taken", port=port, option=option, other=port + 1) from None
            raise Refusal("bad-host", host=host, port=port, error=error.strerror or error) from None
