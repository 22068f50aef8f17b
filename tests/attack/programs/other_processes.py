# Reads the environment, memory and command line of every process it can see.
import glob

for folder in glob.glob("/proc/[0-9]*"):
    for name in ("environ", "maps", "mem", "stack"):
        try:
            with open(folder + "/" + name, "rb") as file:
                print(folder, name, file.read(100000))
        except OSError:
            pass
print("TRIED")
