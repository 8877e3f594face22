#!/usr/bin/env python3
"""Make the test world's data from recordings of a real kube-apiserver.

    python3 src/world/data/make.py RECORDINGS

Run it only when the recordings change; the results (`cluster/*.jsonl`, `discovery.json`,
`logs.json`) are committed and read at compile time by `src/world`. What it does:

- One file a resource. Line 1: group, version, resource, kind, columns. Each further line: one
  version of one object, the states that it occurs in (`before`, `during0` … `during7`, `after`) and
  the cells that the server printed for it.
- Cells that depend on the clock (AGE, LAST SEEN, RESTARTS `7 (3m54s ago)`) become
  `{"age": T}` or `{"restarts": "7", "age": T}`; the world prints them for its own clock.
- `managedFields`, column descriptions and CRD schemas are dropped: nobody reads them here.
- Every time is moved 353 days back, so that the deployment happens on 2025-12-05.
- The states of the rollout are rebuilt from the watch streams: every pod as it was at the
  snapshot's resourceVersion.
- The Application `alloy-ops` is made to follow the deployment: the revision before, then the one
  deployed, from the repository of the records. (Recorded was one fixed revision.)
"""

import base64
import datetime as dt
import json
import pathlib
import re
import sys

BACK = dt.timedelta(days=353)
STATES = ["before", *[f"during{n}" for n in range(8)], "after"]
REVISION_BEFORE = "c3d9aa1f0e5b7d2846f13c08b1a97e54d60f2b81"
REVISION_AFTER = "8531c7a49402ff7931704ea18d5ced0ba97f3168"

# file name -> (recordings tried in order: the whole cluster, else one namespace)
RESOURCES = {
    "applications": "applications.list.all-namespaces",
    "configmaps": "configmaps.list",
    "controllerrevisions": "controllerrevisions.list",
    "customresourcedefinitions": "crds.list",
    "cronjobs": "cronjobs.list",
    "daemonsets": "daemonsets.list.all-namespaces",
    "deployments": "deployments.list.all-namespaces",
    "endpoints": "endpoints.list",
    "endpointslices": "endpointslices.list",
    "events": "events.list.all-namespaces",
    "jobs": "jobs.list.all-namespaces",
    "namespaces": "namespaces.list",
    "nodes": "nodes.list",
    "nodes.metrics.k8s.io": "metrics.nodes.list",
    "persistentvolumeclaims": "persistentvolumeclaims.list",
    "persistentvolumes": "persistentvolumes.list",
    "pods": "pods.list.all-namespaces",
    "pods.metrics.k8s.io": "metrics.pods.list.all-namespaces",
    "replicasets": "replicasets.list",
    "serviceaccounts": "serviceaccounts.list",
    "services": "services.list",
    "statefulsets": "statefulsets.list.all-namespaces",
    "storageclasses": "storageclasses.list",
}

TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d")
AGE = re.compile(r"^(\d+[smhdy]){1,2}$")
RESTARTED = re.compile(r"^(\d+) \(.* ago\)$")
CLOCK_COLUMNS = {"Age", "Last Seen", "First Seen", "Last Schedule"}


def moved(text):
    """The text with every time moved back."""
    def back(found):
        then = dt.datetime.strptime(found.group(0), "%Y-%m-%dT%H:%M:%S") - BACK
        return then.strftime("%Y-%m-%dT%H:%M:%S")
    return TIME.sub(back, text)


def body(path):
    response = json.loads(path.read_text())["response"]
    if "body_base64" in response:
        return base64.b64decode(response["body_base64"])
    return response.get("body")


def key(item):
    meta = item["metadata"]
    return meta.get("namespace", ""), meta["name"]


def trimmed(item, kind, api_version):
    item = json.loads(json.dumps(item))
    item["metadata"].pop("managedFields", None)
    if kind == "CustomResourceDefinition":
        for version in item["spec"]["versions"]:
            version["schema"] = {"openAPIV3Schema": {"type": "object"}}
    # Items of a typed list lack these two; the world adds them to single objects.
    item.pop("kind", None)
    item.pop("apiVersion", None)
    return item


def last_termination(pod):
    times = [
        status["lastState"]["terminated"]["finishedAt"]
        for status in pod.get("status", {}).get("containerStatuses", [])
        if status.get("lastState", {}).get("terminated", {}).get("finishedAt")
    ]
    return max(times)


