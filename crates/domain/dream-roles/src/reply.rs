//! From the text of a reply to the files of an artifact.

use crate::{Contract, File, OutputKind, prompt::safe_name, report, tree};
use serde_json::Value;

/// Reads `reply` as the form of `contract` asks.
///
/// # Errors
/// Why it cannot be read: sentences for the next attempt.
pub(crate) fn read(contract: &Contract, reply: &str) -> Result<Vec<File>, Vec<String>> {
    let reply = reply.replace("\r\n", "\n");
    if reply.trim().is_empty() {
        return Err(vec!["The reply is empty: hand in the artifact.".to_owned()]);
    }
    match contract.kind {
        OutputKind::Tree => tree::read(&reply),
        OutputKind::Document => Ok(vec![File::text(contract.document_path(), format!("{}\n", unfenced(&reply)))]),
        OutputKind::Report => read_report(contract, &reply),
    }
}

/// Where a report's JSON lies.
pub(crate) fn report_path(contract: &Contract) -> String {
    format!("{}.json", safe_name(&contract.artifact))
}

fn read_report(contract: &Contract, reply: &str) -> Result<Vec<File>, Vec<String>> {
    let text = match (reply.find('{'), reply.rfind('}')) {
        (Some(start), Some(end)) => reply.get(start..=end).unwrap_or(reply),
        _ => reply,
    };
    let value: Value = serde_json::from_str(text).map_err(|error| {
        vec![format!("The reply is not one JSON object ({error}): reply with the JSON object alone, without text around it.")]
    })?;
    let markdown = report::to_markdown(&contract.artifact, &value);
    Ok(vec![File::text(report_path(contract), format!("{text}\n")), File::text(contract.document_path(), markdown)])
}

/// A document without the code fence that some models put around the whole of it.
fn unfenced(reply: &str) -> &str {
    let body = reply.trim();
    let inner = body.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")).and_then(|rest| rest.split_once('\n'));
    match inner {
        Some((language, inner)) if matches!(language.trim(), "markdown" | "md") => inner.trim(),
        Some((language, inner)) if language.trim().is_empty() && !inner.contains("```") => inner.trim(),
        _ => body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Craft;

    #[test]
    fn fences_and_words_around_a_reply_are_taken_away() {
        let document = Contract::new(Craft::Writer, "docs", OutputKind::Document);
        for (reply, text) in [
            ("# A\r\nb", "# A\nb\n"),
            ("```markdown\n# A\n```", "# A\n"),
            ("```sh\nmake\n```\n\ntext\n\n```sh\nx\n```", "```sh\nmake\n```\n\ntext\n\n```sh\nx\n```\n"),
            ("```\na\n```\ntext\n```\nb\n```", "```\na\n```\ntext\n```\nb\n```\n"),
        ] {
            assert_eq!(read(&document, reply).unwrap(), [File::text("docs.md", text)], "{reply}");
        }
        let report = Contract::new(Craft::Qa, "qa-report", OutputKind::Report);
        let files = read(&report, "Sure:\n```json\n{\"summary\": \"fine\"}\n```").unwrap();
        assert_eq!(files[0], File::text("qa-report.json", "{\"summary\": \"fine\"}\n"));
        assert_eq!(files[1].path, "qa-report.md");
    }

    #[test]
    fn nothing_and_garbage_are_told_as_such() {
        for kind in OutputKind::ALL {
            let contract = Contract::new(Craft::Qa, "x", kind);
            assert!(read(&contract, " \n ").unwrap_err()[0].contains("empty"), "{kind}");
        }
        let report = Contract::new(Craft::Qa, "x", OutputKind::Report);
        assert!(read(&report, "{\"a\": ").unwrap_err()[0].contains("not one JSON object"));
        assert!(read(&report, "all good").unwrap_err()[0].contains("not one JSON object"));
    }
}
