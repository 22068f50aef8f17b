# Speaks to whoever listens outside.
# argv: a TCP port on 127.0.0.1, a Unix socket's path, an abstract socket's name.
import socket
import sys

port, path, name = int(sys.argv[1]), sys.argv[2], sys.argv[3]
for host in ("127.0.0.1", "::1", "8.8.8.8"):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with socket.socket(family, kind) as s:
                s.settimeout(0.3)
                s.connect((host, port))
                s.sendall(b"leak")
                if kind == socket.SOCK_STREAM:
                    print("CONNECTED", host)
        except OSError:
            pass
for address in (path, "\0" + name):
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(address)
            s.sendall(b"leak")
            print("CONNECTED", repr(address))
    except OSError:
        pass
print("TRIED")
