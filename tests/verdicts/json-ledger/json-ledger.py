"""A nested document as JSON: indented, sorted, with escapes, nulls and booleans."""
import json

entries = []
for i in range(300):
    entries.append({"id": i, "ok": i % 3 == 0, "note": None if i % 7 else "caf\u00e9 \"x\"\n", "value": i * i / 8})
picked = [e for e in entries if e["id"] % 59 == 0]
print(json.dumps(picked, indent=2, sort_keys=True))
print(json.dumps({"sum": sum(e["value"] for e in entries), "empty": [], "none": {}}))
print(json.dumps(picked[0], ensure_ascii=False, separators=(",", ":")))
