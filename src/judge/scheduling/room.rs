//! Room: what a pod asks of a node, and what the node has left beside the pods that are on it.
//!
//! Sources: `k8s.io/component-helpers/resource` (`PodRequests`: sidecars before an init container count
//! with it, pod-level requests win, overhead is added) and the scheduler's `NodePorts` plugin.

use super::{NOTHING, Template, Why};
use crate::facts::fields::{flag, list, name, number, text};
use crate::facts::quantity::Quantity;
use serde_json::Value;
use std::collections::BTreeSet;

impl Template<'_> {
    /// What a pod of the template asks for and the node cannot give beside the pods that are on it:
    /// any resource that it requests, a place in the count of pods, or a port of the host. A resource
    /// that the node does not tell of is not held against it.
    pub(crate) fn room(&self, node: &Value, on_node: &[&Value]) -> Option<Why> {
        let short = requested(self.spec).into_iter().find_map(|resource| {
            let place = format!("/status/allocatable/{}", escaped(&resource));
            let room = quantity(node, &place)?;
            let used = on_node
                .iter()
                .map(|pod| request(pod.pointer("/spec").unwrap_or(&NOTHING), &resource))
                .fold(Quantity::ZERO, Quantity::plus);
            let wanted = request(self.spec, &resource);
            let free = Quantity::from_nanos(room.nanos() - used.nanos());
            (wanted > Quantity::ZERO && wanted > free)
                .then_some(Why::NoRoom(resource, wanted, free))
        });
        short.or_else(|| self.port_taken(on_node))
    }

    /// A port of the host that another pod of the node has.
    fn port_taken(&self, on_node: &[&Value]) -> Option<Why> {
        let wanted = host_ports(self.spec);
        on_node.iter().find_map(|pod| {
            let taken = host_ports(pod.pointer("/spec")?);
            let port = wanted.iter().find(|port| clash(port, &taken))?;
            let (number, protocol, _) = port;
            Some(Why::PortTaken(
                format!("{number}/{protocol}"),
                name(pod).into(),
            ))
        })
    }
}

/// The resources that matter: CPU, memory and the count of pods always, and whatever is requested.
fn requested(spec: &Value) -> Vec<String> {
    let mut all: Vec<String> = ["cpu", "memory", "pods"].map(String::from).to_vec();
    let containers = list(spec, "/containers").iter();
    let own = containers
        .chain(list(spec, "/initContainers"))
        .chain([spec]);
    let named: BTreeSet<&String> = own
        .filter_map(|one| one.pointer("/resources/requests")?.as_object())
        .flat_map(|requests| requests.keys())
        .collect();
    let others = named
        .into_iter()
        .filter(|name| !["cpu", "memory"].contains(&name.as_str()));
    all.extend(others.cloned());
    all
}

/// What a pod requests: its containers and native sidecars summed, or what runs at its heaviest init
/// container if that is more, and its overhead; a request of the pod itself wins. Each pod takes one place.
fn request(spec: &Value, resource: &str) -> Quantity {
    if resource == "pods" {
        return Quantity::whole(1);
    }
    let place = format!("/resources/requests/{}", escaped(resource));
    let of = |container: &Value| quantity(container, &place).unwrap_or(Quantity::ZERO);
    let overhead = quantity(spec, &format!("/overhead/{}", escaped(resource)));
    let overhead = overhead.unwrap_or(Quantity::ZERO);
    if let Some(whole) = quantity(spec, &place) {
        return whole.plus(overhead);
    }
    let (mut sidecars, mut heaviest) = (Quantity::ZERO, Quantity::ZERO);
    for container in list(spec, "/initContainers") {
        if text(container, "/restartPolicy") == "Always" {
            sidecars = sidecars.plus(of(container));
            heaviest = heaviest.max(sidecars);
        } else {
            heaviest = heaviest.max(sidecars.plus(of(container)));
        }
    }
    let together = list(spec, "/containers")
        .iter()
        .map(of)
        .fold(sidecars, Quantity::plus);
    together.max(heaviest).plus(overhead)
}

/// A port of the host: number, protocol and address.
type HostPort<'a> = (i64, &'a str, &'a str);

fn host_ports(spec: &Value) -> Vec<HostPort<'_>> {
    let on_host = flag(spec, "/hostNetwork");
    let sidecars = list(spec, "/initContainers").iter();
    let sidecars = sidecars.filter(|container| text(container, "/restartPolicy") == "Always");
    let containers = list(spec, "/containers").iter().chain(sidecars);
    containers
        .flat_map(|container| list(container, "/ports"))
        .filter_map(|port| {
            let own = number(port, "/hostPort").filter(|port| *port > 0);
            let number = own.or_else(|| number(port, "/containerPort").filter(|_| on_host))?;
            let protocol = Some(text(port, "/protocol")).filter(|p| !p.is_empty());
            let address = Some(text(port, "/hostIP")).filter(|ip| !ip.is_empty());
            Some((
                number,
                protocol.unwrap_or("TCP"),
                address.unwrap_or("0.0.0.0"),
            ))
        })
        .collect()
}

fn clash(wanted: &HostPort, taken: &[HostPort]) -> bool {
    let anywhere = |address: &str| matches!(address, "0.0.0.0" | "::");
    taken.iter().any(|(number, protocol, address)| {
        let same = *number == wanted.0 && *protocol == wanted.1;
        same && (*address == wanted.2 || anywhere(address) || anywhere(wanted.2))
    })
}

/// A resource's name in a JSON pointer: `nvidia.com/gpu`.
fn escaped(resource: &str) -> String {
    resource.replace('~', "~0").replace('/', "~1")
}

/// A quantity that may be written as a text or a number.
fn quantity(object: &Value, pointer: &str) -> Option<Quantity> {
    match object.pointer(pointer)? {
        Value::String(written) => Quantity::parse(written),
        Value::Number(number) => Quantity::parse(&number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
