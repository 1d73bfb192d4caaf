//! AXG212: what Alluxio checks before it starts (`InstancedConfiguration.validate`).

use crate::facts::given::{Component, Given, Winner, given, is_on, property};
use crate::lint::{Context, Findings, found};
use crate::order;
use crate::problem::Problem;
use crate::problem::Severity::Warning;
use crate::properties::kind::{duration, size};
use crate::source::Span;
use std::collections::BTreeSet;

/// The processes that check their properties.
const PROCESSES: [Component; 5] =
    [Component::Master, Component::JobMaster, Component::Worker, Component::JobWorker, Component::Fuse];

/// AXG212. What is wrong with properties of all components is told once.
pub(super) fn disagreeing(context: &Context<'_>, findings: &mut Findings) {
    let (mut seen, all) = (BTreeSet::new(), given(context.values));
    let of_table = context.table();
    let aliases: Vec<_> = all.iter().filter_map(|given| Some((of_table.stands_for(given.name)?, given.name))).collect();
    let levels = default(context, GLOBAL_LEVELS);
    for component in PROCESSES.into_iter().filter(|component| is_on(context.values, Some(*component))) {
        let process = Process { context, component, all: &all, aliases: &aliases, levels };
        let found = [process.zookeeper(), process.heartbeat(), process.buffer(), process.tiers()];
        let found = found.into_iter().flatten().chain(process.aliases()).chain(process.localities());
        findings.extend(found.filter(|(place, _)| seen.insert(*place)).map(|(_, finding)| finding));
    }
}

/// A place that is the user's, and what is wrong there.
type Found = (Span, Problem);

/// The properties of a process.
struct Process<'a> {
    context: &'a Context<'a>,
    component: Component,
    /// What the user gives all processes.
    all: &'a [Given<'a>],
    /// Of these, the properties that aliases stand for, with the aliases.
    aliases: &'a [(&'static str, &'a str)],
    /// The default of [`GLOBAL_LEVELS`], which every process asks for.
    levels: Option<&'static str>,
}

