//! A body with files (RFC 7578), as Discord wants it: `payload_json` and `files[n]`, the files named in `attachments` too.

use dream_ports::DiscordFile;
use serde_json::{Value, json};

/// The media type and the bytes.
pub(super) fn of(body: &Value, files: &[DiscordFile]) -> (String, Vec<u8>) {
    let mut payload = if body.is_object() { body.clone() } else { json!({}) };
    if let Some(members) = payload.as_object_mut() {
        let attachments = files.iter().enumerate().map(|(n, file)| json!({"id": n, "filename": file.name})).collect();
        members.entry("attachments").or_insert(Value::Array(attachments));
    }
    let payload = payload.to_string();
    let boundary = boundary(&payload, files);
    let mut bytes = Vec::new();
    let mut part = |headers: String, content: &[u8]| {
        bytes.extend_from_slice(format!("--{boundary}\r\n{headers}\r\n\r\n").as_bytes());
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    };
    part("Content-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json".to_owned(), payload.as_bytes());
    for (n, file) in files.iter().enumerate() {
        let (name, media_type) = (quoted(&file.name), clean(&file.media_type));
        let headers = format!("Content-Disposition: form-data; name=\"files[{n}]\"; filename=\"{name}\"\r\nContent-Type: {media_type}");
        part(headers, &file.bytes);
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), bytes)
}

/// A line that stands in none of the parts.
fn boundary(payload: &str, files: &[DiscordFile]) -> String {
    let is_in = |mark: &str| {
        let mark = mark.as_bytes();
        payload.as_bytes().windows(mark.len()).any(|window| window == mark)
            || files.iter().any(|file| file.bytes.windows(mark.len()).any(|window| window == mark))
    };
    let marks = (0_u64..).map(|n| format!("dream-part-{n:016}"));
    marks.into_iter().find(|mark| !is_in(mark)).unwrap_or_default()
}

/// A file's name within quotes: what would end them, or the line, is left out.
fn quoted(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control() && !matches!(letter, '"' | '\\' | '/')).collect()
}

fn clean(media_type: &str) -> String {
    let plain = media_type.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if plain && media_type.contains('/') { media_type.to_owned() } else { "application/octet-stream".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contents_cannot_break_out_of_their_part() {
        let file = DiscordFile {
            name: "a\"\r\nX: y/..\\b.txt".to_owned(),
            media_type: "text/plain\r\nX: y".to_owned(),
            bytes: b"--dream-part-0000000000000000\r\n".to_vec(),
        };
        let (media_type, bytes) = of(&json!({"content": "c"}), &[file]);
        let text = String::from_utf8(bytes).unwrap();
        assert!(media_type.ends_with("boundary=dream-part-0000000000000001"), "{media_type}");
        assert!(text.contains("filename=\"aX: y..b.txt\"\r\nContent-Type: application/octet-stream\r\n"), "{text}");
        assert!(text.contains(r#"{"content":"c","attachments":[{"id":0,"filename":"a\"\r\nX: y/..\\b.txt"}]}"#), "{text}");
    }
}
