"""Every sentence of the command line, in Chinese where the locale is Chinese and in English elsewhere."""

import os
import sys

SENTENCES: dict[str, tuple[str, str]] = {
    "venv": ("正在创建 Python 环境 .venv …", "Creating the Python environment .venv …"),
    "install": ("正在安装依赖（{level}）…", "Installing the dependencies ({level}) …"),
    "pip-instead": ("uv 无法安装，改用 pip …", "uv could not install them; trying pip …"),
    "install-failed": (
        "依赖安装失败：{error}。请检查网络或软件源后重试。",
        "The dependencies could not be installed: {error}. Check the network or the package index and try again.",
    ),
    "unknown-level": ("没有 {level} 这一级依赖，请用 base 或 dev。", "There is no level {level}: use base or dev."),
    "platform": (
        "内置的 PostgreSQL 和 Valkey 不支持 {platform}：请用 DATABASE_URL 和 REDIS_URL 指定已有的服务器。",
        "The embedded PostgreSQL and Valkey do not run on {platform}: name servers of your own with DATABASE_URL and "
        "REDIS_URL.",
    ),
    "no-library": (
        "缺少共享库 {library}，无法生成公告。请以 root 身份运行：apt-get install --no-install-recommends {packages}",
        "The shared library {library} is missing, notices cannot be printed. Run as root: "
        "apt-get install --no-install-recommends {packages}",
    ),
    "no-font": (
        "没有中文字体，公告会印成空白方框。请以 root 身份运行：apt-get install --no-install-recommends {packages}",
        "There is no Chinese font, notices would print as empty boxes. Run as root: "
        "apt-get install --no-install-recommends {packages}",
    ),
    "no-browser": (
        "没有 Chromium，无法运行浏览器测试。请以 root 身份运行：apt-get install --no-install-recommends {packages}",
        "There is no Chromium to run the browser tests in. Run as root: "
        "apt-get install --no-install-recommends {packages}",
    ),
    "browser-left-out": (
        "没有 Chromium：本次不运行浏览器测试。./ops test --browser 会安装 Chromium 并运行全部测试。",
        "There is no Chromium: the browser tests are left out. ./ops test --browser installs it and runs them as well.",
    ),
    "browser-alone": (
        "--browser 不带参数：./ops test --browser [pytest 参数]。所用的浏览器是 Chromium。",
        "--browser takes no value: ./ops test --browser [pytest arguments]. The browser is Chromium.",
    ),
    "browser-elsewhere": (
        "--browser 只用于 ./ops test。",
        "--browser belongs to ./ops test only.",
    ),
    "no-postgres": (
        "找不到 PostgreSQL 程序 {path}。请运行 ./ops setup，或用 OPS_PG_BIN 指定其所在目录"
        "（如 /usr/lib/postgresql/15/bin）。",
        "The PostgreSQL program {path} is missing. Run ./ops setup, or name its folder with OPS_PG_BIN "
        "(such as /usr/lib/postgresql/15/bin).",
    ),
    "no-valkey": (
        "找不到 Valkey 程序 {path}。请运行 ./ops setup，或用 OPS_VALKEY_SERVER 指定（如 /usr/bin/redis-server）。",
        "The Valkey program {path} is missing. Run ./ops setup, or name one with OPS_VALKEY_SERVER "
        "(such as /usr/bin/redis-server).",
    ),
    "port-taken": (
        "端口 {port} 已被占用。请用 --{option} 换一个端口，例如 ./ops up --{option} {other}。",
        "Port {port} is taken. Choose another one with --{option}, for example ./ops up --{option} {other}.",
    ),
    "bad-port": (
        "没有端口 {port}：请用 --{option} 指定 1 至 65535。",
        "There is no port {port}: --{option} takes 1 to 65535.",
    ),
    "bad-host": (
        "无法在 {host} 端口 {port} 监听：{error}。请用 --host 和 --port 指定本机可用的地址和端口。",
        "Cannot listen on {host} port {port}: {error}. Name an address and a port of this machine with --host and "
        "--port.",
    ),
    "other-major": (
        "数据目录 {data} 属于 PostgreSQL {found}，当前程序是 PostgreSQL {wanted}。"
        "请用 PostgreSQL {found} 的 pg_dump 导出"
        "（OPS_PG_BIN=/usr/lib/postgresql/{found}/bin ./ops up），再在新的数据目录（OPS_DATA）中恢复。",
        "The data folder {data} belongs to PostgreSQL {found}, the programs are PostgreSQL {wanted}. Dump it with the "
        "pg_dump of PostgreSQL {found} (OPS_PG_BIN=/usr/lib/postgresql/{found}/bin ./ops up) and restore it into a new "
        "data folder (OPS_DATA).",
    ),
    "foreign-data": (
        "数据目录 {data} 属于另一个用户（{owner}）。请用该用户（或 sudo）运行，或用 OPS_DATA 指定另一个目录。",
        "The data folder {data} belongs to another user ({owner}). Run it as that user (or with sudo), or name another "
        "folder with OPS_DATA.",
    ),
    "foreign-folder": (
        "目录 {folder} 不属于当前用户，拒绝使用。请删除它，或用 OPS_DATA 指定较短的数据目录。",
        "The folder {folder} belongs to somebody else and is not used. Remove it, or name a shorter data folder with "
        "OPS_DATA.",
    ),
    "already-running": (
        "数据目录 {data} 正由另一个 ./ops {command}（进程 {pid}）使用。"
        "请先运行 ./ops down，或用 OPS_DATA 指定另一个目录。",
        "Another ./ops {command} (process {pid}) uses the data folder {data}. Run ./ops down first, or name another "
        "folder with OPS_DATA.",
    ),
    "waiting": (
        "正在等待另一个 ./ops {command}（进程 {pid}）结束 …",
        "Waiting for another ./ops {command} (process {pid}) to end …",
    ),
    "first-start": ("首次启动：正在创建数据库 …", "First start: creating the database …"),
    "elsewhere": (
        "PostgreSQL 以 {user} 身份运行，无法进入此目录，因此其数据存放在 {folder}。",
        "PostgreSQL runs as {user}, who cannot enter this folder: its data is in {folder}.",
    ),
    "prepare": ("正在准备数据表和初始数据 …", "Preparing the tables and the first data …"),
    "failed-step": ("{step} 失败（退出码 {code}），详见上方输出。", "{step} failed (exit code {code}), see above."),
    "no-start": (
        "{part} 未能启动，日志 {log} 末尾如下：\n{tail}",
        "{part} did not start; the end of its log {log}:\n{tail}",
    ),
    "initdb-failed": ("无法创建数据库：{error}", "The database could not be created: {error}"),
    "ready": ("已就绪（{seconds:.1f} 秒）：{address}", "Ready after {seconds:.1f} s: {address}"),
    "open": (
        "已向网络开放：能连到本机端口 {port} 的人都能打开登录页。",
        "Open to the network: everybody who reaches port {port} of this machine gets the login page.",
    ),
    "not-empty": (
        "数据目录 {data} 里已有示例数据。请用 OPS_DATA 指定新的目录，或登录后在“开始使用”中取回示例数据。",
        "The data folder {data} has been filled with the sample. Name a new one with OPS_DATA, or take the sample back "
        "under “开始使用” (Set up).",
    ),
    "first-account": (
        "没有示例数据，也没有示例账号。第一个管理员账号（已有就不用再建）：另开一个终端运行 "
        "./ops manage createsuperuser，然后登录，从“开始使用”往下做。",
        "There is no sample and no demo account. The first administrator, unless you have one: run ./ops manage "
        "createsuperuser in another terminal, then log in and follow “Set up”.",
    ),
    "simulator": (
        "另开一个终端看它如何工作：./ops manage simulate --fault line",
        "To watch it work, in another terminal: ./ops manage simulate --fault line",
    ),
    "logs": ("日志在 {folder}；按 Ctrl-C 停止。", "Logs are in {folder}; Ctrl-C stops everything."),
    "restarted": (
        "{part} 意外退出（{status}），将重新启动，日志：{log}",
        "{part} ended ({status}) and is started again; its log: {log}",
    ),
    "stopping": ("正在停止 …", "Stopping …"),
    "slow-stop": (
        "{part} 未在 {seconds:.0f} 秒内停止，已强制结束。",
        "{part} did not stop within {seconds:.0f} s and was killed.",
    ),
    "stopped": ("已停止。", "Stopped."),
    "not-running": ("没有正在运行的服务。", "Nothing is running."),
    "killed": ("进程 {pid} 未能正常停止，已强制结束。", "Process {pid} did not stop and was killed."),
}


def chinese() -> bool:
    """Whether the locale of the terminal is Chinese."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return locale.startswith("zh")


def sentence(key: str, **values: object) -> str:
    """The sentence of this key in the terminal's language, its values filled in."""
    return SENTENCES[key][0 if chinese() else 1].format(**values)


def say(key: str, **values: object) -> None:
    """Prints a sentence to the terminal (standard error, so that a command's own output stays clean)."""
    print(sentence(key, **values), file=sys.stderr, flush=True)


class Refusal(Exception):
    """Something that the reader can put right; its text says how."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(sentence(key, **values))
        self.key = key