/// What a property is where nobody sets it.
fn default(context: &Context<'_>, name: &str) -> Option<&'static str> {
    context.table().find(name).and_then(|property| property.default.text())
}

impl<'a> Process<'a> {
    /// What the user gives a property, under any of its names.
    fn given(&self, name: &str) -> Option<Winner<'a>> {
        let find = |name: &str| property(self.context.values, self.component, name);
        let alias = || self.aliases.iter().filter(|(of, _)| *of == name).find_map(|(_, alias)| find(alias));
        find(name).or_else(alias).filter(|found| !found.text.contains("${"))
    }

    /// What a property is: the user's value, or the default.
    fn text(&self, name: &str) -> Option<&'a str> {
        self.given(name).map(|found| found.text).or_else(|| default(self.context, name))
    }

    /// How many tiers the masters know.
    fn global_levels(&self) -> Option<usize> {
        self.given(GLOBAL_LEVELS).map(|found| found.text).or(self.levels)?.parse().ok()
    }

    /// The place of the first of some properties that the user gives.
    fn place(&self, names: &[&str]) -> Option<Span> {
        names.iter().find_map(|name| self.given(name).filter(|found| found.set)).map(|found| found.place)
    }

    fn zookeeper(&self) -> Option<Found> {
        const ADDRESS: &str = "alluxio.zookeeper.address";
        const ENABLED: &str = "alluxio.zookeeper.enabled";
        let place = self.place(&[ADDRESS, ENABLED])?;
        let has_address = self.given(ADDRESS).is_some();
        let is_enabled = self.text(ENABLED)?.eq_ignore_ascii_case("true");
        let (message, fix) = match (has_address, is_enabled) {
            (true, false) => (
                format!("`{ADDRESS}` is set, but `{ENABLED}` is not `true`"),
                format!("properties:\n  {ENABLED}: true\n"),
            ),
            (false, true) => (
                format!("`{ENABLED}` is `true`, but `{ADDRESS}` is not set"),
                format!("properties:\n  {ADDRESS}: zookeeper-0:2181,zookeeper-1:2181,zookeeper-2:2181\n"),
            ),
            _ => return None,
        };
        Some((place, found(message, place).help(fix)))
    }

    fn heartbeat(&self) -> Option<Found> {
        const INTERVAL: &str = "alluxio.master.standby.heartbeat.interval";
        const TIMEOUT: &str = "alluxio.master.heartbeat.timeout";
        let place = self.place(&[INTERVAL, TIMEOUT])?;
        let (interval, timeout) = (self.text(INTERVAL)?, self.text(TIMEOUT)?);
        if duration(interval)? < duration(timeout)? {
            return None;
        }
        let message = format!("`{INTERVAL}` is {interval}, which is not less than `{TIMEOUT}`, {timeout}");
        Some((place, found(message, place).help("make the interval shorter than the timeout")))
    }

    fn buffer(&self) -> Option<Found> {
        const BUFFER: &str = "alluxio.user.file.buffer.bytes";
        let place = self.place(&[BUFFER])?;
        let text = self.text(BUFFER)?;
        if size(text)? <= f64::from(i32::MAX) {
            return None;
        }
        let message = format!("`{BUFFER}` is {text}, but must be less than 2GB");
        Some((place, found(message, place).help(format!("properties:\n  {BUFFER}: 8MB\n"))))
    }

    fn tiers(&self) -> Option<Found> {
        const LEVELS: &str = "alluxio.worker.tieredstore.levels";
        let global = self.global_levels()?;
        let listed = self.context.values.tieredstore.as_ref().and_then(|store| {
            // The first tier that is too many.
            Some((store.levels.len(), store.levels.get(global)?.level.place?))
        });
        let given = self.given(LEVELS).filter(|found| found.set);
        let given = given.and_then(|found| Some((found.text.parse().ok()?, found.place)));
        let is_listed = given.is_none();
        let (levels, place): (usize, Span) = given.or(listed)?;
        if levels <= global {
            return None;
        }
        let message = format!("there are {levels} tiers, but `{GLOBAL_LEVELS}` is {global}");
        let finding = found(message, place).help(format!("properties:\n  {GLOBAL_LEVELS}: {levels}\n"));
        // Helm renders such a list.
        Some((place, if is_listed { Problem { severity: Warning, ..finding } } else { finding }))
    }

    /// The names of tiers that the masters know.
    fn global_aliases(&self) -> Option<Vec<&'a str>> {
        let levels = self.global_levels()?;
        let alias = |level| self.text(&format!("alluxio.master.tieredstore.global.level{level}.alias"));
        Some((0..levels.min(MOST_LEVELS)).filter_map(alias).collect())
    }

    fn aliases(&self) -> Vec<Found> {
        let is_alias = |name: &str| {
            let level = name.strip_prefix("alluxio.worker.tieredstore.level")?.strip_suffix(".alias")?;
            level.parse().ok().filter(|level| (0..MOST_LEVELS).contains(level))
        };
        let names = order::distinct(self.all.iter().filter_map(|given| Some((is_alias(given.name)?, given.name))));
        let Some(known) = (!names.is_empty()).then(|| self.global_aliases()).flatten() else { return Vec::new() };
        let wrong = |(_, name): (usize, &str)| {
            let given = self.given(name).filter(|found| found.set && !known.contains(&found.text))?;
            let list = crate::problem::all_of(known.iter().copied());
            let message = format!("`{name}` is `{}`, but the tiers of the masters are {list}", given.text);
            let fix = "write one of them, or add it to `alluxio.master.tieredstore.global.level*.alias`";
            Some((given.place, found(message, given.place).help(fix)))
        };
        names.into_iter().filter_map(wrong).collect()
    }

    fn localities(&self) -> Vec<Found> {
        const ORDER: &str = "alluxio.locality.order";
        let is_ours = |given: &&Given<'_>| given.component.is_none_or(|component| component == self.component);
        let tiers = self.all.iter().filter(is_ours).filter_map(|given| {
            let tier = given.name.strip_prefix("alluxio.locality.")?;
            self.context.table().find(given.name).filter(|property| property.is_family).map(|_| (given, tier))
        });
        let tiers: Vec<_> = tiers.collect();
        let Some(order) = (!tiers.is_empty()).then(|| self.text(ORDER)).flatten() else { return Vec::new() };
        let is_unknown = |(_, tier): &(&Given<'_>, &str)| order.split(',').all(|known| known.trim() != *tier);
        let finding = |(given, tier): (&Given<'_>, &str)| {
            let message = format!("`{}` is set, but `{tier}` is not in `{ORDER}`, {order}", given.name);
            let fix = format!("properties:\n  {ORDER}: {order},{tier}\n");
            (given.place, found(message, given.place).help(fix))
        };
        tiers.into_iter().filter(is_unknown).map(finding).collect()
    }
}

const GLOBAL_LEVELS: &str = "alluxio.master.tieredstore.global.levels";

/// More tiers than anybody has.
const MOST_LEVELS: usize = 16;
