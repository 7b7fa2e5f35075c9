//! The commands as a page of the documentation, and as words that a shell completes.

use clap::{Arg, Args, Command};
use clap_complete::Shell;

use crate::{Console, House, Told};

#[derive(Args, Debug)]
pub struct Completion {
    /// Shell that it is for
    shell: Shell,
}

impl Completion {
    /// The script for the whole program.
    pub fn run(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let mut program = house.program();
        let name = program.get_name().to_owned();
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, name, &mut script);
        Ok(console.out.write_all(&script)?)
    }
}

/// Every command below one, as Markdown.
pub fn page(mut ctl: Command) -> String {
    ctl.build();
    let mut out = String::new();
    out.push_str("### Flags of every command\n\n");
    let everywhere = ctl.get_arguments().filter(|a| a.is_global_set());
    everywhere.for_each(|arg| line(&mut out, arg));
    commands(&mut out, &ctl);
    out
}

fn commands(out: &mut String, command: &Command) {
    for inner in command.get_subcommands().filter(|c| c.get_name() != "help" && !c.is_hide_set()) {
        if inner.has_subcommands() {
            commands(out, inner);
            continue;
        }
        let name = inner.get_bin_name().unwrap_or(inner.get_name());
        let words = |text: &clap::builder::StyledStr| text.to_string();
        out.push_str(&format!("\n### {name}\n\n"));
        if let Some(about) = inner.get_long_about().or(inner.get_about()) {
            out.push_str(&format!("{}.\n\n", words(about).trim_end_matches('.')));
        }
        let usage = inner.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage:").split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&format!("    {usage}\n"));
        let own: Vec<&Arg> = inner.get_arguments().filter(|a| !a.is_global_set() && a.get_id() != "help").collect();
        if !own.is_empty() {
            out.push('\n');
        }
        own.into_iter().for_each(|arg| line(out, arg));
        if let Some(more) = inner.get_after_long_help() {
            out.push_str(&format!("\n{}\n", words(more).trim_end()));
        }
    }
}

fn line(out: &mut String, arg: &Arg) {
    let values = arg.get_value_names().unwrap_or_default().iter().map(|v| v.to_string()).collect::<Vec<_>>().join(" ");
    let takes = arg.get_num_args().is_none_or(|n| n.takes_values());
    let name = match (arg.get_long(), takes && arg.get_action().takes_values()) {
        (Some(long), true) => format!("--{long} {values}"),
        (Some(long), false) => format!("--{long}"),
        (None, _) => values,
    };
    let help =
        arg.get_help().map(ToString::to_string).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let usual: Vec<String> = arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
    let shown = usual.iter().filter(|v| !v.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let usual = if shown.is_empty() || !takes { String::new() } else { format!(" (`{shown}` where nothing is said)") };
    let colon = if help.is_empty() { "" } else { ": " };
    out.push_str(&format!("- `{name}`{colon}{help}{usual}\n"));
}
