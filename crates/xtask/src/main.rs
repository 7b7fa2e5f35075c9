//! The project's own tasks: `cargo xtask check`, `cargo xtask gen`, `cargo xtask new method NAME`.
//!
//! `check` holds what a compiler cannot: the picture of dependencies, sizes, texts in every language, generated files,
//! words that must not be in the repository. Each check prints its name, what it found and how to mend it.
#![allow(clippy::print_stdout, reason = "a command-line tool speaks on standard output")]

mod check;
mod generate;
mod new_method;
mod pages;
mod progress;
mod tree;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own tasks")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs every check, or only those named.
    Check {
        /// Names of checks, see --list
        names: Vec<String>,
        /// Prints the names and what each one holds
        #[arg(long)]
        list: bool,
    },
    /// Writes the generated files of docs/ from the declarations.
    Gen {
        /// Writes nothing; fails when a file would change
        #[arg(long)]
        check: bool,
    },
    /// Writes the beginning of something that has a fixed form.
    New {
        #[command(subcommand)]
        what: New,
    },
}

#[derive(Subcommand)]
enum New {
    /// A folder in crates/methods, and its line in the table.
    Method {
        /// Lower-case letters and digits: the kind's name
        name: String,
    },
}

fn main() -> anyhow::Result<ExitCode> {
    let root = tree::root()?;
    match Arguments::parse().task {
        Task::Check { list: true, .. } => {
            check::list();
            Ok(ExitCode::SUCCESS)
        }
        Task::Check { names, .. } => check::run(&root, &names),
        Task::Gen { check } => generate::run(&root, check),
        Task::New { what: New::Method { name } } => {
            new_method::run(&root, &name)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
