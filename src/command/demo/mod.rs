//! `report demo`: the whole loop on an embedded cluster, Gitploy and Loki.

pub mod history;
pub mod workspace;
