//! The file that tells Alluxio where to report its metrics (chart.md 3.2).

use crate::model::Values;
use crate::model::scalar::Leaf;

/// Where the folder of the file is mounted.
pub const FOLDER: &str = "/config/metrics";

const CLASS: &str = "alluxio.metrics.sink.";

/// The lines of `metrics.properties`; a sink that is off has none.
pub fn properties(values: &Values) -> String {
    let metrics = &values.metrics;
    let mut file = File::default();
    let console = &metrics.console;
    file.sink(&console.enabled, "console", "ConsoleSink", [("period", &console.period), ("unit", &console.unit)]);
    let csv = &metrics.csv;
    let csv_lines = [("period", &csv.period), ("unit", &csv.unit), ("directory", &csv.directory)];
    file.sink(&csv.enabled, "csv", "CsvSink", csv_lines);
    file.sink(&metrics.jmx.enabled, "jmx", "JmxSink", [("domain", &metrics.jmx.domain)]);
    let graphite = &metrics.graphite;
    let graphite_lines = [
        ("host", &graphite.host),
        ("port", &graphite.port),
        ("period", &graphite.period),
        ("unit", &graphite.unit),
        ("prefix", &graphite.prefix),
    ];
    file.sink(&graphite.enabled, "graphite", "GraphiteSink", graphite_lines);
    let slf4j = &metrics.slf4j;
    let slf4j_lines = [
        ("period", &slf4j.period),
        ("unit", &slf4j.unit),
        ("filter-class", &slf4j.filter_class),
        ("filter-regex", &slf4j.filter_regex),
    ];
    file.sink(&slf4j.enabled, "slf4j", "Slf4jSink", slf4j_lines);
    file.sink(&metrics.prometheus.enabled, "prometheus", "PrometheusMetricsServlet", []);
    file.lines.join("\n")
}

#[derive(Default)]
struct File {
    lines: Vec<String>,
}

impl File {
    fn sink<'a>(
        &mut self,
        enabled: &Leaf<bool>,
        name: &str,
        class: &str,
        settings: impl IntoIterator<Item = (&'static str, &'a Leaf<String>)>,
    ) {
        if enabled.or(false) {
            self.lines.push(format!("sink.{name}.class={CLASS}{class}"));
            self.lines.extend(settings.into_iter().map(|(key, text)| format!("sink.{name}.{key}={}", text.text())));
        }
    }
}
