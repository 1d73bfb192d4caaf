//! Kubernetes manifests of an Alluxio 2.7.2 cluster from values, without Helm.

pub mod problem;
pub mod source;
pub mod yaml;
