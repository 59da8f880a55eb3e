//! Server-sent events, as the HTML standard has them (section 9.2.6): bytes in, events out.

/// One event; without data it says only at which place the stream stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) id: Option<String>,
    pub(crate) event: String,
    pub(crate) data: String,
}

/// Puts events together from pieces that may end anywhere.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    line: Vec<u8>,
    after_return: bool,
    building: Message,
    has_data: bool,
    has_id: bool,
    last_id: Option<String>,
    ready: std::collections::VecDeque<Message>,
}

impl Parser {
    /// Takes the next piece.
    pub(crate) fn push(&mut self, piece: &[u8]) {
        for byte in piece {
            match byte {
                b'\n' if self.after_return => {}
                b'\n' | b'\r' => self.end_line(),
                other => self.line.push(*other),
            }
            self.after_return = *byte == b'\r';
        }
    }

    /// The next whole event.
    pub(crate) fn next(&mut self) -> Option<Message> {
        self.ready.pop_front()
    }

    fn end_line(&mut self) {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                if self.has_data {
                    self.building.data.push('\n');
                }
                self.has_data = true;
                self.building.data.push_str(value);
            }
            "event" => value.clone_into(&mut self.building.event),
            "id" if !value.contains('\0') => {
                self.has_id = true;
                self.last_id = Some(value.to_owned());
            }
            // Comments (an empty field) and fields that nobody defined.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let message = std::mem::take(&mut self.building);
        if std::mem::take(&mut self.has_data) | std::mem::take(&mut self.has_id) {
            self.ready.push_back(Message { id: self.last_id.clone(), ..message });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(Option<&str>, &str, &str)]) {
        let expected: Vec<Message> = expected
            .iter()
            .map(|(id, event, data)| Message { id: id.map(str::to_owned), event: (*event).into(), data: (*data).into() })
            .collect();
        // Whole, and byte by byte: a piece may end anywhere.
        for size in [text.len().max(1), 1] {
            let mut parser = Parser::default();
            text.as_bytes().chunks(size).for_each(|piece| parser.push(piece));
            assert_eq!(std::iter::from_fn(|| parser.next()).collect::<Vec<_>>(), expected, "{text:?} in pieces of {size}");
        }
    }

    #[test]
    fn events_come_out_whole() {
        check("id: 7\nevent: run.started\ndata: {\"a\":1}\n\n", &[(Some("7"), "run.started", "{\"a\":1}")]);
        check("data: a\ndata: b\n\n", &[(None, "", "a\nb")]);
        check("data:a\r\n\r\ndata:é\r\r", &[(None, "", "a"), (None, "", "é")]);
    }

    #[test]
    fn heartbeats_and_unknown_fields_are_no_events() {
        check(": beat\n\nretry: 5\n\nfoo: bar\n\n", &[]);
    }

    #[test]
    fn the_last_id_holds_for_events_without_one() {
        check("id: 1\ndata: a\n\ndata: b\n\n", &[(Some("1"), "", "a"), (Some("1"), "", "b")]);
    }

    #[test]
    fn an_id_alone_is_a_place() {
        check("id: 7\n\n: beat\n\ndata: a\n\n", &[(Some("7"), "", ""), (Some("7"), "", "a")]);
    }

    #[test]
    fn half_an_event_is_not_an_event() {
        check("data: a\n", &[]);
    }
}