def event_times(event):
    """The first and the last time, as the server's printer takes them."""
    series = event.get("series") or {}
    first = event.get("firstTimestamp") or event.get("deprecatedFirstTimestamp") or event.get("eventTime")
    last = (series.get("lastObservedTime") or event.get("lastTimestamp")
            or event.get("deprecatedLastTimestamp") or event.get("eventTime"))
    return first, last


def cells(columns, row, item):
    out = []
    for column, cell in zip(columns, row):
        name = column["name"]
        if isinstance(cell, str) and name in CLOCK_COLUMNS and AGE.match(cell):
            first, last = event_times(item)
            time = {
                "Age": item["metadata"]["creationTimestamp"],
                "Last Seen": last,
                "First Seen": first,
                "Last Schedule": item.get("status", {}).get("lastScheduleTime"),
            }[name]
            cell = {"age": time}
        elif isinstance(cell, str) and name == "Restarts" and RESTARTED.match(cell):
            cell = {"restarts": RESTARTED.match(cell).group(1), "age": last_termination(item)}
        out.append(cell)
    return out


def recorded(root, state, stem):
    """(columns, {key: (object, cells)}) of one list in one state."""
    objects = body(root / state / f"{stem}.json")
    table = body(root / state / f"{stem}.table.json")
    columns = table["columnDefinitions"]
    rows = {key(row["object"]): row for row in table["rows"]}
    kind, api_version = objects["kind"].removesuffix("List"), objects["apiVersion"]
    out = {}
    for item in objects["items"]:
        row = rows.get(key(item))
        if row is None:
            continue  # came between the two requests
        out[key(item)] = (trimmed(item, kind, api_version), cells(columns, row["cells"], item), row.get("conditions"))
    return kind, api_version, columns, out


def alloy_during(root, number):
    """The ten alloy pods and the DaemonSet as they were at snapshot `number`."""
    folder = root / "during"
    table = body(folder / f"snap{number}.pods.list.alloy.table-noobj.json")
    version = int(table["metadata"]["resourceVersion"])
    pods = {key(pod): pod for pod in body(root / "before" / "pods.list.alloy.json")["items"]}
    stream = json.loads((root / "watch" / "pods.watch.json").read_text())["response"]["stream"]
    for entry in stream:
        event = entry["event"]
        pod = event["object"]
        if event["type"] == "BOOKMARK" or int(pod["metadata"]["resourceVersion"]) > version:
            continue
        if event["type"] == "DELETED":
            pods.pop(key(pod), None)
        else:
            pods[key(pod)] = pod
    columns = table["columnDefinitions"]
    rows = {row["cells"][0]: row["cells"] for row in table["rows"]}
    assert rows.keys() == {name for _, name in pods}, (number, sorted(rows), sorted(pods))
    seen = folder / f"snap{number}.pods.list.alloy.json"
    if seen.exists():  # the stream must tell what a list at the same time told
        listed = {key(pod): pod for pod in body(seen)["items"]}
        for each in listed:
            assert listed[each]["metadata"]["resourceVersion"] == pods[each]["metadata"]["resourceVersion"], each
    pods = {
        each: (trimmed(pod, "Pod", "v1"), cells(columns, rows[each[1]], pod), None)
        for each, pod in pods.items()
    }
    daemonset = body(folder / f"snap{number}.daemonsets.get.alloy.json")
    table = body(folder / f"snap{number}.daemonsets.get.alloy.table-noobj.json")
    row = cells(table["columnDefinitions"], table["rows"][0]["cells"], daemonset)
    return pods, {key(daemonset): (trimmed(daemonset, "DaemonSet", "apps/v1"), row, None)}


def follow_deployment(item, state):
    """Lets the Application tell the story of the deployment."""
    text = json.dumps(item, ensure_ascii=False)
    text = text.replace("https://git.example.invalid/ops/k8s-manifests.git", "https://github.com/Buzzvil/buzz-k8s-resources.git")
    text = text.replace("ops/alloy", "argo-cd/buzzvil-eks-ops/charts/alloy")
    item = json.loads(text)
    status = item["status"]
    if state == "before":
        return json.loads(json.dumps(item).replace(REVISION_AFTER, REVISION_BEFORE))
    first = json.loads(json.dumps(status["history"][0]).replace(REVISION_AFTER, REVISION_BEFORE))
    second = dict(status["history"][0], id=first["id"] + 1,
                  deployStartedAt="2026-11-23T10:02:56Z", deployedAt="2026-11-23T10:02:58Z")
    status["history"] = [first, second]
    operation = status["operationState"]
    operation["startedAt"], operation["finishedAt"] = "2026-11-23T10:02:56Z", "2026-11-23T10:02:58Z"
    status["reconciledAt"] = "2026-11-23T10:03:18Z"
    settled = state == "after" or int(state.removeprefix("during")) >= 5
    status["health"] = {"lastTransitionTime": "2026-11-23T10:03:14Z" if settled else "2026-11-23T10:02:58Z",
                        "status": "Healthy" if settled else "Progressing"}
    for resource in status["resources"]:
        if resource["kind"] == "DaemonSet":
            resource["health"] = {"status": status["health"]["status"]}
    item["metadata"]["generation"] += 1
    return item


