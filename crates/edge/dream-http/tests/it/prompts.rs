//! Prompts over the wire: published, read, checked and reset.

use crate::house::{House, served_on_both_engines, text};
use serde_json::{Value, json};

served_on_both_engines!(a_prompt_is_published_read_and_reset, a_prompt_that_cannot_work_is_told_why);

async fn a_prompt_is_published_read_and_reset(house: &House) {
    let built_in = house.get("prompts/writer").await.expect(200);
    assert_eq!((&built_in["version"], &built_in["built_in"], &built_in["changed_at"]), (&json!(0), &json!(true), &Value::Null));
    for (number, source) in [(1, "Write plainly."), (2, "Write at {{ stage }}.")] {
        let published = house.post("prompts/writer", &json!({ "source": source })).await.expect(201);
        assert_eq!((&published["version"], text(&published, "source")), (&json!(number), source));
    }
    let listed = house.get("prompts").await.expect(200);
    let own: Vec<_> = listed["items"].as_array().unwrap().iter().filter(|prompt| prompt["built_in"] == false).collect();
    assert_eq!((own.len(), text(own[0], "craft"), &own[0]["source"]), (1, "writer", &Value::Null));
    assert_eq!(text(&house.get("prompts/writer?version=1").await.expect(200), "source"), "Write plainly.");
    let versions = house.get("prompts/writer/versions?limit=1").await.expect(200);
    assert_eq!((&versions["items"][0]["version"], text(&versions, "next")), (&json!(2), "2"));
    let person = house.get("members").await.expect(200)["items"][0]["person"].clone();
    assert_eq!(versions["items"][0]["published_by"], person);
    let reset = house.post("prompts/writer/reset", &json!({})).await.expect(200);
    assert_eq!((&reset["built_in"], &reset["source"]), (&json!(true), &built_in["source"]));
    for (path, code) in [("prompts/plumber", "unknown_craft"), ("prompts/writer?version=9", "unknown_version")] {
        let answer = house.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, code));
    }
}

async fn a_prompt_that_cannot_work_is_told_why(house: &House) {
    let wrong = json!({ "source": "fine\n{{ nonsense }}" });
    let verdict = house.post("prompts/qa/check", &wrong).await.expect(200);
    assert_eq!((&verdict["valid"], &verdict["line"], &verdict["sample"]), (&json!(false), &json!(2), &Value::Null));
    assert!(text(&verdict, "message").contains("`nonsense`"), "{verdict}");
    let refused = house.post("prompts/qa", &wrong).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str(), &refused.json()["line"]), (400, "prompt_invalid", &json!(2)));
    let verdict = house.post("prompts/qa/check", &json!({ "source": "Test {{ artifact }}." })).await.expect(200);
    assert_eq!(verdict["valid"], true);
    assert!(text(&verdict, "sample").starts_with("Test artifact."), "{verdict}");
}
