#!/usr/bin/env python3
"""Make the recorded answers that the unit tests hold against, from recordings of a real kube-apiserver.

    python3 tests/recordings/make.py RECORDINGS

Run it only when the recordings change, or a test wants one more; the results are committed. The cluster was made for
the recording: its nodes, addresses and identifiers are nobody's. What it does:

- It takes the files of the lists below, and no others.
- It drops what no test reads: `managedFields`, descriptions of columns, headers but the type and the warnings; of the
  pods of the labs and the zoo what nobody judges (volumes, arguments, digests), too.
- Of events, it keeps those about a few objects, in the answers and in what kubectl printed.
- One item, row or moment stands on a line.
"""

import json
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).parent

# Both settled states: what is judged.
STATES = [
    "controllerrevisions.list", "daemonsets.get.alloy", "daemonsets.list", "daemonsets.list.table",
    "daemonsets.list.table-noobj", "nodes.list", "pods.list.alloy", "pods.list.alloy.table",
    "pods.list.alloy.table-noobj", "version",
]
# One of each kind and form, of the later state: what is printed.
AFTER = [
    "applications.list.table", "configmaps.list.table-noobj", "controllerrevisions.list.table-noobj",
    "crds.list.table-noobj", "cronjobs.list.table-noobj", "deployments.get.web", "deployments.list",
    "deployments.list.table", "discovery.aggregated.api", "discovery.aggregated.apis", "endpoints.list.table-noobj",
    "endpointslices.list.table-noobj", "events.list", "events.list.table", "jobs.list.table-noobj",
    "logs.alloy-0.since300", "logs.alloy-0.tail50", "logs.crashloop.previous", "metrics.nodes.list", "metrics.pods.list",
    "metrics.pods.list.alloy", "namespaces.list.table-noobj", "nodes.list.table", "nodes.list.table-noobj",
    "persistentvolumeclaims.list.table-noobj", "pods.get.loki-bloom-pending", "pods.get.loki-compactor-crashloop",
    "pods.get.loki-gateway-badimage", "pods.list.all-namespaces.table", "pods.list.table", "pods.list.table-noobj",
    "replicasets.list", "replicasets.list.table", "serviceaccounts.list.table-noobj", "services.list.table-noobj",
    "statefulsets.list", "statefulsets.list.table", "storageclasses.list.table-noobj",
]
ERRORS = ["204.log-unscheduled", "400.bad-label-selector", "400.log-image-pull", "404.pod-missing"]
DURING = ["daemonsets.get.alloy", "pods.list.alloy.table-noobj"]
LABS = [
    "lab1.no-tolerations", "lab2.noschedule-taint-added-later.not-resynced",
    "lab3.noschedule-taint-added-later.after-resync", "lab4.after-rollout-restart", "lab5.taint-removed",
    "lab5b.noexecute-taint", "lab6.does-not-fit",
]
WATCH = ["daemonset.watch", "daemonset.watch.table-noobj", "pods.watch.table-noobj"]

# Commands whose whole output would be most of the folder, that no test prints, or whose servers were not recorded.
LONG = ["logs-selector-tail50", "logs-selector-tail5-prefix-timestamps", "get-events-wide"]
NOT_PRINTED = ["describe-", "auth-"]
# What is printed of the earlier state.
BEFORE_PRINTED = [
    "get-daemonset", "get-daemonset-wide", "get-daemonset-tolerations", "get-ds-yaml", "get-pods-alloy",
    "get-pods-alloy-wide", "get-pods-show-labels", "rollout-history", "rollout-status", "version",
]
# Whose events are kept.
ABOUT = ["loki-bloom-pending", "loki-compactor-crashloop", "loki-gateway-badimage"]
KUBELETS = [
    "volumes", "volumeMounts", "allocatedResources", "terminationMessagePath", "terminationMessagePolicy", "env", "args",
    "ports", "imageID", "containerID", "podIPs", "hostIPs", "imagePullPolicy",
]


def without(value, names):
    if isinstance(value, dict):
        for name in names:
            value.pop(name, None)
        for column in value.get("columnDefinitions") or []:
            column.pop("description", None)
        for inner in value.values():
            without(inner, names)
    elif isinstance(value, list):
        for inner in value:
            without(inner, names)


def about(event):
    return (event.get("involvedObject") or {}).get("name") in ABOUT


def row_about(row):
    return any(str(cell).removeprefix("pod/") in ABOUT for cell in row["cells"])


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def lines(exchange):
    """The exchange as JSON, with the entries of its longest list on a line each."""
    response = exchange["response"]
    body = response.get("body")
    holder, name = response, "stream"
    if isinstance(body, dict):
        holder, name = body, "rows" if "rows" in body else "items"
    entries = holder.get(name)
    if not entries:
        return compact(exchange) + "\n"
    holder[name] = ["@"]
    head, tail = compact(exchange).split('["@"]')
    return head + "[\n" + ",\n".join(compact(one) for one in entries) + "\n]" + tail + "\n"


def take(root, file, more=()):
    exchange = json.loads((root / file).read_text())
    names = ["managedFields", *more]
    headers = exchange["response"].get("headers", {})
    kept = {name: headers[name] for name in headers if name in ("content-type", "warning")}
    if "headers" in exchange["response"]:
        exchange["response"]["headers"] = kept
    without(exchange, names)
    if "/events.list" in file:
        body = exchange["response"]["body"]
        for name, chosen in [("items", about), ("rows", row_about)]:
            if name in body:
                body[name] = [one for one in body[name] if chosen(one)]
    to = HERE / file
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(lines(exchange))


def printed(root, kubectl, state, chosen):
    index = json.loads((root / kubectl / state / "index.json").read_text())
    index = {name: entry for name, entry in index.items() if chosen(name)}
    to = HERE / kubectl / state
    to.mkdir(parents=True, exist_ok=True)
    for name in index:
        text = (root / kubectl / state / f"{name}.txt").read_bytes()
        if "events" in name:
            rows = text.decode().splitlines(keepends=True)
            kept = [row for row in rows if row.startswith("LAST") or any(f"pod/{one} " in row.lower() for one in ABOUT)]
            text = "".join(kept).encode()
        (to / f"{name}.txt").write_bytes(text)
    (to / "index.json").write_text("{\n" + ",\n".join(f"{compact(n)}:{compact(e)}" for n, e in index.items()) + "\n}\n")


def main():
    root = pathlib.Path(sys.argv[1])
    for old in HERE.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    for state, files in [("before", STATES), ("after", STATES + AFTER), ("errors", ERRORS), ("watch", WATCH)]:
        for file in files:
            take(root, f"{state}/{file}.json")
    for snapshot in range(8):
        for file in DURING:
            take(root, f"during/snap{snapshot}.{file}.json")
    for lab in LABS:
        take(root, f"extras/{lab}.daemonset.json", KUBELETS)
        take(root, f"extras/{lab}.pods.json", KUBELETS)
    take(root, "extras/zoo.pods.list.json", KUBELETS)
    take(root, "extras/zoo.pods.list.table.json", ["metadata"])
    skipped = lambda name: name in LONG or name.startswith(tuple(NOT_PRINTED))
    printed(root, "kubectl", "before", lambda name: name in BEFORE_PRINTED)
    printed(root, "kubectl-1.36", "after", lambda name: not skipped(name))
    to = HERE / "kubectl" / "during"
    to.mkdir(parents=True)
    for file in ["get-daemonset-watch", "get-pods-alloy-watch", "rollout-status-full"]:
        shutil.copyfile(root / "kubectl" / "during" / f"{file}.txt", to / f"{file}.txt")


if __name__ == "__main__":
    main()
