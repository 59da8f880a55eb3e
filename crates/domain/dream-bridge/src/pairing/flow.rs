//! What pairings carry from where to where, and which of them together would say a message twice or bring it back (trap 45).
//!
//! What we say in Discord is never carried on from there, so a message takes at most two steps: into a channel of our own, and out of it.

/// What one pairing carries one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The pairing's name.
    pub pairing: String,
    /// Where it is said.
    pub from: Spot,
    /// Where it is heard.
    pub to: Spot,
}

/// A place that messages are said in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// A channel of our own: what is said there is carried on.
    Own(String),
    /// A place outside, by a text that no other has: nothing of ours is carried on from there.
    Outside(String),
}

/// Why pairings do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// A message comes back to where it was said.
    #[error("what is said in one channel would come back to it by the pairing `{by}`")]
    Cycle {
        /// The pairing that brings it back.
        by: String,
    },
    /// A message is heard twice in one place.
    #[error("what is said in one channel would be heard twice in another, by the pairings `{first}` and `{second}`")]
    Twice {
        /// The pairing that carries it first.
        first: String,
        /// The pairing that carries it again.
        second: String,
    },
}

/// Whether no message is heard twice or comes back.
///
/// # Errors
/// [`Conflict`] names the pairings.
pub fn check(flows: &[Flow]) -> Result<(), Conflict> {
    for start in flows {
        let mut heard: Vec<(&Spot, &str)> = Vec::new();
        for step in flows.iter().filter(|flow| flow.from == start.from) {
            arrive(&start.from, step, &mut heard)?;
            if let Spot::Own(_) = step.to {
                let on = |flow: &&Flow| flow.from == step.to && flow.pairing != step.pairing;
                for second in flows.iter().filter(on) {
                    arrive(&start.from, second, &mut heard)?;
                }
            }
        }
    }
    Ok(())
}

fn arrive<'f>(start: &Spot, flow: &'f Flow, heard: &mut Vec<(&'f Spot, &'f str)>) -> Result<(), Conflict> {
    if flow.to == *start {
        return Err(Conflict::Cycle { by: flow.pairing.clone() });
    }
    if let Some((_, first)) = heard.iter().find(|(spot, _)| **spot == flow.to) {
        return Err(Conflict::Twice { first: (*first).to_owned(), second: flow.pairing.clone() });
    }
    heard.push((&flow.to, &flow.pairing));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(text: &str) -> Spot {
        if text.starts_with("topic/") { Spot::Own(text.to_owned()) } else { Spot::Outside(text.to_owned()) }
    }

    /// Pairings, each by its name and `from > to` or `one = other` for both ways; what they are told.
    fn told(pairings: &[(&str, &str)]) -> Option<String> {
        let mut flows = Vec::new();
        for (name, joined) in pairings {
            let (from, to) = joined.split_once(['>', '=']).unwrap();
            let flow = |from: &str, to: &str| Flow { pairing: (*name).to_owned(), from: spot(from.trim()), to: spot(to.trim()) };
            flows.push(flow(from, to));
            if joined.contains('=') {
                flows.push(flow(to, from));
            }
        }
        check(&flows).err().map(|conflict| match conflict {
            Conflict::Cycle { by } => format!("back by {by}"),
            Conflict::Twice { first, second } => format!("twice by {first} and {second}"),
        })
    }

    /// Pairings, and what they are told.
    type Case = (&'static [(&'static str, &'static str)], Option<&'static str>);

    /// Trap 45: two pairings that carry a message back to where it was said.
    #[test]
    fn trap_45_pairings_that_bring_a_message_back_do_not_go_together() {
        let cases: [Case; 8] = [
            (&[("a", "d1 = topic/x")], None),
            (&[("a", "d1 = topic/x"), ("b", "d2 = topic/x")], None),
            (&[("a", "d1 > topic/x"), ("b", "topic/x > d1")], Some("back by b")),
            (&[("a", "d1 = d2"), ("b", "d2 > d3")], None),
            (&[("a", "d1 > d2"), ("b", "d2 > d1")], None),
            (&[("a", "d1 > topic/x"), ("b", "d1 > topic/x")], Some("twice by a and b")),
            (&[("a", "d1 > topic/x"), ("b", "topic/x > d2"), ("c", "d1 > d2")], Some("twice by b and c")),
            (&[("a", "d1 > topic/x"), ("b", "topic/x > d2"), ("c", "d1 > topic/y"), ("d", "topic/y > d2")], Some("twice by b and d")),
        ];
        for (pairings, wanted) in cases {
            assert_eq!(told(pairings).as_deref(), wanted, "{pairings:?}");
        }
    }
}
