//! Server-sent events: bytes in, events out, as in the WHATWG HTML standard, section 9.2.6.

/// One event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// Its name; empty when the stream gave none.
    pub(crate) name: String,
    /// Its data lines, joined by line feeds.
    pub(crate) data: String,
}

/// A line of the stream that is not UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotUtf8;

/// Puts a stream together again, however it was cut into chunks.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    line: Vec<u8>,
    after_carriage_return: bool,
    past_first_line: bool,
    name: String,
    data: Option<String>,
}

impl Parser {
    /// Takes the next bytes and gives the events that they complete. An event that the stream never completes is never given.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Vec<Event>, NotUtf8> {
        let mut events = Vec::new();
        for &byte in bytes {
            let follows_carriage_return = std::mem::replace(&mut self.after_carriage_return, byte == b'\r');
            match byte {
                b'\n' if follows_carriage_return => {}
                b'\n' | b'\r' => events.extend(self.end_line()?),
                other => self.line.push(other),
            }
        }
        Ok(events)
    }

    fn end_line(&mut self) -> Result<Option<Event>, NotUtf8> {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8(bytes).map_err(|_| NotUtf8)?;
        let line = if std::mem::replace(&mut self.past_first_line, true) { &line } else { line.strip_prefix('\u{feff}').unwrap_or(&line) };
        if line.is_empty() {
            let name = std::mem::take(&mut self.name);
            return Ok(self.data.take().map(|data| Event { name, data }));
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                none => *none = Some(value.to_owned()),
            },
            // A comment (nothing before the colon), an id, a retry time, or a field of the future.
            _ => {}
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str) -> Event {
        Event { name: name.to_owned(), data: data.to_owned() }
    }

    /// The events are the same wherever the stream is cut: at once, byte by byte, and in two at every place.
    fn check(stream: &[u8], expected: &[Event]) {
        let parse = |chunks: &[&[u8]]| {
            let mut parser = Parser::default();
            let events: Vec<Event> = chunks.iter().flat_map(|chunk| parser.push(chunk).unwrap()).collect();
            assert_eq!(events, expected, "{:?}", String::from_utf8_lossy(stream));
        };
        parse(&[stream]);
        parse(&stream.chunks(1).collect::<Vec<_>>());
        for cut in 0..stream.len() {
            let (a, b) = stream.split_at(cut);
            parse(&[a, b]);
        }
    }

    #[test]
    fn lines_may_end_in_any_of_the_three_ways() {
        let expected = [event("delta", "{\"a\":1}"), event("", "[DONE]")];
        check(b"event: delta\ndata: {\"a\":1}\n\ndata: [DONE]\n\n", &expected);
        check(b"event: delta\r\ndata: {\"a\":1}\r\n\r\ndata: [DONE]\r\n\r\n", &expected);
        check(b"event: delta\rdata: {\"a\":1}\r\rdata: [DONE]\r\r", &expected);
    }

    #[test]
    fn comments_ids_and_unknown_fields_are_passed_over() {
        check(b": keep-alive\n\n:\n\nid: 7\nretry: 100\nnew: x\ndata: a\n\n", &[event("", "a")]);
    }

    #[test]
    fn data_lines_join_and_an_empty_one_counts() {
        check(b"data: a\ndata\ndata:  b\n\ndata:\n\n", &[event("", "a\n\n b"), event("", "")]);
    }

    #[test]
    fn letters_cut_in_the_middle_come_out_whole() {
        check("\u{feff}data: naïve 🙂 \u{feff}\n\n".as_bytes(), &[event("", "naïve 🙂 \u{feff}")]);
    }

    #[test]
    fn an_event_without_its_blank_line_is_not_one() {
        check(b"data: a\n\ndata: b\n", &[event("", "a")]);
        check(b"event: ping\n\ndata: b", &[]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        assert_eq!(Parser::default().push(b"data: \xff\xfe\n\n"), Err(NotUtf8));
    }
}
