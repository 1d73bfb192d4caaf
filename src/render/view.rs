//! A render in the making: which templates the facts call for, and what these look at. Templates see nothing else, so that
//! views which look alike come to the same objects.

use super::Context;
use super::seen::Seen;
use std::sync::Arc;

/// Templates, and what they see.
pub struct View {
    /// Their paths, and what manifests call them, in install order.
    pub(super) templates: Vec<(String, String)>,
    /// Those of the objects that checksums are made of.
    pub(super) checksums: Vec<&'static str>,
    pub(super) seen: Arc<Seen>,
}

impl View {
    /// What templates get.
    pub(super) fn context(&self) -> Context {
        Context::from_dyn_object(Arc::clone(&self.seen))
    }

    /// Whether the objects of another view, which was rendered, are those of this one.
    pub fn comes_to(&self, rendered: &View) -> bool {
        let shows_same = self.templates == rendered.templates && self.checksums == rendered.checksums;
        shows_same && self.seen.is_like(&rendered.seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::Assets;
    use crate::facts::{Facts, Part};
    use crate::manifest::Manifest;
    use crate::problem::Problems;
    use crate::render::{Renderer, TEMPLATES};
    use crate::target::Target;
    use crate::version::{self, Version};
    use crate::{Run, cli};

    /// Everything that a version has, switched on, and some values more.
    const EVERYTHING: &str = "{metrics: {enabled: true}, logserver: {enabled: true}, \
        fuse: {enabled: true, clientEnabled: true}, csi: {enabled: true, clientEnabled: true}, proxy: {enabled: true}";

    /// The facts of values with a part of them, or all.
    fn facts(more: &str, version: &'static Version, part: Option<Part>) -> Arc<Facts> {
        let (mut run, assets) = (Run::default(), Assets::default());
        let inputs = cli::Inputs { alluxio_version: Some(version.name.to_owned()), ..cli::Inputs::default() };
        let text = format!("{EVERYTHING}{more}}}");
        let loaded = crate::load_with(None, &inputs, None, Some(("a", &text)), &assets, &mut run);
        let (node, version) = loaded.expect("they can be read");
        let values = crate::read(&node, version, &assets, &mut run).expect("they are of their types");
        let target = cli::Target { name: "a".to_owned(), namespace: Some("n".to_owned()), kube_version: None };
        let target = Target { version, ..Target::new(&target, &mut run.problems) };
        let wanted = |one: Part| part.is_none_or(|part| part == one);
        Arc::new(Facts::of(&values, &target, wanted, &mut Problems::default()))
    }

    fn renderer() -> Renderer {
        Renderer::new(&Assets::default(), &mut Problems::default()).expect("the templates are built in")
    }

    fn view(facts: &Arc<Facts>, path: &str) -> View {
        let wanted = format!("templates/{}", path.trim_end_matches(".j2"));
        renderer().view(facts, None, |source| source == wanted)
    }

    fn shown(view: &View) -> Vec<Manifest> {
        renderer().show(view, &mut Run::default()).expect("they can be rendered")
    }

    #[test]
    fn a_template_looks_only_at_the_part_that_is_said_of_it() {
        const PARTS: [Part; 12] = [
            Part::Config,
            Part::Metrics,
            Part::Master,
            Part::Worker,
            Part::SocketClaim,
            Part::Fuse,
            Part::FuseClient,
            Part::Logserver,
            Part::Csi,
            Part::CsiClient,
            Part::Hub,
            Part::Proxy,
        ];
        for version in &version::ALL {
            let all = facts("", version, None);
            for row in TEMPLATES.iter().filter(|row| row.is_needed(&all)) {
                let part = PARTS.into_iter().find(|part| row.shows(*part));
                let (of_all, of_part) = (view(&all, row.path), view(&facts("", version, part), row.path));
                let expected = shown(&of_all);
                assert!(part.is_some() && !expected.is_empty() && of_part.comes_to(&of_all), "{}", row.path);
                assert_eq!(shown(&of_part), expected, "{}", row.path);
            }
        }
    }

    #[test]
    fn views_that_differ_in_what_was_asked_for_do_not_come_to_the_same() {
        let (one, other) = (facts("", version::DEFAULT, None), facts(", properties: {a: b}", version::DEFAULT, None));
        let same = |before: &Arc<Facts>, now: &Arc<Facts>, path: &str| {
            let before = view(before, path);
            assert!(!shown(&before).is_empty());
            view(now, path).comes_to(&before)
        };
        assert!(same(&one, &other, "csi/driver.yaml.j2"));
        assert!(!same(&one, &other, "config/configmap.yaml.j2"));
    }
}