def main():
    root = pathlib.Path(sys.argv[1])
    here = pathlib.Path(__file__).parent
    (here / "cluster").mkdir(exist_ok=True)
    for name, stem in RESOURCES.items():
        per_state = {}
        for state in ("before", "after"):
            kind, api_version, columns, items = recorded(root, state, stem)
            per_state[state] = items
        for number in range(8):
            state = f"during{number}"
            # What the snapshots do not hold is as it was before; events are filtered by time.
            items = dict(per_state["after" if name == "events" else "before"])
            if name in ("pods", "daemonsets"):
                items = {k: v for k, v in items.items() if v[0]["metadata"]["labels"].get("app.kubernetes.io/name") != "alloy"} if name == "pods" else items
                pods, daemonsets = alloy_during(root, number)
                items.update(pods if name == "pods" else daemonsets)
            per_state[state] = items
        if name == "applications":
            for state in STATES:
                items = dict(per_state[state])
                item, row, conditions = items[("argocd", "alloy-ops")]
                item = follow_deployment(item, state)
                status = item["status"]
                row = [*row[:1], status["sync"]["status"], status["health"]["status"], status["sync"]["revision"], *row[4:]]
                items[("argocd", "alloy-ops")] = (item, row, conditions)
                per_state[state] = items
        group, _, version = api_version.rpartition("/")
        head = {
            "group": group, "version": version, "resource": name.split(".")[0], "kind": kind,
            "columns": [{k: c[k] for k in ("name", "type", "format", "priority")} for c in columns],
        }
        lines, states = {}, {}
        for state in STATES:
            for each in sorted(per_state[state]):
                item, row, conditions = per_state[state][each]
                text = moved(json.dumps({"cells": row, "conditions": conditions, "object": item}, ensure_ascii=False, separators=(",", ":")))
                lines.setdefault(each, {}).setdefault(text, []).append(state)
        out = [json.dumps(head, separators=(",", ":"))]
        for each in sorted(lines):
            for text, where in lines[each].items():
                whole = json.dumps(where, separators=(",", ":"))
                out.append('{"in":' + whole + "," + text[1:])
        (here / "cluster" / f"{name}.jsonl").write_text("\n".join(out) + "\n")

    groups = body(root / "after" / "discovery.aggregated.apis.json")
    # The same events under another group: half of the data for nothing.
    groups["items"] = [g for g in groups["items"] if g["metadata"]["name"] != "events.k8s.io"]
    discovery = {
        "api": body(root / "after" / "discovery.aggregated.api.json"),
        "apis": groups,
        "version": body(root / "after" / "version.json"),
    }
    (here / "discovery.json").write_text(json.dumps(discovery, ensure_ascii=False, separators=(",", ":")) + "\n")

    logs = {"alloy": {}, "crashloop": [], "crashloop_previous": []}
    for state in ("before", "after"):
        logs["alloy"][state] = []
        for number in range(3):
            text = body(root / state / f"logs.alloy-{number}.tail50-timestamps.json")
            logs["alloy"][state].append(moved(text).splitlines())
    # Bytes that are not UTF-8 are kept as Latin-1 code points, one a byte.
    for field, file in (("crashloop", "logs.crashloop.invalid-utf8.tail50.json"),
                        ("crashloop_previous", "logs.crashloop.previous.json")):
        raw = (root / "after" / file)
        data = json.loads(raw.read_text())["response"]
        data = base64.b64decode(data["body_base64"]) if "body_base64" in data else base64.b64decode(data["body"])
        logs[field] = moved(data.decode("latin-1")).splitlines()
    (here / "logs.json").write_text(json.dumps(logs, indent=1, ensure_ascii=False) + "\n")


main()
