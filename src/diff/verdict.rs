//! What a change does to a running cluster.

/// From little to much. An object has its worst, and so has a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing happens: nothing differs, or an apply leaves it as it is.
    #[default]
    Same,
    /// Labels and annotations of the object itself.
    Metadata,
    /// It is in force once it is applied, and no pod notices.
    Live,
    /// It is applied, and running pods keep the old value until they restart.
    Restart,
    /// Pods are replaced, in the order of their kind.
    Roll,
    /// Pods come or go, and the others stay.
    Scale,
    /// The server refuses it: the object has to be deleted and made anew.
    Recreate,
    /// The object is new.
    Add,
    /// The object is no longer made.
    Delete,
}

impl Verdict {
    /// All of them, from little to much.
    pub const ALL: [Verdict; 9] = [
        Verdict::Same,
        Verdict::Metadata,
        Verdict::Live,
        Verdict::Restart,
        Verdict::Roll,
        Verdict::Scale,
        Verdict::Recreate,
        Verdict::Add,
        Verdict::Delete,
    ];

    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Metadata => "metadata",
            Verdict::Live => "live",
            Verdict::Restart => "restart",
            Verdict::Roll => "roll",
            Verdict::Scale => "scale",
            Verdict::Recreate => "recreate",
            Verdict::Add => "add",
            Verdict::Delete => "delete",
        }
    }
}
