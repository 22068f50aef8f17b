"""
The network: every family, every kind, both old doors to the kernel, and sockets that need no
network because they have a name.
"""

import contextlib
import os
import shutil
import socket

from world import check


def attack_network(world, tier):
    name = "kadane-" + world.mark
    path = str(world.base / "socket")
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix, \
            socket.socket(socket.AF_UNIX) as abstract, \
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(tcp.getsockname())
        unix.bind(path)
        os.chmod(path, 0o777)
        abstract.bind("\0" + name)
        for server in (unix, abstract):
            server.listen()
        result = world.attack(tier, "network.py", tcp.getsockname()[1], path, name)
        for server in (tcp, unix, abstract):
            server.settimeout(0.05)
            with contextlib.suppress(OSError):
                heard.append(server.accept())
        udp.settimeout(0.05)
        with contextlib.suppress(OSError):
            heard.append(udp.recv(10))
    os.unlink(path)
    check(not heard, f"the outside was reached: {heard} {result}")
    check("CONNECTED" not in result.out, result)


def attack_families(world, tier):
    result = world.attack(tier, "families.c")
    got = {line.split()[1] for line in result.out.splitlines() if line.startswith("GOT")}
    # In a network of its own, the usual ones harm nobody.
    allowed = {str(int(f)) for f in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)}
    check(got <= (allowed if tier == "full" else set()), f"sockets of the families {got}")


def attack_datagrams(world, tier):
    """By a pair of sockets, which is to be had where a socket is not."""
    name = "kadane-d" + world.mark
    folder = world.work / "agent"
    folder.mkdir()
    heard = []
    with contextlib.ExitStack() as stack:
        servers = []
        for address in (str(world.base / "datagrams"), str(folder / "datagrams"), "\0" + name):
            server = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
            server.bind(address)
            server.settimeout(0.05)
            if address[0] == "/":
                os.chmod(address, 0o777)
                stack.callback(os.unlink, address)
            servers.append(server)
        result = world.attack(tier, "datagrams.c", world.base / "datagrams", folder / "datagrams",
                              "@" + name, ro=[folder])
        for server in servers:
            with contextlib.suppress(OSError):
                heard.append((server.getsockname(), server.recv(10)))
    shutil.rmtree(folder)
    check(not heard and "DID" not in result.out, f"the outside was reached: {heard} {result}")


def listen_in(world, bind):
    folder = world.work / "agent"
    folder.mkdir()
    agent = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(folder)
    try:
        agent.bind(bind(folder))
    finally:
        os.chdir(here)
    os.chmod(folder / "sock", 0o777)
    agent.listen()
    return folder, agent


def attack_socket_in_mount(world, tier):
    """An agent's socket in a folder that is shown, whatever name it was bound by."""
    link = world.base / "to-the-agent"
    link.symlink_to(world.work / "agent")
    try:
        for what, bind in (("its path", lambda folder: str(folder / "sock")),
                           ("a relative name", lambda folder: "sock"),
                           ("a link", lambda folder: str(link / "sock"))):
            folder, agent = listen_in(world, bind)
            with agent:
                result = world.attack(tier, "network.py", 1, folder / "sock", world.mark, ro=[folder])
            shutil.rmtree(folder)
            check("CONNECTED" not in result.out, f"bound by {what}: {result}")
    finally:
        link.unlink()
