//! The template engine, set up so that values are kept out of the text.

use super::fault;
use super::graft::graft;
use super::skeletons::Skeletons;
use super::template::{Loader, Owner, Template};
use super::token::{self, Kept};
use crate::Run;
use crate::problem::Stop;
use crate::yaml::Tree;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use std::borrow::Cow;
use std::sync::Arc;

/// What one render may cost, in minijinja's units: about one an instruction and one for 64 bytes.
///
/// All that is built in costs some 20,000; ten millions end a loop without end within a second.
const FUEL: u64 = 10_000_000;

/// How deep a render may recurse: a macro or an import counts as some ten, so twenty of them fit into one another, on any stack.
const RECURSION: usize = 200;

/// The text that a template made: where values belong there are tokens.
pub struct Filled {
    text: String,
    kept: Vec<Value>,
}

/// Renders templates, each loaded and compiled when it is first needed.
pub struct Engine {
    environment: Environment<'static>,
    load: Loader,
    skeletons: Skeletons,
    /// Whether each template is rendered once. Then nothing of it is kept: compiled, it takes 11 KB of memory.
    once: bool,
}

impl Engine {
    /// An engine that gets its templates, and what they import, from `load`, whose errors say in words why one cannot be read.
    pub fn new(load: impl Fn(&str) -> Result<Option<Template>, String> + Send + Sync + 'static) -> Self {
        let mut environment = Environment::new();
        // `safe` would let a value into the text; lines are indented by the graft.
        environment.remove_filter("safe");
        environment.remove_filter("indent");
        Engine::with(environment, Arc::new(load))
    }

    /// One for templates without filters, tests and functions, as the built-in ones are: to offer these costs as much as a
    /// template does.
    pub fn plain(load: impl Fn(&str) -> Result<Option<Template>, String> + Send + Sync + 'static) -> Self {
        Engine::with(Environment::empty(), Arc::new(load))
    }

    fn with(mut environment: Environment<'static>, load: Loader) -> Self {
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("graft".into()));
        environment.set_formatter(token::format);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(RECURSION);
        environment.set_auto_reload(false);
        environment.set_debug(true);
        environment.set_syntax(syntax());
        let source = Arc::clone(&load);
        environment.set_loader(move |path| match source(path) {
            Err(message) => Err(Error::new(ErrorKind::TemplateNotFound, message)),
            // What is built in is held by a test.
            Ok(Some(template)) if template.owner == Owner::User && token::forges(&template.text) => Err(Error::new(
                ErrorKind::SyntaxError,
                "the template has characters U+E000 to U+E00F, which are reserved",
            )),
            Ok(template) => Ok(template.map(|template| template.text)),
        });
        Engine { environment, load, skeletons: Skeletons::default(), once: false }
    }

    /// The same, for templates that are not rendered again.
    pub fn once(self) -> Self {
        Engine { once: true, skeletons: Skeletons::of_new_texts(), ..self }
    }

    /// Renders a template to its documents. An error in it, or in the text that it makes, is told in `run`.
    pub fn render(&self, path: &str, context: &Value, run: &mut Run) -> Result<Vec<Tree>, Stop> {
        let filled = self.fill(path, context, run)?;
        self.graft(&filled, path, run)
    }

    /// Compiles a template, but not what it imports. Later renders find it compiled.
    pub fn compile(&self, path: &str, run: &mut Run) -> Result<(), Stop> {
        let template = self.environment.get_template(path);
        template.map(drop).or_else(|error| fault::of_template(&error, path, None, &self.load, run))
    }

    /// The first half of a render: the template's text, with values kept aside.
    pub fn fill(&self, path: &str, context: &Value, run: &mut Run) -> Result<Filled, Stop> {
        let mut captured = match self.template(path).and_then(|found| found.render_captured(context.clone())) {
            Ok(captured) => captured,
            Err(error) => return fault::of_template(&error, path, Some(context), &self.load, run),
        };
        let kept = captured.with_state_mut(|state| state.get_extension_mut().map(std::mem::take));
        let Kept(kept) = kept.unwrap_or_default();
        let text = match token::expand(captured.into_output(), &kept) {
            Ok(text) => text,
            Err(message) => return fault::of_whole(message, path, &self.load, run),
        };
        Ok(Filled { text, kept })
    }

    /// A compiled template. One of the user's always stays compiled: the loader of the environment looks at its text first.
    fn template<'a>(&'a self, path: &'a str) -> Result<minijinja::Template<'a, 'a>, Error> {
        let found = if self.once { (self.load)(path) } else { Ok(None) };
        match found {
            Ok(Some(Template { text: Cow::Borrowed(text), owner: Owner::BuiltIn, .. })) => {
                self.environment.template_from_named_str(path, text)
            }
            _ => self.environment.get_template(path),
        }
    }

    /// The second half of a render: the text becomes trees, in which the values take their places.
    pub fn graft(&self, filled: &Filled, path: &str, run: &mut Run) -> Result<Vec<Tree>, Stop> {
        let Filled { text, kept } = filled;
        let skeleton = self.skeletons.of(text);
        skeleton
            .and_then(|skeleton| graft(&skeleton, kept))
            .or_else(|fault| fault::of_text(fault, text, path, &self.load, run))
    }
}

/// Block tags stand on lines of their own, which leave no trace.
fn syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    // Only delimiters of one's own can be refused.
    builder.build().unwrap_or_default()
}
