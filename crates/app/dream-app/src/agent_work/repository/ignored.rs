//! Which files a repository says are not part of it: the rules of its `.gitignore` files, as gitignore(5) has them.

use std::collections::BTreeMap;

/// The longest rule that is read, in characters.
const LONGEST: usize = 500;
/// The most rules of one file that are read.
const MOST: usize = 2_000;

/// The rules of a repository, by the folder in which their file lies.
#[derive(Debug, Default)]
pub(super) struct Ignored(BTreeMap<String, Vec<Rule>>);

#[derive(Debug)]
struct Rule {
    /// Whether it takes back what an earlier one said.
    taken_back: bool,
    folders_only: bool,
    /// Whether it is compared with the whole path from its folder on, and not with the name alone.
    whole: bool,
    pattern: Vec<Token>,
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Letter(char),
    /// `?`
    Any,
    /// `[a-z]`, `[!a-z]`
    Class {
        not: bool,
        ranges: Vec<(char, char)>,
    },
    /// `*`
    Many,
    /// `**/`
    Folders,
    /// `/**` at the end, behind its slash.
    Rest,
}

impl Ignored {
    /// Adds the `.gitignore` in `folder`, whose path ends with `/` but for the root's, which is empty.
    pub(super) fn add(&mut self, folder: &str, text: &str) {
        self.0.insert(folder.to_owned(), text.lines().take(MOST).filter_map(Rule::parse).collect());
    }

    /// Whether rules name this path, of which no folder above is named. The last one that does decides.
    pub(super) fn names(&self, path: &str, is_folder: bool) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let ends = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
        let mut named = false;
        for (folder, below) in ends.filter_map(|end| path.split_at_checked(end)) {
            for rule in self.0.get(folder).into_iter().flatten() {
                if (is_folder || !rule.folders_only) && rule.fits(if rule.whole { below } else { name }) {
                    named = !rule.taken_back;
                }
            }
        }
        named
    }
}

impl Rule {
    fn parse(line: &str) -> Option<Self> {
        let line = line.strip_suffix("\\ ").map_or_else(|| line.trim_end().to_owned(), |kept| format!("{kept} "));
        if line.is_empty() || line.starts_with('#') || line.chars().count() > LONGEST {
            return None;
        }
        let (taken_back, rest) = line.strip_prefix('!').map_or((false, line.as_str()), |rest| (true, rest));
        let (folders_only, rest) = rest.strip_suffix('/').map_or((false, rest), |rest| (true, rest));
        let whole = rest.contains('/');
        let pattern = tokens(rest.strip_prefix('/').unwrap_or(rest))?;
        Some(Self { taken_back, folders_only, whole, pattern })
    }

    /// Follows every way through the pattern at once, so that wildcards cost no more than their number.
    fn fits(&self, text: &str) -> bool {
        let mut places = Places::none(&self.pattern);
        places.reach(&self.pattern, 0);
        for letter in text.chars() {
            places = places.after(&self.pattern, letter);
        }
        places.rest || places.at.last().is_some_and(|end| *end)
    }
}

/// Where in a pattern a text may have come to.
struct Places {
    /// In front of each token, and behind the last.
    at: Vec<bool>,
    /// In the name of a folder that this token takes.
    within: Vec<bool>,
    /// In what the end of the pattern takes, whatever comes.
    rest: bool,
}

impl Places {
    fn none(pattern: &[Token]) -> Self {
        Self { at: vec![false; pattern.len() + 1], within: vec![false; pattern.len()], rest: false }
    }

    /// In front of this token, and of the next ones as far as those before them may take nothing.
    fn reach(&mut self, pattern: &[Token], token: usize) {
        for (at, place) in self.at.iter_mut().enumerate().skip(token) {
            *place = true;
            if !matches!(pattern.get(at), Some(Token::Many | Token::Folders)) {
                return;
            }
        }
    }

    fn after(&self, pattern: &[Token], letter: char) -> Self {
        let mut next = Self { rest: self.rest, ..Self::none(pattern) };
        let places = self.at.iter().zip(&self.within);
        for (number, (token, (at, within))) in pattern.iter().zip(places).enumerate() {
            match token {
                Token::Many if *at && letter != '/' => next.reach(pattern, number),
                Token::Folders if *within && letter == '/' => next.reach(pattern, number),
                Token::Folders if (*at || *within) && letter != '/' => {
                    if let Some(place) = next.within.get_mut(number) {
                        *place = true;
                    }
                }
                Token::Rest if *at => next.rest = true,
                token if *at && token.takes(letter) => next.reach(pattern, number + 1),
                _ => {}
            }
        }
        next
    }
}

