//! `dreamos template`.

use crate::commands::{input, list};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::Exit;
use crate::printer::{Cell, Paint, Style, Table, fields, printable};
use clap::Subcommand;
use dream_api::{PublishTemplate, Template, TemplateStage, TemplateVerdict, ValidateTemplate};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List templates by name
    List {
        #[command(flatten)]
        page: list::PageArgs,
    },
    /// Show a template's stages
    Show {
        /// The template's name
        name: String,
        /// Print its TOML, to save and change
        #[arg(long)]
        source: bool,
    },
    /// Check a template without publishing it; exit code 1 when something is wrong
    Validate {
        /// Its TOML
        file: PathBuf,
    },
    /// Publish a new version of a template
    Publish {
        /// Its TOML
        file: PathBuf,
    },
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::List { page } => {
            let page = context.client()?.templates(&page.into()).await?;
            list::show(context, &page, &["NAME", "TITLE", "VERSION", "STAGES"], |_, template| {
                let version = if template.built_in { Cell::new("built in") } else { Cell::new(template.version) };
                vec![Cell::new(&template.name), Cell::new(&template.title), version, Cell::new(template.stages.len())]
            })
        }
        Command::Show { name, source } => {
            let template = context.client()?.template(&name).await?;
            context.printer.answer(&template, |style, template| match (&template.source, source) {
                (Some(text), true) => text.clone(),
                _ => show(style, template),
            })?;
            Ok(Exit::Done)
        }
        Command::Validate { file } => validate(context, &file).await,
        Command::Publish { file } => {
            let source = input::text(&file, "the template")?;
            let body = PublishTemplate { source, file: Some(file.display().to_string()) };
            let template = context.client()?.publish_template(&body).await?;
            context.printer.answer(&template, show)?;
            context.printer.note(&format!("next: dreamos run start PROJECT --template {}", template.name));
            Ok(Exit::Done)
        }
    }
}

async fn validate(context: &Context, file: &Path) -> Result<Exit, CliError> {
    let source = input::text(file, "the template")?;
    let body = ValidateTemplate { source, file: Some(file.display().to_string()) };
    let verdict = context.client()?.validate_template(&body).await?;
    context.printer.answer(&verdict, show_verdict)?;
    Ok(if verdict.valid { Exit::Done } else { Exit::Failed })
}

fn show(style: &Style, template: &Template) -> String {
    let pairs = [
        ("template", Cell::new(&template.name)),
        ("title", Cell::new(&template.title)),
        ("version", if template.built_in { Cell::new("built in") } else { Cell::new(template.version) }),
        ("digest", Cell::new(&template.digest)),
    ];
    let table = Table::of(&["STAGE", "ROLE", "NEEDS", "PRODUCES", "ASKS PEOPLE"], &template.stages, |stage: &TemplateStage| {
        let needs = Cell::opt(Some(stage.needs.join(", ")).filter(|needs| !needs.is_empty()));
        vec![Cell::new(&stage.name), Cell::new(&stage.role), needs, Cell::new(stage.produces.join(", ")), Cell::new(&stage.asks_people)]
    });
    format!("{}\n\n{}{}", fields(style, &pairs), table.render(style), warnings(style, &template.warnings))
}

/// What nobody could satisfy, a line each below what was said before.
fn warnings(style: &Style, warnings: &[String]) -> String {
    warnings.iter().map(|warning| format!("\n{}: {}", style.paint(Paint::Warning, "warning"), printable(warning))).collect()
}

fn show_verdict(style: &Style, verdict: &TemplateVerdict) -> String {
    if verdict.valid {
        return format!("the template is valid{}", warnings(style, &verdict.warnings));
    }
    let line = |error: &dream_api::TemplateError| {
        let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
        let stage = error.stage.as_ref().map(|stage| format!(" (stage {stage})")).unwrap_or_default();
        printable(&format!("{}{line}{stage}: {}", error.file, error.message))
    };
    verdict.errors.iter().map(line).collect::<Vec<_>>().join("\n")
}
