//! What a template is, and who gives it.

use std::borrow::Cow;
use std::sync::Arc;

/// The text of a template.
#[derive(Clone, Debug)]
pub struct Template {
    /// What the user calls it: its path.
    pub name: String,
    /// Its source.
    pub text: Cow<'static, str>,
    /// Who has to hear of its errors.
    pub owner: Owner,
}

/// Whose a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Ours: an error in it is our bug.
    BuiltIn,
    /// The user's, from `--from DIR`.
    User,
}

/// Gives a template by its path.
pub(super) type Loader = Arc<dyn Fn(&str) -> Result<Option<Template>, String> + Send + Sync>;
