//! The command that lists the things of each noun, for those who asked for one that is not there.

/// Each noun as errors call it, with the command that lists its things; `None` where no command does.
pub const LISTINGS: &[(&str, Option<&str>)] = &[
    ("account", None),
    ("agent", Some("agent list")),
    ("artifact", Some("artifact list RUN")),
    ("artifact version", Some("artifact versions ARTIFACT")),
    ("attempt", Some("run attempts RUN")),
    ("bridge source", Some("bridge source list")),
    ("budget", Some("run list")),
    ("channel", Some("message channels list")),
    ("constraint", Some("constraint list RUN")),
    ("delegation", Some("delegation list")),
    ("destination", Some("bridge destination list")),
    ("discord link", Some("bridge link list")),
    ("draft", None),
    ("escalation", Some("captain escalations")),
    ("file", None),
    ("grant", Some("grant list")),
    ("hold", Some("logs hold list")),
    ("invitation", Some("invitation list")),
    ("link", Some("bridge link list")),
    ("member", Some("member list")),
    ("notification", None),
    ("org", Some("org list")),
    ("organisation", Some("org list")),
    ("permission", Some("permission list")),
    ("person", Some("member list")),
    ("project", Some("project list")),
    ("review", Some("review list")),
    ("run", Some("run list")),
    ("secret", Some("secret list")),
    ("session", Some("session list")),
    ("swarm", None),
    ("task", Some("task list")),
    ("team", Some("team list")),
    ("token", Some("token list")),
];

/// What to do when there is no such `noun`.
pub(crate) fn instead(noun: &str) -> String {
    match LISTINGS.iter().find(|(known, _)| *known == noun) {
        Some((_, Some(command))) => format!("list them with `dreamos {command}`"),
        _ => "look whether that is what you meant".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AppError;
    use std::path::Path;

    /// The nouns that the sources of `folder` give to `AppError::not_found`.
    fn nouns(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                nouns(&entry.path(), found);
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let calls = ["not_found(\"", "missing(\""].into_iter().flat_map(|call| text.split(call).skip(1));
            found.extend(calls.filter_map(|rest| rest.split_once('"')).map(|(noun, _)| noun.to_owned()));
        }
    }

    #[test]
    fn every_noun_that_may_not_be_found_says_how_it_is_listed() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = Vec::new();
        nouns(&sources, &mut found);
        nouns(&sources.join("../../../edge/dream-http/src"), &mut found);
        assert!(found.len() > 50, "{found:?}");
        for noun in &found {
            assert!(LISTINGS.iter().any(|(known, _)| known == noun), "{noun} is not among the listings");
        }
    }

    #[test]
    fn a_thing_that_is_not_there_comes_with_the_command_that_lists_its_like() {
        for (noun, says) in
            [("artifact version", "list them with `dreamos artifact versions ARTIFACT`"), ("draft", "look whether that is what you meant")]
        {
            let message = AppError::not_found(noun, "x").message;
            assert_eq!(message, format!("there is no {noun} x in this organisation; {says}"));
        }
    }
}
