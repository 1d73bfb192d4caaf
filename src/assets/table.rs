//! The files that are built in, sorted by path. A test compares this table with the folders.

macro_rules! files {
    ($($path:literal,)*) => {
        /// Paths and texts.
        pub const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../", $path))),)*];
    };
}

files! {
    "profiles/multiMaster-embeddedJournal.yaml",
    "profiles/singleMaster-hdfsJournal.yaml",
    "profiles/singleMaster-localJournal.yaml",
    "values/values.yaml",
}