impl Token {
    /// Whether it takes this one letter.
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::Letter(wanted) => letter == *wanted,
            Self::Any => letter != '/',
            Self::Class { not, ranges } => letter != '/' && ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter)) != *not,
            Self::Many | Self::Folders | Self::Rest => false,
        }
    }
}

/// The tokens of a pattern; `None` for one that is not whole, which names nothing.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let letters: Vec<char> = text.chars().collect();
    let mut rest = letters.as_slice();
    let (mut tokens, mut part_begins) = (Vec::new(), true);
    while let Some((first, after)) = rest.split_first() {
        let begins = std::mem::replace(&mut part_begins, *first == '/');
        (rest, part_begins) = match (first, after) {
            ('*', ['*', '/', after @ ..]) if begins => {
                tokens.push(Token::Folders);
                (after, true)
            }
            ('*', ['*']) if begins => {
                tokens.push(Token::Rest);
                (&[][..], false)
            }
            ('*', _) => {
                tokens.push(Token::Many);
                (after, false)
            }
            ('?', _) => {
                tokens.push(Token::Any);
                (after, false)
            }
            ('\\', [escaped, after @ ..]) => {
                tokens.push(Token::Letter(*escaped));
                (after, false)
            }
            ('\\', []) => return None,
            ('[', _) => {
                let (class, after) = class(after)?;
                tokens.push(class);
                (after, false)
            }
            (letter, _) => {
                tokens.push(Token::Letter(*letter));
                (after, part_begins)
            }
        };
    }
    Some(tokens)
}

fn class(letters: &[char]) -> Option<(Token, &[char])> {
    let (not, mut rest) = match letters {
        ['!' | '^', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut ranges = Vec::new();
    loop {
        match rest {
            [']', after @ ..] if !ranges.is_empty() => return Some((Token::Class { not, ranges }, after)),
            [from, '-', to, after @ ..] if *to != ']' => {
                ranges.push((*from, *to));
                rest = after;
            }
            [letter, after @ ..] => {
                ranges.push((*letter, *letter));
                rest = after;
            }
            [] => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rules: &str, named: &[&str], not: &[&str]) {
        let mut ignored = Ignored::default();
        ignored.add("", rules);
        let ask = |path: &str| ignored.names(path.trim_end_matches('/'), path.ends_with('/'));
        for path in named {
            assert!(ask(path), "{rules:?} names {path}");
        }
        for path in not {
            assert!(!ask(path), "{rules:?} does not name {path}");
        }
    }

    #[test]
    fn rules_are_read_as_git_reads_them() {
        check("target/", &["target/", "a/target/"], &["target", "targets/", "a/target"]);
        check("/target", &["target", "target/"], &["a/target"]);
        check("*.log", &["x.log", "a/b/x.log", ".log"], &["x.log.txt", "log"]);
        check("docs/*.html", &["docs/a.html"], &["docs/a/b.html", "a/docs/a.html"]);
        check("**/cache", &["cache", "a/cache", "a/b/cache"], &["cached"]);
        check("a/**/z", &["a/z", "a/b/z", "a/b/c/z"], &["b/a/z", "az"]);
        check("out/**", &["out/x", "out/x/y"], &["out/"]);
        check("file?.[ch]", &["file1.c", "file2.h"], &["file.c", "file1.o", "file/.c"]);
        check("[!a-c]x", &["dx"], &["ax", "bx", "/x"]);
        check("\\#x\n\\!y\nz\\ \n# no rule\n\n", &["#x", "!y", "z "], &["x", "z", "# no rule"]);
        check("*.log\n!keep.log", &["a.log"], &["keep.log"]);
        check("[open\nends\\", &[], &["[open", "ends\\", "ends"]);
        check("**", &["a", "a/b"], &[]);
        check("a\r", &["a"], &[]);
    }

    #[test]
    fn rules_of_a_folder_are_for_what_is_below_it_and_come_last() {
        let mut ignored = Ignored::default();
        ignored.add("", "*.txt\n");
        ignored.add("docs/", "!*.txt\n/only\n");
        let named = |path: &str| ignored.names(path, false);
        assert!(named("a.txt") && named("docs/only") && !named("docs/a.txt") && !named("docs/a/only") && !named("only"));
    }

    #[test]
    fn wildcards_cost_no_more_than_their_number() {
        let rule = Rule::parse(&"*a".repeat(200)).unwrap();
        assert!(!rule.fits(&"a".repeat(1_000).replace("aaaa", "aab")) && rule.fits(&"xa".repeat(400)));
        let rule = Rule::parse(&"*/".repeat(200)).unwrap();
        assert!(!rule.fits(&"a".repeat(20_000)), "however long a text is, no stack grows with it");
    }
}
