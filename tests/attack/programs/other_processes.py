# Everything /proc tells: of itself, of every process it can see, of the machine.
import glob
import os

print("ENVIRONMENT", dict(os.environ))
for folder in glob.glob("/proc/[0-9]*") + ["/proc/self", "/proc/thread-self", "/proc/1"]:
    for name in ("environ", "maps", "mem", "stack", "cmdline", "mountinfo", "mounts", "auxv",
                 "net/unix", "net/tcp", "cgroup"):
        try:
            with open(folder + "/" + name, "rb") as file:
                print(folder, name, file.read(200000))
        except OSError:
            pass
    for link in glob.glob(folder + "/fd/*") + glob.glob(folder + "/map_files/*"):
        if folder == "/proc/%d" % os.getpid() or "self" in folder:
            continue
        try:
            print("REACHED", link, os.open(link, os.O_RDONLY | os.O_NONBLOCK))
        except OSError:
            pass
    for name in ("root", "cwd"):
        for secret in ("/etc/shadow", "/etc/passwd", "/root/.bashrc"):
            try:
                with open(folder + "/" + name + secret) as file:
                    print("REACHED", folder, name, file.read())
            except OSError:
                pass
for path in ("/proc/kcore", "/proc/kmsg", "/proc/sysrq-trigger", "/proc/1/mem"):
    try:
        with open(path, "rb") as file:
            print("MACHINE", path, file.read(1000))
    except OSError:
        pass
print("TRIED")
