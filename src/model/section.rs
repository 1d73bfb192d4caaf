//! The macro that declares a section of the values: its fields with their keys, rules, versions and defaults.

use super::read::{At, Reader};
use crate::version::Era;
use crate::yaml::Node;

/// The map of a section. A null section and an empty list mean that nothing is set, so the defaults hold, which they
/// replaced last (D-15, D-115).
/// They also stand in for what is no map, so that nothing else seems to be missing.
pub fn section_of<'a>(at: &At<'a>, keys: &[(&str, Era)], reader: &mut Reader<'_>) -> Option<&'a Node> {
    let Some(node) = at.node else { return at.builtin };
    if node.as_map().is_some() {
        return Some(node);
    }
    let defaults = Some(node.lowest()).filter(|node| node.as_map().is_some()).or(at.builtin);
    // Where Helm asks `false` for a field it fails. For a field of a section without defaults it asks the section first.
    let is_bare = defaults.and_then(Node::as_map).is_some_and(|map| map.values().all(|entry| entry.node.is_null()));
    if is_bare && node.is_helm_false() {
        reader.no_collection(at, "a map");
    } else if !node.is_null() && !node.is_empty() {
        reader.no_section(at, keys);
    }
    defaults
}

/// The versions that have a field, as its section declares them.
macro_rules! era {
    (;) => {
        $crate::version::Era::ALWAYS
    };
    ($since:literal;) => {
        $crate::version::Era::since($since)
    };
    (; $until:literal, $instead:literal) => {
        $crate::version::Era::until($until, $instead)
    };
}
pub(crate) use era;

/// Declares a section of the values: its fields, their keys, what they have to be beyond their types, the versions of
/// Alluxio that have them, and the value of a field whose key is absent. A field that the version at hand lacks is absent.
///
/// ```ignore
/// section! {
///     /// The claim.
///     pub struct Claim {
///         /// Its size.
///         pub size: Leaf<Quantity> = "size" never null or "1Gi",
///         /// Where it is mounted.
///         pub mount_path: Leaf<String> = "mountPath" is Absolute or "/metastore",
///         /// The same for FUSE, before 2.8.
///         pub fuse_path: Leaf<String> = "fusePath" is Absolute until "2.8" because "write `mountPoint`",
///         /// Since then.
///         pub mount_point: Leaf<String> = "mountPoint" is Absolute since "2.8",
///     }
/// }
/// ```
macro_rules! section {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $( $(#[$field_doc:meta])* pub $field:ident : $kind:ty =
                $key:literal $(is $rule:ident)? $(never $null:ident)? $(since $since:literal)? $(until $until:literal because $instead:literal)? $(or $default:expr)? ),* $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[$field_doc])* pub $field: $kind, )*
        }

        impl $crate::model::read::Read for $name {
            fn shape() -> $crate::model::read::Shape {
                $crate::model::read::Shape::Section(vec![
                    $( $crate::model::read::Field {
                        name: $key,
                        shape: <$kind as $crate::model::read::Read>::shape(),
                        rule: None $( .or(Some($crate::model::read::Rule::$rule)) )?,
                        never_null: [$(stringify!($null))?].contains(&"null"),
                        era: $crate::model::section::era!($($since)?; $($until, $instead)?),
                    } ),*
                ])
            }

            // Inlined into one another, the sections would make the largest function of the program.
            #[inline(never)]
            fn read(
                at: &$crate::model::read::At<'_>,
                reader: &mut $crate::model::read::Reader<'_>,
            ) -> Self {
                const KEYS: &[(&str, $crate::version::Era)] =
                    &[$(($key, $crate::model::section::era!($($since)?; $($until, $instead)?))),*];
                let node = $crate::model::section::section_of(at, KEYS, reader);
                let section = $crate::model::read::At { node, ..*at };
                reader.unknown_keys(&section, KEYS);
                $(
                    let $field = {
                        const ERA: $crate::version::Era = $crate::model::section::era!($($since)?; $($until, $instead)?);
                        let field = section.field($key, &ERA, reader.version);
                        #[allow(unused_mut, unused_assignments)]
                        let mut value = <$kind as $crate::model::read::Read>::read(&field, reader);
                        $( if field.node.is_none() { value = $default.into(); } )?
                        value
                    };
                )*
                $name { $($field),* }
            }
        }
    };
}
pub(crate) use section;
