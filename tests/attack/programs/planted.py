# Leaves modules that the next run's Python may come across, wherever it can.
import os
import site
import sys

CODE = "print('PLANTED', __file__ if '__file__' in globals() else '')\n"
places = ["/job", ".", "/tmp", os.environ["TMPDIR"], os.path.expanduser("~"), "/nonexistent",
          site.getusersitepackages(), "~/.local/lib/python3.11/site-packages"]
places += [path for path in sys.path if path]
for place in places:
    try:
        os.makedirs(place, exist_ok=True)
    except OSError:
        pass
    for name in ("usercustomize.py", "sitecustomize.py", "conftest.py", "json.py", "planted.pth",
                 "__pycache__/json.cpython-311.pyc", ".pythonrc.py", "pyvenv.cfg", "python3._pth"):
        try:
            os.makedirs(os.path.dirname(place + "/" + name), exist_ok=True)
            with open(place + "/" + name, "w") as file:
                file.write("import sys; " + CODE if name.endswith(".pth") else CODE)
        except OSError:
            pass
print("TRIED")
