//! The user's values, as the arguments of the command line change them one after the other.

use super::assign::{Assigner, NewList};
use super::cursor::Cursor;
use super::files::Files;
use super::merge::{onto_defaults, over};
use super::set::ReadFile;
use super::step::Step;
use super::{json, set};
use crate::problem::{Problem, Problems};
use crate::properties::mask;
use crate::source::{Layer, SourceId};
use crate::yaml::{Kind, Node, Tree};

/// The user's values, as arguments change them.
pub(super) struct Edited {
    user: Node,
    assigner: Assigner,
    new_lists: Vec<NewList>,
    /// Secrets that are the contents of files.
    pub hidden: Vec<String>,
}

impl Edited {
    /// No argument has changed them yet.
    pub fn new(user: Node) -> Self {
        Edited { user, assigner: Assigner::default(), new_lists: Vec::new(), hidden: Vec::new() }
    }

    /// Lays them over the defaults.
    pub fn onto(self, defaults: Node, problems: &mut Problems) -> Node {
        for list in &self.new_lists {
            warn_of_replaced_list(list, &defaults, problems);
        }
        onto_defaults(self.user, defaults)
    }

    /// Applies one argument of a `--set` flag.
    pub fn take(
        &mut self,
        layer: Layer,
        source: SourceId,
        text: &str,
        files: &mut Files,
        problems: &mut Problems,
    ) -> Result<(), Problem> {
        if layer == Layer::SetJson && json::is_object(text) {
            let node = json::object(&mut Cursor::new(source, text), problems)?;
            let empty = Node::new(Kind::Null, self.user.span);
            let lower = std::mem::replace(&mut self.user, empty);
            self.user = over(node, lower);
            return Ok(());
        }
        let read_file: ReadFile<'_> = &mut |name, place| files.read(name).map_err(|problem| problem.at(place));
        let pairs = set::pairs(text, source, layer, read_file, problems)?;
        for pair in pairs {
            if let (Layer::SetFile, Kind::Text(text)) = (layer, &pair.value.kind) {
                let keys: Vec<&str> = pair.path.iter().filter_map(Step::key).collect();
                let tree = Tree::Text(text.clone());
                self.hidden.extend((mask::tree(&keys, &tree) != tree).then(|| text.clone()));
            }
            warn_of_empty_braces(&pair.value, layer, text, problems);
            self.new_lists.extend(self.assigner.assign(&mut self.user, pair)?);
        }
        Ok(())
    }
}

fn warn_of_replaced_list(list: &NewList, defaults: &Node, problems: &mut Problems) {
    let mut at = Some(defaults);
    for key in &list.keys {
        at = at.and_then(|node| node.get(key));
    }
    let Some(default) = at else { return };
    if matches!(&default.kind, Kind::List(items) if !items.is_empty()) {
        let name = list.keys.join(".");
        let problem =
            Problem::warning(format!("this replaces the default list `{name}` instead of changing it")).at(list.place);
        let problem = problem.note_at("the default is here", default.span);
        problems.push(
            problem.help("as in Helm, `--set` changes items of lists from files only: give the whole list in a file"),
        );
    }
}

fn warn_of_empty_braces(value: &Node, layer: Layer, argument: &str, problems: &mut Problems) {
    let is_blank = |items: &[Node]| matches!(items, [Node { kind: Kind::Text(text), .. }] if text.is_empty());
    if matches!(layer, Layer::Set | Layer::SetString)
        && matches!(&value.kind, Kind::List(items) if is_blank(items))
        && argument.contains("{}")
    {
        let problem = Problem::warning("`{}` is a list with one empty string, as in Helm").at(value.span);
        problems.push(problem.help("write an empty list as `--set-json 'path=[]'`"));
    }
}
