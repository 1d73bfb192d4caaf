//! `alluxio-gen --help`: the commands in groups, which clap does not have.

use clap::Command;
use std::fmt::Write as _;

/// The heading of each group, its commands in the order in which they are listed, and an example.
const GROUPS: [(&str, &[&str], &str); 4] = [
    ("Render manifests", &["render", "generate", "fleet"], "render -f config.yaml | kubectl apply -f -"),
    (
        "Check and understand values",
        &["lint", "diff", "explain", "values", "profiles", "versions"],
        "lint -f config.yaml",
    ),
    ("Prepare clusters and upgrades", &["provision", "images", "migrate"], "provision list -f config.yaml -n alluxio"),
    (
        "Integrate with other tools",
        &["krm", "schema", "completions", "man", "eject"],
        "schema --properties > alluxio.schema.json",
    ),
];

/// The program with its own list of commands in `--help`. Only for a command line without a subcommand: others pay nothing.
pub(super) fn listed(command: Command) -> Command {
    let template = template(&command);
    command.help_template(template)
}

fn template(command: &Command) -> String {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    let (header, literal) = (command.get_styles().get_header(), command.get_styles().get_literal());
    let width = command.get_subcommands().map(|sub| sub.get_name().len()).max().unwrap_or(0);
    let mut text = "{about-with-newline}\n{usage-heading} {usage}\n".to_owned();
    for (heading, commands, _) in GROUPS {
        let _ = write!(text, "\n{header}{heading}:{header:#}\n");
        for sub in commands.iter().filter_map(|name| command.find_subcommand(name)) {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {literal}{:width$}{literal:#}  {about}", sub.get_name());
        }
    }
    let _ = write!(text, "\n{header}Options:{header:#}\n{{options}}\n\n{header}Examples:{header:#}\n");
    for (_, _, example) in GROUPS {
        let _ = writeln!(text, "  {name} {example}");
    }
    let _ = write!(text, "\n`{name} COMMAND --help` has the options of a command and more examples.");
    text
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, listed};
    use crate::cli::Cli;
    use clap::CommandFactory as _;

    #[test]
    fn every_command_is_in_exactly_one_group() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, commands, _)| commands.iter().copied()).collect();
        let program = Cli::command();
        let mut commands: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
        grouped.sort_unstable();
        commands.sort_unstable();
        assert_eq!(grouped, commands);
    }

    #[test]
    fn help_lists_the_groups_with_one_line_for_each_command() {
        let help = listed(Cli::command()).render_help().to_string();
        for (heading, commands, example) in GROUPS {
            assert!(help.contains(&format!("\n{heading}:\n")), "{help}");
            assert!(help.contains(&format!("\n  alluxio-gen {example}\n")), "{help}");
            for name in commands {
                let is_its_line =
                    |line: &&str| line.trim_start().split_once("  ").is_some_and(|(word, _)| word.trim() == *name);
                let line = help.lines().find(is_its_line).unwrap_or_else(|| panic!("{name} is not listed:\n{help}"));
                assert!(line.len() <= 100 && line.split_whitespace().count() > 3, "{line}");
            }
        }
    }

    #[test]
    fn as_a_plugin_of_kubectl_it_says_what_the_user_types() {
        let help = listed(Cli::command().bin_name("kubectl alluxio-gen")).render_help().to_string();
        assert!(help.contains("  kubectl alluxio-gen lint -f config.yaml\n"), "{help}");
    }
}
