//! The list of commands in sections, which clap doesn't have.

use std::fmt::Write as _;

use clap::Command;
use clap::builder::CommandExt;

use super::wrap::wrap;

/// The section of a command in the list, which the command declares with `#[command(add = Section::Keys)]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    /// Commands for one or more known keys.
    Keys,
    /// Commands that find keys in need of attention.
    Review,
    /// The tenant's API key configuration.
    Configuration,
    /// Named tenants and credentials.
    Contexts,
    /// Commands that declare no section.
    #[default]
    Other,
}

impl CommandExt for Section {}

impl Section {
    const ALL: [Self; 5] = [Self::Keys, Self::Review, Self::Configuration, Self::Contexts, Self::Other];
}

/// Renders the list of the subcommands, if any of them declares a section.
pub fn render_sections(command: &Command, width: usize) -> Option<String> {
    command.get_subcommands().find_map(|child| child.get::<Section>())?;
    let sections = Section::ALL.iter().filter_map(|section| render_section(*section, command, width));
    Some(sections.collect::<Vec<_>>().join("\n\n"))
}

fn render_section(section: Section, command: &Command, width: usize) -> Option<String> {
    let commands = || command.get_subcommands().filter(|child| !child.is_hide_set());
    let name_width = commands().map(|child| child.get_name().len()).max()?;
    let (header, literal) = (command.get_styles().get_header(), command.get_styles().get_literal());
    let mut text = format!("{header}{section:?}:{header:#}");
    let is_member = |child: &&Command| child.get::<Section>().copied().unwrap_or_default() == section;
    let mut members = commands().filter(is_member).peekable();
    members.peek()?;
    for child in members {
        let name = child.get_name();
        let about = child.get_about().map(ToString::to_string).unwrap_or_default();
        let line = wrap(&format!("  {name:name_width$}  {about}"), width);
        let _ = write!(text, "\n{}", line.replacen(name, &format!("{literal}{name}{literal:#}"), 1));
    }
    Some(text)
}
